import type { Actor } from '../../kernel/actor.ts';
import { newId } from '../../kernel/id.ts';
import { type Instant, instant, localDate, millis } from '../../kernel/instant.ts';
import { CHAIN_START, chain, type StoredEntry } from '../../kernel/log.ts';
import { isRefusal, type Refusal } from '../../kernel/refusal.ts';
import type { WorkingCalendar } from '../calendar/rules.ts';
import { blankCase, caseNumber } from '../cases/blank.ts';
import { moveClocks } from '../cases/clocks.ts';
import { consequencesOf } from '../cases/consequences.ts';
import { apply, begin } from '../cases/fold.ts';
import type { CaseAction } from '../cases/lifecycle.ts';
import type { CaseFile } from '../cases/model.ts';
import { act, type CaseFacts, type OpeningEntry, type PhotoHashes } from '../cases/rules.ts';
import type { Catalogue } from '../catalogue/store.ts';
import type { JurisdictionSettings } from '../organisation/model.ts';
import { type Drawing, drawingAt, type Scene } from './pictures.ts';
import type { Random } from './random.ts';

/** A case of the simulation with its log, ready to be written. */
export interface Lived {
  kase: CaseFile;
  log: (StoredEntry & { body: string })[];
}

/** What the simulated district knows: the same facts the server's commands look up. */
export interface Ground {
  jurisdictionId: number;
  code: string;
  timeZone: string;
  calendar: WorkingCalendar;
  settings: JurisdictionSettings;
  catalogue: Catalogue;
}

/** A picture of the simulation. */
export interface Picture {
  id: string;
  drawing: Drawing;
  at: Instant;
  by: string;
}

type Later = { at: number; order: number; run: (now: Instant) => void };

/**
 * The demo district's past, lived action by action through the same rules as the real thing: `open` and `take` decide by
 * `rules.ts` and write log entries; nothing is put into a case by hand. Time is a queue of what officers will do next.
 */
export class World {
  readonly ground: Ground;
  readonly cases = new Map<string, Lived>();
  /** By their ids. */
  readonly pictures = new Map<string, Picture>();
  /** Reports from here on are recent: see `leftToVisitor`. */
  recent: Instant = '2200-01-01T00:00:00.000Z';
  private readonly queue: Later[] = [];
  private planned = 0;
  private supervisions = 0;
  private numbers: number;

  constructor(ground: Ground, firstNumber: number) {
    this.ground = ground;
    this.numbers = firstNumber;
  }

  /** Plans something for a moment; what lies after the end of the simulation never happens. */
  at(when: number, run: (now: Instant) => void): void {
    const later = { at: when, order: this.planned++, run };
    let i = this.queue.push(later) - 1;
    while (i > 0) {
      const parent = (i - 1) >> 1;
      const above = this.queue[parent];
      if (!above || !before(later, above)) break;
      this.queue[i] = above;
      i = parent;
    }
    this.queue[i] = later;
  }

  /** Lives until the moment given. */
  live(until: number): void {
    for (let next = this.queue[0]; next && next.at <= until; next = this.queue[0]) {
      this.removeFirst();
      next.run(instant(next.at));
    }
  }

  private removeFirst(): void {
    const last = this.queue.pop();
    if (!last || this.queue.length === 0) return;
    let i = 0;
    for (;;) {
      let child = 2 * i + 1;
      const left = this.queue[child];
      const right = this.queue[child + 1];
      if (!left) break;
      if (right && before(right, left)) child += 1;
      const least = this.queue[child];
      if (!least || !before(least, last)) break;
      this.queue[i] = least;
      i = child;
    }
    this.queue[i] = last;
  }

  open(
    actor: Actor | null,
    now: Instant,
    fields: Pick<CaseFile, 'source' | 'nature' | 'description'> & Partial<Omit<CaseFile, 'photos'>>,
    photos: string[] = [],
  ): CaseFile {
    const { jurisdictionId, code, timeZone } = this.ground;
    const date = localDate(now, timeZone);
    const start = blankCase({
      jurisdictionId,
      id: newId(millis(now)),
      number: caseNumber(code, date, this.numbers++),
      reportedAt: now,
      reportedBy: actor?.id ?? null,
      ...fields,
    });
    return this.begin(actor, now, { action: 'report', data: { start, photos, ...this.hashesOf(photos), clocks: [] } });
  }

  /** A picture taken now; it becomes evidence with the entry that names its id. */
  photograph(actor: Actor, now: Instant, of: Scene): string {
    const id = newId(millis(now));
    this.pictures.set(id, { id, drawing: drawingAt(of, this.pictures.size), at: now, by: actor.id });
    return id;
  }

  private hashesOf(photos: unknown): { photoHashes?: PhotoHashes } {
    if (!Array.isArray(photos) || photos.length === 0) return {};
    const known = photos.flatMap((id) => this.pictures.get(id) ?? []);
    return { photoHashes: Object.fromEntries(known.map(({ id, drawing }) => [id, drawing.sha256])) };
  }

  private begin(actor: Actor | null, now: Instant, opening: OpeningEntry): CaseFile {
    const { start } = opening.data;
    opening.data.clocks = moveClocks({ clocks: [], round: 1 }, start.state, this.facts(actor, now), {
      unitId: null,
      handlingLimit: start.handlingLimit,
      conditionId: start.conditionId,
      endAs: 'done',
      anew: false,
    });
    const kase = begin(opening, { at: now, actorId: actor?.id ?? null, origin: 'simulated' });
    const lived: Lived = { kase, log: [] };
    this.cases.set(kase.id, lived);
    this.note(lived, actor, now, opening);
    return kase;
  }

  private facts(actor: Actor | null, now: Instant): CaseFacts {
    return { actor, now, calendar: this.ground.calendar, settings: this.ground.settings };
  }

  private note(lived: Lived, actor: Actor | null, now: Instant, entry: { action: string; data: unknown }): void {
    const { kase, log } = lived;
    log.push(
      chain(
        {
          jurisdictionId: kase.jurisdictionId,
          kind: 'case',
          recordId: kase.id,
          seq: kase.version,
          action: entry.action,
          actorId: actor?.id ?? null,
          at: now,
          recordedAt: now,
          origin: 'simulated',
          data: entry.data,
        },
        log.at(-1)?.hash ?? CHAIN_START,
      ),
    );
  }

  /**
   * Whether a desk leaves a step undone for whoever opens the demo: some steps of the last reports are, so that at any
   * hour of any day every queue has something in it.
   */
  leftToVisitor(kase: CaseFile, share: number, random: Random): boolean {
    return kase.reportedAt >= this.recent && random() < share;
  }

  /** The case as it stands. */
  case(id: string): CaseFile {
    const lived = this.cases.get(id);
    if (!lived) throw new Error(`no case ${id} in the demo`);
    return lived.kase;
  }

  /** Takes an action by the rules; gives the refusal where they say no. */
  take(
    actor: Actor | null,
    now: Instant,
    id: string,
    action: CaseAction,
    input: Record<string, unknown>,
  ): CaseFile | Refusal {
    const lived = this.cases.get(id);
    if (!lived) throw new Error(`no case ${id} in the demo`);
    const before = lived.kase;
    const condition =
      typeof input.conditionId === 'string' ? this.ground.catalogue.conditionById.get(input.conditionId) : undefined;
    const entry = act(before, action, input, {
      ...this.facts(actor, now),
      ...(condition ? { condition } : {}),
      ...this.hashesOf(input.photos),
      ...(action === 'supervise' ? { supervisionNumber: ++this.supervisions } : {}),
      ...(action === 'split' && Array.isArray(input.parts)
        ? { newIds: input.parts.map(() => newId(millis(now))) }
        : {}),
    });
    if (isRefusal(entry)) return entry;
    lived.kase = apply(before, entry, { at: now, actorId: actor?.id ?? null, origin: 'simulated' });
    this.note(lived, actor, now, entry);
    if (entry.action === 'split')
      this.openParts(actor, now, lived.kase, entry.data.input.parts, entry.data.frozen.subCaseIds ?? []);
    for (const consequence of consequencesOf(before, lived.kase, entry)) {
      const refused = this.take(null, now, consequence.on, consequence.action, consequence.input);
      if (isRefusal(refused))
        throw new Error(`the demo's ${action} led to a refused ${consequence.action}: ${refused.code}`);
    }
    return lived.kase;
  }

  private openParts(
    actor: Actor | null,
    now: Instant,
    parent: CaseFile,
    parts: readonly { description: string; conditionId: string }[],
    ids: readonly string[],
  ): void {
    for (const [i, part] of parts.entries()) {
      const condition = this.ground.catalogue.conditionById.get(part.conditionId);
      const { jurisdictionId, source, nature, address, point, place } = parent;
      const start = blankCase({
        jurisdictionId,
        id: ids[i] ?? newId(millis(now)),
        number: `${parent.number}-${i + 1}`,
        source,
        nature,
        description: part.description,
        address,
        point,
        place,
        reportedAt: now,
        reportedBy: actor?.id ?? null,
        parentId: parent.id,
        state: 'registered',
        registeredAt: now,
        categoryId: condition?.categoryId ?? parent.categoryId,
        conditionId: part.conditionId,
        handlingLimit: condition?.limit ?? null,
      });
      this.begin(actor, now, { action: 'splitOff', data: { start, photos: [], clocks: [] } });
    }
  }

  lastSupervision(): number {
    return this.supervisions;
  }

  nextNumber(): number {
    return this.numbers;
  }
}

function before(a: Later, b: Later): boolean {
  return a.at < b.at || (a.at === b.at && a.order < b.order);
}
