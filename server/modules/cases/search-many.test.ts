import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Actor } from '../../kernel/actor.ts';
import { type Instant, instant, millis } from '../../kernel/instant.ts';
import { type Centre, openCentre, report } from './centre.fixture.ts';
import { DONE_AT } from './columns.ts';
import { type CaseFilter, listCases } from './list-store.ts';
import type { CaseOrder } from './page-store.ts';
import { keysOfCase } from './search-keys.ts';

const NOW = '2026-03-02T04:00:00.000Z';
const HOUR = 3_600_000;
/** More than are looked at one by one, before those of which something rare is known. */
const CASES = 4200;
const RARE_FROM = 2300;
const STREETS = ['350102001', '350102002', '350102003'];

interface Row {
  id: string;
  text: string;
  reported_at: Instant;
  endangered_at: Instant;
  unit_id: string | null;
  inspector_id: string | null;
  subdistrict_code: string;
}

let centre: Centre;
let rows: Row[];

beforeAll(async () => {
  centre = await openCentre();
  const { home } = centre;
  const mould = await report(centre, { description: '树枝', point: null });
  rows = Array.from({ length: CASES }, (_, i) => ({
    id: `00000000-0000-7000-8000-${((i * 1009) % CASES).toString(16).padStart(12, '0')}`,
    // In the old ones a word that is common among them, and one that few of these have.
    text: i < RARE_FROM ? '井盖' : `古榕${i % 4 === 0 ? '蚁巢' : ''}`,
    reported_at: instant(millis(NOW) - i * 5 * HOUR),
    // One in three is under way; those with the rare words end last.
    endangered_at:
      i % 3 === 0 ? instant(millis(NOW) + ((i * 7) % 500) * HOUR + (i < RARE_FROM ? 0 : 600 * HOUR)) : DONE_AT,
    unit_id: i % 2 === 0 ? home.units.water : null,
    inspector_id: i % 5 === 0 ? home.officers.inspector.id : null,
    subdistrict_code: STREETS[i % 3 === 0 ? 0 : 1 + (i % 2)] ?? '',
  }));
  const files = rows.map(({ text: _, ...row }, i) => ({ ...row, number: `T${i}` }));
  await sql`insert into case_file select made.* from case_file f cross join json_array_elements(${JSON.stringify(files)}::json) told
    cross join lateral jsonb_populate_record(f, told::jsonb) made where f.jurisdiction_id = ${home.id} and f.id = ${mould.id}`.execute(
    centre.db,
  );
  const keys = rows.map(({ id, text, reported_at }) => ({
    case_id: id,
    reported_at,
    ...keysOfCase(home.id, text, reported_at),
  }));
  await sql`insert into case_search (jurisdiction_id, case_id, reported_at, pairs, words)
    select ${home.id}, case_id, reported_at, pairs, words
    from json_populate_recordset(null::case_search, ${JSON.stringify(keys)}::json)`.execute(centre.db);
  await sql`analyze case_file, case_search`.execute(centre.db);
});
afterAll(() => centre.close());

/** The ids of all pages in their order. */
async function pages(filter: CaseFilter, order: CaseOrder, officer: Actor): Promise<string[]> {
  const ids: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await listCases(centre.db, officer, { filter, order, cursor, limit: 190, now: NOW });
    ids.push(...page.cases.map(({ id }) => id));
    cursor = page.next ?? undefined;
  } while (cursor && ids.length <= CASES);
  return ids;
}

const before = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
const orders: Record<CaseOrder, (a: Row, b: Row) => number> = {
  newest: (a, b) => before(b.reported_at, a.reported_at) || before(b.id, a.id),
  endangered: (a, b) => before(a.endangered_at, b.endangered_at) || before(a.id, b.id),
};

describe('in a long history', () => {
  const seers = {
    'a dispatcher': ['dispatcher', () => true],
    'a unit': ['unitOfficer', (row: Row) => row.unit_id === centre.home.units.water],
    'an inspector': ['inspector', (row: Row) => row.inspector_id === centre.home.officers.inspector.id],
  } as const;
  const filters: [string, CaseFilter, (row: Row) => boolean][] = [
    ['every case', {}, () => true],
    ['those under way', { open: true }, (row) => row.endangered_at < DONE_AT],
    ['those of a street', { subdistrictCode: STREETS[1] }, (row) => row.subdistrict_code === STREETS[1]],
  ];
  const asked = (['newest', 'endangered'] as const).flatMap((order) =>
    Object.keys(seers).flatMap((who) => filters.map(([what]) => ({ order, who: who as keyof typeof seers, what }))),
  );

  test.each(asked)('$who finds of $what each with the words once, $order first', async ({ order, who, what }) => {
    const [name, sees] = seers[who];
    const [, filter, fits] = filters.find(([told]) => told === what) ?? filters[0]!;
    for (const text of ['井盖', '古榕', '蚁巢', '没有']) {
      const wanted = rows.filter((row) => row.text.includes(text) && sees(row) && fits(row)).toSorted(orders[order]);
      expect([text, await pages({ ...filter, text }, order, centre.home.officers[name])]).toEqual([
        text,
        wanted.map(({ id }) => id),
      ]);
    }
  });
});
