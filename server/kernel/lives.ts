import { sql } from 'kysely';
import type { Actor } from './actor.ts';
import type { Tx } from './db.ts';
import { newId } from './id.ts';
import { type Instant, millis } from './instant.ts';
import type { AnyLifecycle } from './lifecycle.ts';
import { CHAIN_START, type ChainedEntry, chain, insertEntries, type Origin } from './log.ts';
import {
  type ActionEntry,
  type ActionOf,
  type AnyProcedure,
  acting,
  beginning,
  begun,
  changed,
  type Filed,
  type OpeningEntry,
  type OpeningOf,
  type Procedure,
  type Situation,
  type StateOf,
} from './procedure.ts';
import { rowOf } from './records.ts';
import { granted } from './refusal.ts';

/** One thing that was done to a record: by whom (null: the system), when, and what was answered. */
export interface Step<Name extends string> {
  name: Name;
  actor: Actor | null;
  at: Instant;
  input?: unknown;
}

/** A record with its whole log, already chained, not written yet. */
export interface Lived<Rec = Filed> {
  procedure: AnyProcedure;
  record: Rec;
  log: readonly ChainedEntry[];
}

/**
 * Lives a record through its rules without a database, as it would have been lived here: every step is decided by the
 * same procedure, and one that would have been refused is refused. For histories that are written at once afterwards.
 */
export function lifeOf<L extends AnyLifecycle, Body extends object, Facts extends Situation>(
  procedure: Procedure<L, Body, Facts>,
  place: { jurisdictionId: number; origin: Origin },
  steps: readonly [Step<OpeningOf<L>>, ...Step<ActionOf<L>>[]],
  known: Omit<Facts, keyof Situation> | ((at: Instant) => Omit<Facts, keyof Situation>),
): Lived<Filed<StateOf<L>> & Body> {
  const { jurisdictionId, origin } = place;
  const [first, ...rest] = steps;
  const factsAt = ({ actor, at }: Step<string>) =>
    ({ actor, now: at, ...(typeof known === 'function' ? known(at) : known) }) as Facts;
  const log: ChainedEntry[] = [];
  const id = newId(millis(first.at));
  const keep = ({ actor, at }: Step<string>, { action, data }: { action: string; data: unknown }) => {
    const actorId = actor?.id ?? null;
    const entry = { jurisdictionId, kind: procedure.lifecycle.kind, recordId: id, seq: log.length + 1, action };
    log.push(chain({ ...entry, actorId, at, recordedAt: at, origin, data }, log.at(-1)?.hash ?? CHAIN_START));
    return { at, actorId };
  };
  const opening = granted<OpeningEntry<L>>(beginning(procedure, first.name, first.input ?? {}, factsAt(first)));
  let record = begun(procedure, { jurisdictionId, id }, opening, keep(first, opening));
  for (const step of rest) {
    const entry = granted<ActionEntry<L>>(acting(procedure, record, step.name, step.input ?? {}, factsAt(step)));
    record = changed(procedure, record, entry, keep(step, entry));
  }
  return { procedure, record, log };
}

const PORTION = 500;

/** Writes whole histories at once: all entries in the order in which they happened, then the rows as their folds. */
export async function keepLives(tx: Tx, lives: readonly Lived[]): Promise<void> {
  const entries = lives.flatMap(({ log }) => log).sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : a.seq - b.seq));
  for (let i = 0; i < entries.length; i += PORTION) await insertEntries(tx, entries.slice(i, i + PORTION));
  for (const [procedure, own] of Map.groupBy(lives, (life) => life.procedure))
    for (let i = 0; i < own.length; i += PORTION) await insertRows(tx, procedure, own.slice(i, i + PORTION));
}

async function insertRows(tx: Tx, procedure: AnyProcedure, lives: readonly Lived[]): Promise<void> {
  const rows = lives.map(({ record, log }) => rowOf(procedure, record, log.at(-1)?.hash ?? CHAIN_START));
  const columns = Object.keys(rows[0] ?? {});
  await sql`insert into ${sql.table(procedure.table)} (${sql.join(columns.map((column) => sql.ref(column)))})
    values ${sql.join(rows.map((row) => sql`(${sql.join(columns.map((column) => sql`${row[column]}`))})`))}`.execute(
    tx,
  );
}
