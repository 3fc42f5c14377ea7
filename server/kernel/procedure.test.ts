import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { Actor } from './actor.ts';
import { transact } from './db.ts';
import { freeTexts, readForm } from './forms.ts';
import { defineLifecycle } from './lifecycle.ts';
import { acting, offered, type Procedure, type RecordOf, type Situation } from './procedure.ts';
import { actOn, openRecord, seenRecord } from './records.ts';
import { isRefusal } from './refusal.ts';
import { procedureRows } from './row-check.ts';
import { type TestDatabase, testDatabase } from './testing.ts';
import { verifyLog } from './verify.ts';

const text = z.string().trim().min(2).max(100).meta({ widget: 'text' });

/** A lamp is lent, may be lent on once, and comes back whole or broken. */
const lending = defineLifecycle({
  kind: 'lamp',
  label: { zh: '提灯', en: 'lamp' },
  initial: 'lent',
  openings: { lend: { label: { zh: '借出', en: 'Lend' }, by: 'lamp.lend', asks: z.object({ to: text }) } },
  states: {
    lent: { label: { zh: '已借出', en: 'Lent' }, look: 'working' },
    returned: { label: { zh: '已归还', en: 'Returned' }, look: 'done', final: true },
    broken: { label: { zh: '已损坏', en: 'Broken' }, look: 'refused', final: true },
  },
  relations: { borrower: { zh: '借用人', en: 'the borrower' } },
  refusals: { lentOnAlready: { zh: '已转借过一次。', en: 'It was lent on once already.' } },
  actions: {
    lendOn: {
      label: { zh: '转借', en: 'Lend on' },
      from: ['lent'],
      to: 'same',
      by: 'lamp.use',
      as: 'borrower',
      asks: z.object({ to: text }),
      unless: ['lentOnAlready'],
    },
    return: {
      label: { zh: '归还', en: 'Return' },
      from: ['lent'],
      to: ['returned', 'broken'],
      by: 'lamp.use',
      asks: z.object({ whole: z.boolean() }),
    },
  },
});

interface Lamp {
  holder: string;
  holders: number;
}

const lampProcedure: Procedure<typeof lending, Lamp> = {
  lifecycle: lending,
  table: 'toy_lamp',
  begin: (entry) => ({ holder: entry.data.input.to, holders: 1 }),
  change: (lamp, entry) =>
    entry.action === 'lendOn' ? { holder: entry.data.input.to, holders: lamp.holders + 1 } : {},
  relations: { borrower: (lamp, actor) => lamp.holder === actor.name },
  refusals: { lentOnAlready: (lamp) => lamp.holders > 1 },
  turnings: { return: (_lamp, input) => (input.whole ? 'returned' : 'broken') },
  maySee: (_lamp, actor) => actor.permissions.has('lamp.use'),
  columns: (lamp) => ({ holder: lamp.holder }),
  cleaned: (free) => free.replaceAll(/\d/g, '#'),
};

const person = (name: string, ...permissions: string[]): Actor => ({
  id: '00000000-0000-7000-8000-000000000001',
  jurisdictionId: 1,
  name,
  roles: [],
  permissions: new Set(permissions),
  unitId: null,
  sessionId: null,
});
const keeper = person('keeper', 'lamp.lend', 'lamp.use');
const borrower = person('ward', 'lamp.use');
const stranger = person('stranger');
const now = '2026-11-22T01:00:00.000Z';
const as = (actor: Actor): Situation => ({ actor, now });
const lamp: RecordOf<typeof lampProcedure> = {
  jurisdictionId: 1,
  id: '00000000-0000-7000-8000-00000000000a',
  version: 1,
  state: 'lent',
  openedAt: now,
  openedBy: keeper.id,
  updatedAt: now,
  holder: 'ward',
  holders: 1,
};

describe('a procedure by its table', () => {
  test('offers exactly what this person may do now', () => {
    expect(offered(lampProcedure, lamp, as(borrower)).map(({ action }) => action)).toEqual(['lendOn', 'return']);
    expect(offered(lampProcedure, lamp, as(keeper)).map(({ action }) => action)).toEqual(['return']);
    expect(offered(lampProcedure, { ...lamp, state: 'returned' }, as(borrower))).toEqual([]);
  });

  test('shows what is refused just now with its reason', () => {
    const [lendOn] = offered(lampProcedure, { ...lamp, holders: 2 }, as(borrower));
    expect(lendOn?.refusal?.code).toBe('lentOnAlready');
  });

  test('says whose action it is to one whose action it is not', () => {
    expect(acting(lampProcedure, lamp, 'lendOn', { to: 'other' }, as(keeper))).toMatchObject({
      refused: 'forbidden',
      right: { zh: '这要由借用人来做。' },
    });
  });

  test('leads where its rule says', () => {
    expect(acting(lampProcedure, lamp, 'return', { whole: false }, as(keeper))).toMatchObject({
      data: { to: 'broken' },
    });
  });

  test('tells each wrong field and each field nobody asked for', () => {
    const refusal = acting(lampProcedure, lamp, 'return', { whole: 'yes', colour: 'red' }, as(keeper));
    expect(isRefusal(refusal) && refusal.faults?.map(({ path }) => path).sort()).toEqual(['colour', 'whole']);
  });

  test('passes free text through its broom before it is kept for ever', () => {
    expect(readForm(lending.openings.lend.asks, { to: 'room 12' }, lampProcedure.cleaned)).toEqual({ to: 'room ##' });
  });

  test('reaches with the broom what is written in lists and records, drawn as text or not, and no key', () => {
    const room = z.string().trim();
    const shape = z.object({
      rooms: z.array(z.object({ name: room, key: z.string() })).default([]),
      notes: z.record(z.string(), room.nullable()).optional(),
      on: z.string().trim().meta({ widget: 'date' }),
    });
    const asked = { rooms: [{ name: 'room 12', key: 'k-12' }], notes: { 'n-12': 'room 13' }, on: '2026-01-12' };
    expect(readForm(shape, asked, (written) => written.replaceAll(/\d/g, '#'))).toEqual({
      rooms: [{ name: 'room ##', key: 'k-12' }],
      notes: { 'n-12': 'room ##' },
      on: '2026-01-12',
    });
    expect(freeTexts(shape, asked)).toEqual(['room 12', 'room 13']);
  });
});

describe('a procedure in the database', () => {
  let database: TestDatabase;
  const deed = (tx: Parameters<typeof openRecord>[0]['tx'], actor: Actor) => ({ tx, actor, jurisdictionId: 1, now });

  beforeAll(async () => {
    database = await testDatabase();
    await sql`create table toy_lamp (jurisdiction_id integer, id uuid, version integer not null, state text not null,
      updated_at timestamptz not null, log_hash bytea not null, body json not null, holder text not null,
      primary key (jurisdiction_id, id))`.execute(database.db);
  });
  afterAll(() => database.close());

  test('its row is the fold of its log, and the log proves itself', async () => {
    const { db } = database;
    const opened = await transact(db, (tx) =>
      openRecord(deed(tx, keeper), lampProcedure, 'lend', { to: 'ward' }, as(keeper)),
    );
    const act = (actor: Actor, action: 'lendOn' | 'return', input: unknown, version: number) =>
      transact(db, (tx) =>
        actOn(deed(tx, actor), lampProcedure, { id: opened.id, action, input, version }, () => as(actor)),
      );
    await act(borrower, 'lendOn', { to: 'other' }, 1);
    await expect(act(keeper, 'return', { whole: true }, 1)).rejects.toMatchObject({
      refusal: { refused: 'stale', facts: { version: 2, since: [{ action: 'lendOn' }] } },
    });
    const returned = await act(keeper, 'return', { whole: true }, 2);
    expect(returned).toMatchObject({ state: 'returned', holder: 'other', version: 3 });
    expect(await seenRecord(db, lampProcedure, keeper, opened.id)).toEqual(returned);
    const rows = [procedureRows(lampProcedure)];
    expect(await verifyLog(db, 1, { rows })).toMatchObject({ entries: 3, records: 1, flaw: null });
    await sql`update toy_lamp set body = replace(body::text, 'other', 'nobody')::json`.execute(db);
    expect(await verifyLog(db, 1, { rows })).toMatchObject({ flaw: { what: 'row', recordId: opened.id } });
    await sql`update toy_lamp set body = replace(body::text, 'nobody', 'other')::json`.execute(db);
  });

  test('who may not see a record is told that there is none', async () => {
    const { db } = database;
    const opened = await transact(db, (tx) =>
      openRecord(deed(tx, keeper), lampProcedure, 'lend', { to: 'ward' }, as(keeper)),
    );
    await expect(seenRecord(db, lampProcedure, stranger, opened.id)).rejects.toMatchObject({
      refusal: { refused: 'unknown' },
    });
  });
});
