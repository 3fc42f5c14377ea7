import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { readMigrations } from '../../kernel/migrate.ts';
import { testDatabase } from '../../kernel/testing.ts';
import { catchUpWholly, type Follower } from '../../kernel/work.ts';
import { at, type Step, toClosed } from '../cases/testing.ts';
import { addDistrict, place, writeLogs } from './district.fixture.ts';
import { evaluationFollowers } from './jobs.ts';
import { came, went } from './testing.ts';

const [follower] = evaluationFollowers as readonly [Follower];
const now = () => at('2026-12-01 09:00');
const asked = (satisfaction: string | null, solved: boolean | null, when: string): Step => [
  'followUp',
  { reached: satisfaction !== null || solved !== null, solved, satisfaction },
  { at: when },
];

test('calls that an earlier release had read are brought to what reading their logs anew gives', async () => {
  await using ending = new AsyncDisposableStack();
  const database = ending.adopt(await testDatabase(), (opened) => opened.close());
  const { db } = database;
  const id = await addDistrict(db, 'upgraded');
  const begun = (name: string, source: 'hotline' | 'web', ...steps: Step[]) =>
    went(came(name, '2026-03-02 09:00', { place, source, jurisdictionId: id }), ...steps).log;
  await writeLogs(db, [
    begun(
      'twice',
      'hotline',
      ...toClosed,
      asked('dissatisfied', false, '2026-03-05 10:00'),
      asked('satisfied', true, '2026-03-06 10:00'),
    ),
    begun(
      'apart',
      'hotline',
      ...toClosed,
      asked('fairly', null, '2026-03-05 10:00'),
      asked(null, true, '2026-03-06 10:00'),
      asked(null, null, '2026-03-07 10:00'),
      asked('satisfied', false, '2026-03-08 10:00'),
    ),
    begun('reopened', 'web', ...toClosed, asked('dissatisfied', false, '2026-03-05 10:00'), [
      'reopen',
      {},
      { at: '2026-03-05 11:00' },
    ]),
    begun('once', 'web', ...toClosed, asked('satisfied', true, '2026-03-05 10:00')),
  ]);
  await catchUpWholly(db, follower, now);
  const calls = async () =>
    (
      await sql<{
        source: string | null;
        told: string | null;
        said: string | null;
      }>`select source, told_again_at as told, said_again_at as said
      from evaluation_task where jurisdiction_id = ${id} order by case_id, seq`.execute(db)
    ).rows;
  const read = await calls();
  expect(read.filter(({ told }) => told !== null)).toHaveLength(2);
  expect(read.filter(({ said }) => said !== null)).toHaveLength(2);

  await sql`alter table evaluation_task drop constraint evaluation_task_sourced`.execute(db);
  await sql`update evaluation_task set source = null, told_again_at = null, said_again_at = null`.execute(db);
  const migration = readMigrations().find(({ name }) => name === '0032_evaluation.sql')?.text ?? '';
  await sql.raw(/^update evaluation_task[^;]*;/m.exec(migration)?.[0] ?? '').execute(db);
  expect(await calls()).toEqual(read);
});
