import type { z } from 'zod';
import type { Actor } from './actor.ts';
import { readForm } from './forms.ts';
import type { Instant } from './instant.ts';
import { type Action, type AnyLifecycle, formOf, type Opening, type State } from './lifecycle.ts';
import { because, isRefusal, type Refusal, type Why } from './refusal.ts';
import type { Words } from './words.ts';

/** What every record has that lives by a life-cycle. `version` is the number of its last log entry. */
export interface Filed<State extends string = string> {
  jurisdictionId: number;
  id: string;
  version: number;
  state: State;
  openedAt: Instant;
  openedBy: string | null;
  updatedAt: Instant;
}

type Named<T> = keyof T & string;
export type StateOf<L extends AnyLifecycle> = Named<L['states']>;
export type ActionOf<L extends AnyLifecycle> = Named<L['actions']>;
export type OpeningOf<L extends AnyLifecycle> = Named<L['openings']>;

/** Looked up when it was decided and kept in the entry, so that it is never looked up again. */
export type Frozen = Readonly<Record<string, unknown>>;

/** The first entry of a record's log. */
export type OpeningEntry<L extends AnyLifecycle> = {
  [O in OpeningOf<L>]: { action: O; data: { input: z.output<L['openings'][O]['asks']>; frozen: Frozen } };
}[OpeningOf<L>];

/** Any later entry: what was answered, and the state it led to. */
export type ActionEntry<L extends AnyLifecycle> = {
  [A in ActionOf<L>]: {
    action: A;
    data: { input: z.output<L['actions'][A]['asks']>; to: StateOf<L>; frozen: Frozen };
  };
}[ActionOf<L>];

/** Who did it and when; `actorId` is null when the system itself acted. */
export interface Stamp {
  at: Instant;
  actorId: string | null;
}

/** What every decision needs besides the record; procedures that need more extend it. */
export interface Situation {
  /** Null when the system itself acts. */
  actor: Actor | null;
  now: Instant;
}

/** What is asked of a record: by which action, with which answers, seen in which version (null: whatever it is). */
export interface Asked<L extends AnyLifecycle> {
  id: string;
  action: ActionOf<L>;
  input: unknown;
  version: number | null;
}

export type Column = string | number | boolean | null | readonly string[];

/** The part of a procedure that says who may do what now: all that cases share with the others. */
export interface Permitting<L extends AnyLifecycle, Rec, Facts> {
  lifecycle: L;
  /** Whether the actor stands to the record as an action's `as` demands. */
  relations: Record<Named<L['relations']>, (record: Rec, actor: Actor) => boolean>;
  /** Why an action is refused just now. `input` is null as long as no form was filled in. */
  refusals: Record<Named<L['refusals']>, (record: Rec, facts: Facts, input: Record<string, unknown> | null) => Why>;
}

/**
 * A procedure: a life-cycle table with the rules it names, and how a record is folded from its log. All of it is pure.
 * The record itself is `Filed` and whatever `Body` the procedure keeps; its row is the fold of its log and nothing else.
 */
export interface Procedure<L extends AnyLifecycle, Body extends object, Facts extends Situation = Situation>
  extends Permitting<L, Filed<StateOf<L>> & Body, Facts> {
  /** The table of its rows; see `records.ts` for the columns that every one has. */
  table: string;
  begin(entry: OpeningEntry<L>, stamp: Stamp): Body;
  /** What an entry changes of the body; the state is changed by the table. */
  change(record: Filed<StateOf<L>> & Body, entry: ActionEntry<L>, stamp: Stamp): Partial<Body>;
  /** Where an action with several targets leads. */
  turnings?: {
    [A in ActionOf<L>]?: (
      record: Filed<StateOf<L>> & Body,
      input: z.output<L['actions'][A]['asks']>,
      facts: Facts,
    ) => StateOf<L>;
  };
  /** What an entry keeps besides the answers, or why these answers cannot be taken. `record` is null at an opening. */
  freeze?(
    record: (Filed<StateOf<L>> & Body) | null,
    name: ActionOf<L> | OpeningOf<L>,
    input: Record<string, unknown>,
    facts: Facts,
  ): Frozen | Refusal;
  /** Who may not see a record is told that there is none. */
  maySee(record: Filed<StateOf<L>> & Body, actor: Actor): boolean;
  /** The row's own columns, by which lists filter and sort. */
  columns(record: Filed<StateOf<L>> & Body): Record<string, Column>;
  /** Passes over free text before it goes into the log for ever. */
  cleaned?(text: string): string;
}

// biome-ignore lint/suspicious/noExplicitAny: lists of procedures hold tables of every shape
export type AnyProcedure = Procedure<any, any, any>;

type TheRecord<P> = P extends Procedure<infer L, infer Body, infer _> ? Filed<StateOf<L>> & Body : never;
/** The record of a procedure, e.g. `RecordOf<typeof keyTaskProcedure>`. */
export type RecordOf<P> = TheRecord<P>;

type AnyAction = Action<string, string, string>;

/** What a table holds by a name; a name that it does not hold is a fault of the code that asks. */
function of<T>(table: Record<string, T>, name: string): T {
  const found = Object.hasOwn(table, name) ? table[name] : undefined;
  if (found === undefined) throw new Error(`the life-cycle knows no ${name}`);
  return found;
}

/** Decides whether the actor may take the action now, before or after its form is filled in; null if so. */
export function mayAct<L extends AnyLifecycle, Rec extends { state: StateOf<L> }, Facts extends Situation>(
  procedure: Permitting<L, Rec, Facts>,
  record: Rec,
  name: ActionOf<L>,
  facts: Facts,
  input: Record<string, unknown> | null = null,
): Refusal | null {
  const { lifecycle } = procedure;
  const action = of<AnyAction>(lifecycle.actions, name);
  const { actor } = facts;
  if (actor === null ? !action.system : action.system || !actor.permissions.has(action.by))
    return forbidden(action.label);
  if (actor !== null && action.as !== undefined) {
    const stands = procedure.relations[action.as as keyof typeof procedure.relations];
    if (!stands(record, actor)) return forbidden(action.label, lifecycle.relations[action.as]);
  }
  if (!action.from.includes(record.state)) return notInThisState(lifecycle, record.state, action);
  for (const code of action.unless ?? []) {
    const refuses = procedure.refusals[code as keyof typeof procedure.refusals];
    const why = refuses(record, facts, input);
    if (why !== false) return { refused: 'conflict', code, message: because(of<Words>(lifecycle.refusals, code), why) };
  }
  return null;
}

function notInThisState(lifecycle: AnyLifecycle, state: string, action: AnyAction): Refusal {
  const { label } = of<State>(lifecycle.states, state);
  const right = action.from.map((from) => of<State>(lifecycle.states, from).label);
  return {
    refused: 'conflict',
    code: 'notInThisState',
    message: {
      zh: `${lifecycle.label.zh}现为“${label.zh}”，不能${action.label.zh}。`,
      en: `The ${lifecycle.label.en} is "${label.en}"; "${action.label.en}" is not possible.`,
    },
    right: {
      zh: `须处于：${right.map(({ zh }) => zh).join('、')}`,
      en: `It must be: ${right.map(({ en }) => en).join(', ')}`,
    },
  };
}

function forbidden(label: Words, who?: Words): Refusal {
  return {
    refused: 'forbidden',
    code: 'notPermitted',
    message: { zh: `您不能${label.zh}。`, en: `You may not take "${label.en}".` },
    ...(who ? { right: { zh: `这要由${who.zh}来做。`, en: `It takes ${who.en}.` } } : {}),
  };
}

/** Decides how a record begins: its first entry, or why not. */
export function beginning<L extends AnyLifecycle, Body extends object, Facts extends Situation>(
  procedure: Procedure<L, Body, Facts>,
  name: OpeningOf<L>,
  asked: unknown,
  facts: Facts,
): OpeningEntry<L> | Refusal {
  const opening = of<Opening>(procedure.lifecycle.openings, name);
  if (facts.actor === null ? !opening.system : opening.system || !facts.actor.permissions.has(opening.by))
    return forbidden(opening.label);
  const input = readForm(opening.asks, asked, procedure.cleaned);
  if (isRefusal(input)) return input;
  const frozen = procedure.freeze?.(null, name, input, facts) ?? {};
  return isRefusal(frozen) ? frozen : ({ action: name, data: { input, frozen } } as OpeningEntry<L>);
}

/** Decides one action: the entry it makes, or the first reason against it — permission, relation, state, form, refusals. */
export function acting<L extends AnyLifecycle, Body extends object, Facts extends Situation>(
  procedure: Procedure<L, Body, Facts>,
  record: Filed<StateOf<L>> & Body,
  name: ActionOf<L>,
  asked: unknown,
  facts: Facts,
): ActionEntry<L> | Refusal {
  const before = mayAct(procedure, record, name, facts);
  if (before) return before;
  const action = of<AnyAction>(procedure.lifecycle.actions, name);
  const input = readForm(action.asks, asked, procedure.cleaned);
  if (isRefusal(input)) return input;
  const after = mayAct(procedure, record, name, facts, input);
  if (after) return after;
  const frozen = procedure.freeze?.(record, name, input, facts) ?? {};
  if (isRefusal(frozen)) return frozen;
  const turn = procedure.turnings?.[name] as ((record: unknown, input: unknown, facts: unknown) => string) | undefined;
  const to = turn ? turn(record, input, facts) : action.to === 'same' ? record.state : action.to;
  return { action: name, data: { input, to, frozen } } as unknown as ActionEntry<L>;
}

/** The record after its first entry. */
export function begun<L extends AnyLifecycle, Body extends object, Facts extends Situation>(
  procedure: Procedure<L, Body, Facts>,
  place: { jurisdictionId: number; id: string },
  entry: OpeningEntry<L>,
  stamp: Stamp,
): Filed<StateOf<L>> & Body {
  const { jurisdictionId, id } = place;
  const filed: Filed = {
    jurisdictionId,
    id,
    version: 1,
    state: procedure.lifecycle.initial,
    openedAt: stamp.at,
    openedBy: stamp.actorId,
    updatedAt: stamp.at,
  };
  return { ...filed, ...procedure.begin(entry, stamp) } as Filed<StateOf<L>> & Body;
}

/** The record after one more entry. */
export function changed<L extends AnyLifecycle, Body extends object, Facts extends Situation>(
  procedure: Procedure<L, Body, Facts>,
  record: Filed<StateOf<L>> & Body,
  entry: ActionEntry<L>,
  stamp: Stamp,
): Filed<StateOf<L>> & Body {
  return {
    ...record,
    ...procedure.change(record, entry, stamp),
    version: record.version + 1,
    state: entry.data.to,
    updatedAt: stamp.at,
  };
}

/** A button: allowed now, or grey with its reason. */
export interface Offered {
  action: string;
  label: Words;
  look: 'primary' | 'plain' | 'danger';
  warns?: Words;
  refusal?: { code: string; message: Words };
  /** The JSON Schema of what it asks. */
  form: Record<string, unknown>;
}

const forms = new WeakMap<z.ZodObject, Record<string, unknown>>();
const ORDER = { primary: 0, plain: 1, danger: 2 };

/**
 * Exactly the buttons this officer may press: actions allowed now, and those momentarily refused, with the reason. What
 * is forbidden, or belongs to another state, is absent.
 */
export function offered<L extends AnyLifecycle, Rec extends { state: StateOf<L> }, Facts extends Situation>(
  procedure: Permitting<L, Rec, Facts>,
  record: Rec,
  facts: Facts,
): Offered[] {
  const buttons: Offered[] = [];
  for (const [name, action] of Object.entries<AnyAction>(procedure.lifecycle.actions)) {
    if (action.system || !action.from.includes(record.state)) continue;
    const refusal = mayAct(procedure, record, name as ActionOf<L>, facts);
    if (refusal?.refused === 'forbidden') continue;
    const form = forms.get(action.asks) ?? formOf(action);
    forms.set(action.asks, form);
    buttons.push({
      action: name,
      label: action.label,
      look: action.look ?? 'plain',
      ...(action.warns ? { warns: action.warns } : {}),
      ...(refusal ? { refusal: { code: refusal.code, message: refusal.message } } : {}),
      form,
    });
  }
  return buttons.sort((a, b) => ORDER[a.look] - ORDER[b.look]);
}

/** A record as its page shows it: with what this officer may do next. Of which jurisdiction it is, its reader knows. */
export function shown<
  L extends AnyLifecycle,
  Rec extends { jurisdictionId: number; state: StateOf<L> },
  Facts extends Situation,
>(procedure: Permitting<L, Rec, Facts>, record: Rec, facts: Facts): Omit<Rec, 'jurisdictionId'> & { may: Offered[] } {
  const { jurisdictionId: _, ...rest } = record;
  return { ...rest, may: offered(procedure, record, facts) };
}
