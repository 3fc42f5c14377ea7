import { z } from 'zod';
import type { AnyLifecycle } from './lifecycle.ts';

/** The shapes of answers about records that live by a life-cycle. */

const words = z.object({ zh: z.string(), en: z.string() });
const instant = z.string();

/** A record named in an address. */
export const recordId = z.object({ id: z.guid() });

/** The answers of any action's form; the life-cycle says what they must be. */
export const anyForm = z.record(z.string(), z.unknown());

/** One of the keys of a table of words. */
export const keysOf = <K extends string>(words: Record<K, unknown>) => z.enum(Object.keys(words) as [K, ...K[]]);

/** 可办 — one action this officer may take now, or may not take only just now, with the form it asks. */
export const mayShape = z.object({
  action: z.string(),
  label: words,
  look: z.enum(['primary', 'plain', 'danger']),
  warns: words.optional(),
  refusal: z.object({ code: z.string(), message: words }).optional(),
  form: z.record(z.string(), z.unknown()),
});

/** One entry of a record's log, with the name of who acted. */
export const entryShape = z.object({
  jurisdictionId: z.number(),
  kind: z.string(),
  recordId: z.string(),
  seq: z.number(),
  action: z.string(),
  label: words,
  actorId: z.string().nullable(),
  actorName: z.string().nullable(),
  at: instant,
  recordedAt: instant,
  origin: z.enum(['acted', 'imported', 'simulated']),
  data: z.record(z.string(), z.unknown()),
  prevHash: z.string(),
  hash: z.string(),
});

/** 办理经过 of a record that lives by a life-cycle. */
export const historyShape = z.object({
  items: z.array(
    z.object({
      at: instant,
      actorId: z.string().nullable(),
      label: words,
      said: z.array(z.object({ label: words, text: z.string() })),
    }),
  ),
  /** Of those who acted, by id. */
  names: z.record(z.string(), z.string()),
});

/** What every record has; a module extends it by its own fields. */
export function filedShape<S extends string>(lifecycle: { states: Record<S, unknown> }) {
  return z.object({
    id: z.string(),
    version: z.number(),
    state: keysOf(lifecycle.states),
    openedAt: instant,
    openedBy: z.string().nullable(),
    updatedAt: instant,
    may: z.array(mayShape),
  });
}

type Officers<L extends AnyLifecycle> = {
  [A in keyof L['actions'] & string]: L['actions'][A] extends { system: true } ? never : A;
}[keyof L['actions'] & string];

/** The actions an officer may name in an address; the system's own are not among them. */
export function actionNames<L extends AnyLifecycle>(lifecycle: L) {
  const names = Object.keys(lifecycle.actions).filter((name) => !lifecycle.actions[name]?.system);
  return z.enum(names as [Officers<L>, ...Officers<L>[]]);
}
