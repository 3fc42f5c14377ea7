import type { Entry } from '../../kernel/log.ts';
import { isRefusal } from '../../kernel/refusal.ts';
import { begin } from '../cases/fold.ts';
import { type CaseAction, caseActions } from '../cases/lifecycle.ts';
import type { CaseFile } from '../cases/model.ts';
import { at, idOf, lastOf, later, officerFor, officers, opening, type Step, take, units } from '../cases/testing.ts';
import type { Place } from '../geo/model.ts';

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
export function went({ kase, log }: Told, ...steps: readonly Step[]): Told {
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

const onward: readonly CaseAction[] = [
  'accept',
  'register',
  'dispatch',
  'acknowledge',
  'reportFixed',
  'checkFix',
  'close',
  'followUp',
  'rework',
  'rule',
  'resume',
  'verify',
  'unmerge',
];
const aside: readonly CaseAction[] = [
  'reopen',
  'transfer',
  'decline',
  'suspend',
  'sendToCheck',
  'sendToVerify',
  'requestExtension',
  'endorseExtension',
  'grantExtension',
  'supervise',
];
const away: readonly CaseAction[] = ['void', 'merge', 'reject', 'answer'];

const inputs: Partial<Record<CaseAction, (luck: number) => Record<string, unknown>>> = {
  checkFix: (luck) => ({ fixed: luck < 0.7 }),
  dispatch: (luck) => (luck < 0.3 ? { unitId: units.roads } : {}),
  suspend: () => ({ reviewOn: '2026-12-01' }),
  followUp: (luck) =>
    luck < 0.3
      ? { reached: false, solved: null, satisfaction: null }
      : { solved: luck < 0.8, satisfaction: luck < 0.5 ? 'fairly' : 'satisfied' },
};

/** One of any number of lives: at each step some officer does something the rules allow, after minutes or after weeks. */
export function life(seed: number, place: Place, jurisdictionId = 1): Told {
  let state = seed + 1;
  const random = () => {
    state = (state * 1664525 + 1013904223) % 4294967296;
    return state / 4294967296;
  };
  let told = came(`life ${seed}`, '2026-03-02 09:00', {
    jurisdictionId,
    place,
    ...(random() < 0.3 ? { source: 'inspector', reportedBy: officers.inspector.id } : {}),
  });
  let moment = Date.parse(at('2026-03-02 09:00'));
  for (let step = 0; step < 25; step++) {
    moment += Math.round(random() < 0.75 ? random() * 240 : random() * 20_000) * 60_000;
    const local = new Date(moment + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ');
    const luck = random();
    const kind = luck < 0.72 ? onward : luck < 0.98 ? aside : away;
    const open = kind.filter((name) => caseActions[name].from.includes(told.kase.state));
    const name = open[Math.floor(random() * open.length)];
    if (name === undefined) continue;
    try {
      told = went(told, [name, inputs[name]?.(random()), { at: local }]);
    } catch {
      // A named refusal: not possible just now; time passes all the same.
    }
  }
  return told;
}
