import type { Tx } from '../../kernel/db.ts';
import { newId } from '../../kernel/id.ts';
import { localDate, millis } from '../../kernel/instant.ts';
import { granted, refuse, wrongInput } from '../../kernel/refusal.ts';
import { permissionsOf } from '../accounts/rules.ts';
import { findAccount } from '../accounts/store.ts';
import type { RegistrationCondition } from '../catalogue/model.ts';
import { findCatalogue } from '../catalogue/store.ts';
import type { Place, Point, PointInput } from '../geo/model.ts';
import { findPlaceOf } from '../geo/store.ts';
import { findUnit } from '../organisation/store.ts';
import type { Doing } from './commands.ts';
import type { CaseAction } from './lifecycle.ts';
import { hashPhotos } from './photo-store.ts';
import { type CaseFacts, maySee, type OpeningEntry, type PhotoHashes } from './rules.ts';
import { findCase, nextSupervisionNumber } from './store.ts';

/** The point in CGCS2000 and where it lies; a point outside the district is refused with a guess at the mistake. */
export async function placeOf(
  tx: Tx,
  jurisdictionId: number,
  input: PointInput,
): Promise<{ point: Point; place: Place }> {
  return granted(await findPlaceOf(tx, jurisdictionId, input));
}

/**
 * Looks up what a form refers to and refuses references that lead nowhere, naming the field: units, officers, categories,
 * conditions, cases, photos. A malformed form is left to `act`, which tells all its faults at once.
 */
export async function gatherFacts(
  doing: Doing,
  action: CaseAction,
  input: unknown,
  timeZone: string,
): Promise<Partial<CaseFacts>> {
  if (typeof input !== 'object' || input === null) return {};
  const asked = input as Record<string, unknown>;
  const { tx, jurisdictionId, now } = doing;
  const facts: Partial<CaseFacts> = {};
  for (const field of ['unitId', 'suggestedUnitId']) await checkUnit(doing, field, asked[field]);
  if (Array.isArray(asked.assistUnitIds))
    for (const [i, id] of asked.assistUnitIds.entries()) await checkUnit(doing, `assistUnitIds.${i}`, id);
  if (isUuid(asked.inspectorId)) {
    const officer = await findAccount(tx, jurisdictionId, asked.inspectorId);
    const takes = action === 'sendToVerify' ? 'case.verify' : 'case.check';
    if (!officer?.active || !permissionsOf(officer.roles).has(takes))
      refuse(
        wrongInput('inspectorId', {
          zh: '没有这位监督员，或已停用。',
          en: 'There is no such inspector, or no longer.',
        }),
      );
  }
  await checkCategory(doing, asked.categoryId);
  const condition = await conditionAt(doing, 'conditionId', asked.conditionId);
  if (condition) facts.condition = condition;
  if (isUuid(asked.intoId)) {
    const main = await findCase(tx, jurisdictionId, asked.intoId);
    if (!main || (doing.actor && !maySee(main.kase, doing.actor)))
      refuse(wrongInput('intoId', { zh: '没有这个案卷。', en: 'There is no such case.' }));
  }
  if (Array.isArray(asked.photos) && asked.photos.length > 0 && asked.photos.every(isUuid))
    facts.photoHashes = await checkPhotos(doing, asked.photos);
  if (action === 'correct' && isPoint(asked.point))
    Object.assign(facts, await placeOf(tx, jurisdictionId, asked.point));
  if (typeof asked.reviewOn === 'string') checkReviewDate(asked.reviewOn, localDate(now, timeZone));
  if (action === 'supervise') {
    facts.supervisionNumber = await nextSupervisionNumber(
      tx,
      jurisdictionId,
      Number(localDate(now, timeZone).slice(0, 4)),
    );
  }
  if (action === 'split' && Array.isArray(asked.parts)) {
    for (const [i, part] of asked.parts.entries())
      await conditionAt(doing, `parts.${i}.conditionId`, part?.conditionId);
    facts.newIds = asked.parts.map(() => newId(millis(now)));
  }
  return facts;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const isUuid = (value: unknown): value is string => typeof value === 'string' && UUID.test(value);

function isPoint(value: unknown): value is PointInput {
  return (
    typeof value === 'object' &&
    value !== null &&
    'lon' in value &&
    typeof value.lon === 'number' &&
    'lat' in value &&
    typeof value.lat === 'number'
  );
}

async function checkUnit(doing: Doing, path: string, id: unknown): Promise<void> {
  if (!isUuid(id)) return;
  const unit = await findUnit(doing.tx, doing.jurisdictionId, id);
  if (!unit?.active)
    refuse(wrongInput(path, { zh: '没有这个单位，或已停用。', en: 'There is no such unit, or no longer.' }));
}

async function conditionAt(doing: Doing, path: string, id: unknown): Promise<RegistrationCondition | null> {
  if (!isUuid(id)) return null;
  const { conditionById } = await findCatalogue(doing.tx, doing.jurisdictionId);
  const message = { zh: '目录里没有这个立案条件。', en: 'The catalogue has no such registration condition.' };
  return conditionById.get(id.toLowerCase()) ?? refuse(wrongInput(path, message));
}

async function checkCategory(doing: Doing, id: unknown): Promise<void> {
  if (!isUuid(id) || (await findCatalogue(doing.tx, doing.jurisdictionId)).byId.has(id.toLowerCase())) return;
  refuse(wrongInput('categoryId', { zh: '目录里没有这个类别。', en: 'The catalogue has no such category.' }));
}

/** What is reported today is told in the words of today: its category is of an edition that holds on that local day. */
export async function checkNewCategory(doing: Doing, id: string | null, today: string): Promise<void> {
  await checkCategory(doing, id);
  if (id === null) return;
  const { byId, editions } = await findCatalogue(doing.tx, doing.jurisdictionId);
  const edition = editions.find(({ code }) => code === byId.get(id.toLowerCase())?.edition);
  if (!edition || (edition.validFrom <= today && (edition.validTo ?? today) >= today)) return;
  const { zh, en } = edition.name;
  refuse(
    wrongInput('categoryId', {
      zh: `这个类别属于“${zh}”，今天不适用。`,
      en: `The category is of another edition, which does not hold today: ${en}.`,
    }),
  );
}

/** Evidence must have been uploaded before, by the same officer, and not be used up by another case; gives its hashes. */
export async function checkPhotos(doing: Doing, ids: readonly string[]): Promise<PhotoHashes> {
  if (ids.length === 0) return {};
  const hashes = await hashPhotos(doing.tx, doing.jurisdictionId, ids, doing.actor?.id ?? null);
  if (Object.keys(hashes).length === new Set(ids.map((id) => id.toLowerCase())).size) return hashes;
  return refuse(
    wrongInput('photos', {
      zh: '有照片没有上传，或已用于别的案卷。',
      en: 'Some photo was not uploaded, or belongs to another case.',
    }),
  );
}

/** The pictures that a report came with, and their hashes where there are any. */
export async function photosOfReport(
  doing: Doing,
  ids: readonly string[],
): Promise<Pick<OpeningEntry['data'], 'photos' | 'photoHashes'>> {
  const photos = ids.map((id) => id.toLowerCase());
  return photos.length === 0 ? { photos } : { photos, photoHashes: await checkPhotos(doing, photos) };
}

function checkReviewDate(reviewOn: string, today: string): void {
  const days = (Date.parse(reviewOn) - Date.parse(today)) / 86_400_000;
  if (!(days >= 1 && days <= 366)) {
    refuse(
      wrongInput('reviewOn', {
        zh: '复核日期须在明天起一年之内。',
        en: 'The review date must lie within a year from tomorrow.',
      }),
    );
  }
}
