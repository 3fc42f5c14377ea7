import type { Entry } from '../../kernel/log.ts';
import { isRefusal } from '../../kernel/refusal.ts';
import { begin } from '../cases/fold.ts';
import type { CaseFile } from '../cases/model.ts';
import { at, idOf, lastOf, later, officerFor, opening, type Step, take } from '../cases/testing.ts';

/** A case that came about by the real rules, with the log it left. */
export interface Told {
  kase: CaseFile;
  log: Entry[];
}

/** How the case came; `what` makes it another case than that of the same test. */
export function came(what: string, reported: string, more: Partial<CaseFile> = {}): Told {
  const number = `GL${reported.slice(0, 10).replaceAll('-', '')}-${idOf(what).slice(0, 6)}`;
  const first = opening({ id: idOf(what), number, ...more }, at(reported));
  const entry: Entry = {
    jurisdictionId: first.data.start.jurisdictionId,
    kind: 'case',
    recordId: first.data.start.id,
    seq: 1,
    action: first.action,
    actorId: first.data.start.reportedBy,
    at: at(reported),
    recordedAt: at(reported),
    origin: 'acted',
    data: first.data,
  };
  return { kase: begin(first, entry), log: [entry] };
}

/** The steps taken one after another; throws if the rules refuse one. */
export function then({ kase, log }: Told, ...steps: readonly Step[]): Told {
  const entries = [...log];
  let present = kase;
  for (const step of steps) {
    const [name, input, options = {}] = step;
    const taken = take(present, name, input, options);
    if (isRefusal(taken)) throw new Error(`step ${name} in state ${present.state} was refused: ${taken.code}`);
    const actor = options.by === undefined ? officerFor(present, name) : options.by;
    present = later(present, step);
    const moment = lastOf(present);
    entries.push({
      jurisdictionId: present.jurisdictionId,
      kind: 'case',
      recordId: present.id,
      seq: present.version,
      action: taken.action,
      actorId: actor?.id ?? null,
      at: moment,
      recordedAt: moment,
      origin: 'acted',
      data: taken.data,
    });
  }
  return { kase: present, log: entries };
}
