import { z } from 'zod';
import type { Words } from './words.ts';

/**
 * A life-cycle is a table: states, and actions with who, from where, to where, what is asked and what refuses. The
 * server's permission, the screens' buttons and forms, the diagram, the permission list and the all-pairs test are all
 * read from it. Structure is code; limits, weights and roles are data.
 */
export interface State {
  label: Words;
  /** The clocks that run while a record is in this state, by name. None: waiting is not charged. */
  clocks?: readonly string[];
  /** Nothing more is owed: the record is done with, unless an action leads out again (reopening). */
  final?: boolean;
  /** How the state looks everywhere: table, map and chart. */
  look: 'waiting' | 'working' | 'checking' | 'paused' | 'done' | 'refused';
}

export interface Action<S extends string, R extends string, N extends string> {
  label: Words;
  from: readonly S[];
  /** The next state; `same`; or one of several, chosen by the rule of this action's name in `rules.ts`. */
  to: S | 'same' | readonly S[];
  /** The permission it takes. */
  by: string;
  /** How the actor must stand to the record besides; see the life-cycle's `relations`. */
  as?: R;
  /** What the form asks. Each field's `meta` says how the screen draws it. */
  asks: z.ZodObject;
  /** Refusals that are checked before, in order; each is a named rule in `rules.ts`. */
  unless?: readonly N[];
  /** Taken by the system, never offered as a button. */
  system?: boolean;
  /** What the button says about the consequence, where it cannot be undone. */
  warns?: Words;
  look?: 'primary' | 'plain' | 'danger';
}

/** How a record comes into being: the first entry of its log. */
export interface Opening {
  label: Words;
  by: string;
  asks: z.ZodObject;
  /** Opened by the system as a consequence of something else. */
  system?: boolean;
}

export interface Lifecycle<S extends string, A extends string, R extends string, N extends string> {
  kind: string;
  label: Words;
  initial: S;
  openings: Record<string, Opening>;
  states: Record<S, State>;
  relations: Record<R, Words>;
  refusals: Record<N, Words>;
  actions: Record<A, Action<S, R, N>>;
}

// biome-ignore lint/suspicious/noExplicitAny: the list of life-cycles holds tables of every shape
export type AnyLifecycle = Lifecycle<any, any, any, any>;

/** Declares a table and keeps its exact names and shapes. */
export function defineLifecycle<
  const S extends string,
  const R extends string,
  const N extends string,
  const Actions extends Record<string, Action<NoInfer<S>, NoInfer<R>, NoInfer<N>>>,
  const Openings extends Record<string, Opening>,
>(table: {
  kind: string;
  label: Words;
  initial: NoInfer<S>;
  openings: Openings;
  states: Record<S, State>;
  relations: Record<R, Words>;
  refusals: Record<N, Words>;
  actions: Actions;
}): Omit<Lifecycle<S, Extract<keyof Actions, string>, R, N>, 'actions' | 'openings'> & {
  actions: Actions;
  openings: Openings;
} {
  return table as never;
}

/** The states an action may lead to from a given state. */
export function targets(action: { to: string | readonly string[] }, from: string): readonly string[] {
  if (action.to === 'same') return [from];
  return typeof action.to === 'string' ? [action.to] : action.to;
}

/** What is wrong with a table, in words; empty if nothing. Run at start-up and in a guard test. */
export function flawsOf(table: AnyLifecycle): string[] {
  const flaws: string[] = [];
  const states = Object.keys(table.states);
  const known = new Set(states);
  const used = new Set<string>();
  const reachable = new Set<string>([table.initial]);
  for (let grew = true; grew; ) {
    grew = false;
    for (const action of Object.values<Action<string, string, string>>(table.actions)) {
      for (const from of action.from) {
        if (!reachable.has(from)) continue;
        for (const to of targets(action, from)) {
          if (!reachable.has(to)) {
            reachable.add(to);
            grew = true;
          }
        }
      }
    }
  }
  for (const [name, action] of Object.entries<Action<string, string, string>>(table.actions)) {
    if (action.from.length === 0) flaws.push(`action ${name} starts nowhere`);
    for (const from of action.from) {
      if (!known.has(from)) flaws.push(`action ${name} starts from unknown state ${from}`);
      for (const to of targets(action, from))
        if (!known.has(to)) flaws.push(`action ${name} leads to unknown state ${to}`);
    }
    for (const refusal of action.unless ?? []) {
      used.add(refusal);
      if (!(refusal in table.refusals)) flaws.push(`action ${name} names unknown refusal ${refusal}`);
    }
    if (action.as !== undefined && !(action.as in table.relations))
      flaws.push(`action ${name} names unknown relation ${action.as}`);
  }
  for (const state of states) {
    if (!reachable.has(state)) flaws.push(`state ${state} cannot be reached from ${table.initial}`);
    const leaves = Object.values<Action<string, string, string>>(table.actions).some(
      (action) => action.from.includes(state) && targets(action, state).some((to) => to !== state),
    );
    if (!leaves && !table.states[state]?.final) flaws.push(`state ${state} has no way out and is not final`);
  }
  for (const refusal of Object.keys(table.refusals))
    if (!used.has(refusal)) flaws.push(`refusal ${refusal} is never used`);
  return flaws;
}

/** The JSON Schema of an action's form, for the screens and the API document. */
export function formOf(action: { asks: z.ZodObject }): Record<string, unknown> {
  return z.toJSONSchema(action.asks, { io: 'input', unrepresentable: 'any' }) as Record<string, unknown>;
}

/** The table as a Mermaid state diagram. */
export function diagramOf(table: AnyLifecycle): string {
  const lines = ['stateDiagram-v2', `  [*] --> ${table.initial}`];
  for (const [name, state] of Object.entries<State>(table.states))
    lines.push(`  ${name} : ${state.label.zh} ${state.label.en}`);
  for (const [name, action] of Object.entries<Action<string, string, string>>(table.actions)) {
    if (action.to === 'same') continue;
    for (const from of action.from)
      for (const to of targets(action, from)) lines.push(`  ${from} --> ${to} : ${action.label.zh} ${name}`);
  }
  for (const [name, state] of Object.entries<State>(table.states)) if (state.final) lines.push(`  ${name} --> [*]`);
  return lines.join('\n');
}
