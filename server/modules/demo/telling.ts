import type { Actor } from '../../kernel/actor.ts';
import { type Instant, millis } from '../../kernel/instant.ts';
import { isRefusal } from '../../kernel/refusal.ts';
import { deadlineOf } from '../calendar/rules.ts';
import { handlingClock } from '../cases/clocks.ts';
import type { CaseAction } from '../cases/lifecycle.ts';
import type { CaseFile } from '../cases/model.ts';
import { between, type Random } from './random.ts';
import type { World } from './world.ts';

/** The people of the demo district, by what they do. */
export interface Cast {
  callAgents: Actor[];
  intake: Actor[];
  shiftLeaders: Actor[];
  dispatchers: Actor[];
  leaders: Actor[];
  /** By community. */
  inspectors: Map<string, Actor>;
  /** By unit. */
  officers: Map<string, Actor>;
  /** 0.5 quick … 1.3 slow: how each unit is with its limits. */
  pace: Map<string, number>;
}

/** Another case near which this one is a second report of the same thing. */
export type Twin = { of: string } | null;

/** How a story is told: chance, time, and officers who act by the rules. */
export abstract class Telling {
  protected readonly world: World;
  protected readonly cast: Cast;
  protected readonly random: Random;
  protected readonly id: string;

  constructor(world: World, cast: Cast, random: Random, id: string) {
    this.world = world;
    this.cast = cast;
    this.random = random;
    this.id = id;
  }

  protected get kase(): CaseFile {
    return this.world.case(this.id);
  }

  protected chance(share: number): boolean {
    return this.random() < share;
  }

  protected one<T>(list: readonly T[]): T {
    const found = list[Math.floor(this.random() * list.length)];
    if (found === undefined) throw new Error('the demo chose from an empty list');
    return found;
  }

  /** After so many minutes round the clock. */
  protected after(now: Instant, from: number, to: number, run: (now: Instant) => void): void {
    this.world.at(millis(now) + between(this.random, from, to) * 60_000, run);
  }

  /** After so many minutes of office time. */
  protected inOfficeTime(now: Instant, from: number, to: number, run: (now: Instant) => void): void {
    const minutes = Math.max(1, Math.round(between(this.random, from, to)));
    const due = deadlineOf(this.world.ground.calendar, now, { amount: minutes / 60, unit: 'workHours' });
    if (isRefusal(due)) throw new Error(`the demo cannot wait ${minutes} minutes: ${due.code}`);
    this.world.at(millis(due) + Math.floor(this.random() * 50_000), run);
  }

  /** When so much of the unit's limit is used up, by the clock itself; at the earliest in some minutes. */
  protected atShareOfLimit(now: Instant, share: number, run: (now: Instant) => void): void {
    const clock = handlingClock(this.kase);
    if (!clock) return;
    const { amount, unit } = clock.limit;
    const hours = { urgentHours: 1, calendarDays: 24, workHours: 1, workdays: 8 }[unit] * amount * share;
    const roundTheClock = unit === 'urgentHours' || unit === 'calendarDays';
    const limit = {
      amount: Math.max(1, Math.round(hours * 60)) / 60,
      unit: roundTheClock ? ('urgentHours' as const) : ('workHours' as const),
    };
    const at = deadlineOf(this.world.ground.calendar, clock.startedAt, limit, clock.pauses);
    if (isRefusal(at)) throw new Error(`the demo cannot use ${limit.amount} hours of a limit: ${at.code}`);
    this.world.at(Math.max(millis(at), millis(now) + between(this.random, 2, 8) * 60_000), run);
  }

  /** A step of the centre's desks, which are manned round the clock; some of the last are left to the visitor. */
  protected atDesk(now: Instant, from: number, to: number, run: (now: Instant) => void): void {
    if (!this.world.leftToVisitor(this.kase, 0.22, this.random)) this.after(now, from, to, run);
  }

  /** A step that must succeed: if the rules refuse it, the demo is wrong. */
  protected does(actor: Actor, now: Instant, action: CaseAction, input: Record<string, unknown> = {}): void {
    const done = this.world.take(actor, now, this.id, action, input);
    if (isRefusal(done)) throw new Error(`the demo's ${action} in state ${this.kase.state} was refused: ${done.code}`);
  }

  /** A step that somebody tries; a refusal is part of life. */
  protected tries(actor: Actor, now: Instant, action: CaseAction, input: Record<string, unknown> = {}): boolean {
    return !isRefusal(this.world.take(actor, now, this.id, action, input));
  }
}
