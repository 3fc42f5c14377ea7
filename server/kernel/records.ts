import { sql } from 'kysely';
import { z } from 'zod';
import type { Actor } from './actor.ts';
import type { Tx } from './db.ts';
import { newId } from './id.ts';
import { type Instant, millis } from './instant.ts';
import type { AnyLifecycle } from './lifecycle.ts';
import { CHAIN_START, chain, type Entry, inserting, type Origin, readLog } from './log.ts';
import {
  type ActionEntry,
  type AnyProcedure,
  type Asked,
  acting,
  beginning,
  begun,
  changed,
  type Filed,
  type OpeningEntry,
  type OpeningOf,
  type Procedure,
  type Situation,
  type Stamp,
  type StateOf,
} from './procedure.ts';
import { granted, type Refusal, refuse, unknownRecord } from './refusal.ts';
import type { Words } from './words.ts';

/**
 * The rows of procedures. Every table of one has `jurisdiction_id integer, id uuid, version integer, state text,
 * updated_at timestamptz, log_hash bytea, body json` with (jurisdiction_id, id) as its key, and the procedure's own
 * columns, by which lists filter and sort. A row is written only here, together with its log entry.
 */

/** Who does something to a record, when, and by what authority of origin. */
export interface Deed {
  tx: Tx;
  jurisdictionId: number;
  /** Null when the system itself acts. */
  actor: Actor | null;
  now: Instant;
  origin?: Origin;
}

/** The deed of whoever asks through a route. */
export const deedOf = ({ tx, actor, now }: { tx: Tx; actor: Actor; now: Instant }): Deed & { actor: Actor } => ({
  tx,
  actor,
  now,
  jurisdictionId: actor.jurisdictionId,
});

type Rec<L extends AnyLifecycle, Body> = Filed<StateOf<L>> & Body;

const stampOf = ({ now, actor }: Deed): Stamp => ({ at: now, actorId: actor?.id ?? null });

function entryOf(deed: Deed, kind: string, recordId: string, seq: number, entry: { action: string; data: unknown }) {
  return {
    jurisdictionId: deed.jurisdictionId,
    kind,
    recordId,
    seq,
    action: entry.action,
    actorId: deed.actor?.id ?? null,
    at: deed.now,
    recordedAt: deed.now,
    origin: deed.origin ?? 'acted',
    data: entry.data,
  } satisfies Entry;
}

/** Opens a record: its first log entry and its row. */
export async function openRecord<L extends AnyLifecycle, Body extends object, Facts extends Situation>(
  deed: Deed,
  procedure: Procedure<L, Body, Facts>,
  name: OpeningOf<L>,
  asked: unknown,
  facts: Facts,
): Promise<Rec<L, Body>> {
  const entry = granted<OpeningEntry<L>>(beginning(procedure, name, asked, facts));
  const place = { jurisdictionId: deed.jurisdictionId, id: newId(millis(deed.now)) };
  const record = begun(procedure, place, entry, stampOf(deed));
  const stored = chain(entryOf(deed, procedure.lifecycle.kind, record.id, 1, entry), CHAIN_START);
  const columns = Object.entries(rowOf(procedure, record, stored.hash));
  await sql`with entry as (${inserting([stored])})
    insert into ${sql.table(procedure.table)} (${sql.join(columns.map(([column]) => sql.ref(column)))})
    values (${sql.join(columns.map(([, value]) => value))})`.execute(deed.tx);
  return record;
}

/**
 * Takes an action on a record: locks it, compares the version the officer saw (null: whatever it is), decides, and writes
 * entry and row in the caller's transaction. `facts` may depend on the record as it was found.
 */
export async function actOn<L extends AnyLifecycle, Body extends object, Facts extends Situation>(
  deed: Deed,
  procedure: Procedure<L, Body, Facts>,
  asked: Asked<L>,
  facts: (record: Rec<L, Body>) => Facts | Promise<Facts>,
): Promise<Rec<L, Body>> {
  const found = await lockRecord(deed.tx, procedure, deed.jurisdictionId, asked.id);
  if (!found || (deed.actor && !procedure.maySee(found.record, deed.actor)))
    refuse(unknownRecord(procedure.lifecycle.label));
  const { record, logHash } = found;
  if (asked.version !== null && asked.version !== record.version)
    refuse(await staleness(deed.tx, procedure, record, asked.version));
  const entry = granted<ActionEntry<L>>(acting(procedure, record, asked.action, asked.input, await facts(record)));
  const after = changed(procedure, record, entry, stampOf(deed));
  const stored = chain(entryOf(deed, procedure.lifecycle.kind, record.id, after.version, entry), logHash);
  const columns = Object.entries(rowOf(procedure, after, stored.hash));
  await sql`with entry as (${inserting([stored])})
    update ${sql.table(procedure.table)} set ${sql.join(columns.map(([column, value]) => sql`${sql.ref(column)} = ${value}`))}
    where jurisdiction_id = ${record.jurisdictionId} and id = ${record.id}`.execute(deed.tx);
  return after;
}

/** A record as its row has it, under the hash of its last log entry. */
export function rowOf(procedure: AnyProcedure, record: Filed, logHash: string): Record<string, unknown> {
  return {
    ...procedure.columns(record),
    jurisdiction_id: record.jurisdictionId,
    id: record.id,
    version: record.version,
    state: record.state,
    updated_at: record.updatedAt,
    log_hash: Buffer.from(logHash, 'hex'),
    body: JSON.stringify(record),
  };
}

/** A record as its row has it, whoever asks; null if there is none. */
export async function findRecord<L extends AnyLifecycle, Body extends object, Facts extends Situation>(
  tx: Tx,
  procedure: Procedure<L, Body, Facts>,
  jurisdictionId: number,
  id: string,
): Promise<Rec<L, Body> | null> {
  const { rows } = await sql<{ body: Rec<L, Body> }>`select body from ${sql.table(procedure.table)}
    where jurisdiction_id = ${jurisdictionId} and id = ${id}`.execute(tx);
  return rows[0]?.body ?? null;
}

/** A record that this actor may see; refused as unknown otherwise, whether it is there or not. */
export async function seenRecord<L extends AnyLifecycle, Body extends object, Facts extends Situation>(
  tx: Tx,
  procedure: Procedure<L, Body, Facts>,
  actor: Actor,
  id: string,
): Promise<Rec<L, Body>> {
  const record = await findRecord(tx, procedure, actor.jurisdictionId, id);
  return record && procedure.maySee(record, actor) ? record : refuse(unknownRecord(procedure.lifecycle.label));
}

export interface HistoryLine {
  at: Instant;
  actorId: string | null;
  label: Words;
  /** What was written in the form, by the names of its fields. */
  said: { label: Words; text: string }[];
}

/** 办理经过 — what was done with a record, by whom, and what was said with it, oldest first. */
export async function historyOf(tx: Tx, { lifecycle }: AnyProcedure, record: Filed): Promise<HistoryLine[]> {
  const { openings, actions } = lifecycle as AnyLifecycle;
  const entries = await readLog(tx, record.jurisdictionId, record.id);
  return entries.flatMap(({ at, actorId, action, data }) => {
    const step = actions[action] ?? openings[action];
    const { input = {} } = data as { input?: Record<string, unknown> };
    return step ? [{ at, actorId, label: step.label, said: saidIn(step.asks, input) }] : [];
  });
}

const SAID = new Set<unknown>(['text', 'textarea', 'date', 'number']);

function saidIn(asks: z.ZodObject, input: Readonly<Record<string, unknown>>): HistoryLine['said'] {
  return Object.entries(asks.shape).flatMap(([name, shape]) => {
    const { label, widget } = z.globalRegistry.get(shape) ?? {};
    const text = input[name] === null || input[name] === undefined ? '' : String(input[name]);
    return label && SAID.has(widget) && text !== '' ? [{ label: label as Words, text }] : [];
  });
}

async function lockRecord<L extends AnyLifecycle, Body extends object, Facts extends Situation>(
  tx: Tx,
  procedure: Procedure<L, Body, Facts>,
  jurisdictionId: number,
  id: string,
): Promise<{ record: Rec<L, Body>; logHash: string } | null> {
  const { rows } = await sql<{ body: Rec<L, Body>; log_hash: Buffer }>`
    select body, log_hash from ${sql.table(procedure.table)}
    where jurisdiction_id = ${jurisdictionId} and id = ${id} for update`.execute(tx);
  return rows[0] ? { record: rows[0].body, logHash: rows[0].log_hash.toString('hex') } : null;
}

/** Tells the officer whose screen was old what happened since. */
async function staleness(tx: Tx, procedure: AnyProcedure, record: Filed, seen: number): Promise<Refusal> {
  const { label, actions } = procedure.lifecycle as AnyLifecycle;
  const entries = (await readLog(tx, record.jurisdictionId, record.id)).filter((entry) => entry.seq > seen);
  return {
    refused: 'stale',
    code: 'changedMeanwhile',
    message: {
      zh: `${label.zh}已被更改：您看到的是第 ${seen} 版，现为第 ${record.version} 版。`,
      en: `The ${label.en} was changed: you saw version ${seen}, it is now ${record.version}.`,
    },
    right: { zh: '请看过新内容再决定。', en: 'Look at what is new, then decide.' },
    facts: {
      version: record.version,
      state: record.state,
      since: entries.slice(-10).map(({ action, actorId, at }) => ({
        action,
        label: actions[action]?.label ?? null,
        actorId,
        at,
      })),
    },
  };
}
