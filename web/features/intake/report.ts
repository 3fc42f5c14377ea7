import type { Role } from '../../../server/modules/accounts/roles.ts';
import type { natureWords, sourceWords } from '../../../server/modules/cases/words.ts';

export type Source = keyof typeof sourceWords;
export type Nature = keyof typeof natureWords;
export const sinces = ['now', 'today', 'days', 'weeks', 'again'] as const;
export type Since = (typeof sinces)[number];

export interface Place {
  lon: number;
  lat: number;
}

export interface Category {
  id: string;
  name: { zh: string; en: string };
  code: string;
  kind: string;
}

export interface Photo {
  id: string;
  takenAt: string | null;
  takenPoint: Place | null;
}

export interface Reporter {
  name: string;
  phone: string;
  wantsAnswer: boolean;
  confidential: boolean;
}

/** What has been told so far: the draft of a report, as it is kept while it is typed. */
export interface Report {
  source: Source;
  nature: Nature;
  description: string;
  since: Since | null;
  urgent: boolean;
  category: Category | null;
  address: string;
  place: Place | null;
  /** 管理部件 — the very lamp or cover, where it was picked. */
  component: { code: string; name: string } | null;
  photos: Photo[];
  reporter: Reporter;
  /** 就是这件 — the case of which the officer says that it is the same thing. */
  same: { id: string; number: string; open: boolean } | null;
}

/** By which ways reports reach each role; the first is the usual one. */
const sourcesOfRole: Partial<Record<Role, readonly Source[]>> = {
  callAgent: ['hotline', 'web', 'kiosk', 'media'],
  intakeOfficer: ['hotline', 'web', 'kiosk', 'video', 'sensor', 'media', 'department', 'leader', 'gridWorker'],
  shiftLeader: ['leader', 'department', 'media', 'video', 'sensor', 'hotline', 'web', 'gridWorker'],
  leader: ['leader'],
  unitOfficer: ['department'],
  inspector: ['inspector'],
  sectorLead: ['gridWorker'],
};

export function sourcesOf(roles: readonly Role[]): readonly Source[] {
  const all = [...new Set(roles.flatMap((role) => sourcesOfRole[role] ?? []))];
  return all.length > 0 ? all : ['department'];
}

/** Somebody outside the centre spoke: then there is a reporter, and the kind of request matters. */
export function comesFromCitizen(source: Source): boolean {
  return source === 'hotline' || source === 'web' || source === 'kiosk' || source === 'media';
}

const nobody: Reporter = { name: '', phone: '', wantsAnswer: true, confidential: true };

export function blankReport(source: Source): Report {
  return {
    source,
    nature: 'problem',
    description: '',
    since: null,
    urgent: false,
    category: null,
    address: '',
    place: null,
    component: null,
    photos: [],
    reporter: nobody,
    same: null,
  };
}

/** 再记一件 — the same caller speaks on about the same place. */
export function nextOf(report: Report): Report {
  const { source, address, place, reporter } = report;
  return { ...blankReport(source), address, place, reporter };
}

export function isBlank(report: Report): boolean {
  const blank = blankReport(report.source);
  return JSON.stringify({ ...report, nature: blank.nature }) === JSON.stringify(blank);
}

export type Missing = 'description' | 'place';

/** What must be told before it can be sent: what, and where in some way. */
export function missingIn(report: Report): Missing[] {
  const missing: Missing[] = [];
  if (report.description.trim().length < 2) missing.push('description');
  if (report.place === null && report.address.trim() === '') missing.push('place');
  return missing;
}

/** The body of `POST /cases`. Since when and which component have no field of their own: they follow the description. */
export function bodyOf(
  report: Report,
  say: { since: (since: Since) => string; component: (name: string, code: string) => string },
) {
  const { source, nature, urgent, address, place, category, component, photos, reporter } = report;
  const told = [
    report.description.trim(),
    report.since && say.since(report.since),
    component && say.component(component.name, component.code),
  ];
  const named = reporter.name.trim() !== '' || reporter.phone.trim() !== '';
  return {
    source,
    nature: comesFromCitizen(source) ? nature : ('problem' as const),
    description: told.filter(Boolean).join('\n'),
    address: address.trim(),
    point: place,
    categoryId: category?.id ?? null,
    urgent,
    photos: photos.map(({ id }) => id),
    ...(comesFromCitizen(source) && named
      ? { reporter: { ...reporter, name: reporter.name.trim(), phone: reporter.phone.trim() } }
      : {}),
  };
}

/**
 * Two numbers as people copy them out of map programs: `119.29, 26.09`, with Chinese commas or blanks, in either order
 * where the order is plain because no latitude exceeds 90.
 */
export function readCoordinates(text: string): Place | null {
  const numbers = text
    .normalize('NFKC')
    .match(/[-−]?\d+(?:\.\d+)?/g)
    ?.map((part) => Number(part.replace('−', '-')));
  if (numbers?.length !== 2) return null;
  const [first, second] = numbers as [number, number];
  const [lon, lat] = Math.abs(second) > 90 && Math.abs(first) <= 90 ? [second, first] : [first, second];
  return Math.abs(lon) <= 180 && Math.abs(lat) <= 180 ? { lon, lat } : null;
}

/** `119.290000, 26.090000`: six decimals are a tenth of a metre. */
export function writeCoordinates({ lon, lat }: Place): string {
  return `${lon.toFixed(6)}, ${lat.toFixed(6)}`;
}

interface Condition {
  condition: { zh: string; en: string };
}

/** The condition whose words are likest what was told; the first one while nothing fits. */
export function likeliest<C extends Condition>(
  conditions: readonly C[],
  told: string,
  likeness: (a: string, b: string) => number,
): C | undefined {
  const score = ({ condition }: C) => Math.max(likeness(told, condition.zh), likeness(told, condition.en));
  return [...conditions].sort((a, b) => score(b) - score(a))[0];
}
