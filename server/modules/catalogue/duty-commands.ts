import type { Tx } from '../../kernel/db.ts';
import { refuse, unknownRecord, wrongInput } from '../../kernel/refusal.ts';
import { findUnit, listAreas } from '../organisation/store.ts';
import type { Category, Responsibility } from './model.ts';
import * as store from './store.ts';
import * as write from './write-store.ts';

export type Duty = Omit<Responsibility, 'id' | 'version'>;

/** Sets one row of the list of duties; version 0 says that there is none yet under this id. */
export async function setResponsibility(
  tx: Tx,
  jurisdictionId: number,
  { id, duty, version }: { id: string; duty: Duty; version: number },
): Promise<Responsibility> {
  await write.stampCatalogue(tx, jurisdictionId);
  await refuseStale(tx, jurisdictionId, id, version);
  await checkDuty(tx, jurisdictionId, duty);
  const others = await store.listResponsibilities(tx, jurisdictionId, duty.edition);
  const place = (row: Duty) => [row.kind, row.categoryId, row.groupCode, row.areaCode].join(' ');
  const twin = others.find((row) => row.id !== id && place(row) === place(duty));
  if (twin) {
    refuse({
      refused: 'conflict',
      code: 'dutyExists',
      message: { zh: '同一类别、同一区域已有一条职责。', en: 'There is already a row for this category and area.' },
      right: { zh: '请改那一条。', en: 'Change that row instead.' },
      facts: { id: twin.id, version: twin.version },
    });
  }
  const next: Responsibility = { ...duty, id, version: version + 1 };
  if (version === 0) await write.insertResponsibilities(tx, jurisdictionId, [next]);
  else await write.updateResponsibility(tx, jurisdictionId, next);
  return next;
}

/** Takes a row off the list of duties, so that the next less exact one holds. */
export async function removeResponsibility(
  tx: Tx,
  jurisdictionId: number,
  { id, version }: { id: string; version: number },
): Promise<void> {
  await write.stampCatalogue(tx, jurisdictionId);
  if (version === 0) refuse(unknownRecord({ zh: '职责', en: 'row of the list of duties' }));
  await refuseStale(tx, jurisdictionId, id, version);
  await write.deleteResponsibility(tx, jurisdictionId, id);
}

async function refuseStale(tx: Tx, jurisdictionId: number, id: string, version: number): Promise<void> {
  const present = (await store.findResponsibility(tx, jurisdictionId, id))?.version ?? 0;
  if (present === version) return;
  refuse({
    refused: 'stale',
    code: 'changedMeanwhile',
    message: { zh: '这条职责已被更改。', en: 'This row has been changed meanwhile.' },
    facts: { version: present },
  });
}

async function checkDuty(tx: Tx, jurisdictionId: number, duty: Duty): Promise<void> {
  const wrong = (path: string, zh: string, en: string) => refuse(wrongInput(path, { zh, en }));
  const unit = await findUnit(tx, jurisdictionId, duty.unitId);
  if (!unit?.active) wrong('unitId', '没有这个单位，或已停用。', 'There is no such unit, or no longer.');
  if ((duty.categoryId === null) === (duty.groupCode === null))
    wrong('categoryId', '类别与大类须填且只填一个。', 'Give either a category or a group.');
  const categories = await store.listCategories(tx, jurisdictionId, duty.edition);
  const fits = (own: Category) =>
    own.kind === duty.kind && (own.id === duty.categoryId || own.group.code === duty.groupCode);
  if (!categories.some(fits))
    wrong('categoryId', '该版本没有这个类别或大类。', 'The edition has no such category or group.');
  if (duty.areaCode === null) return;
  const areas = await listAreas(tx, jurisdictionId, { codes: [duty.areaCode] });
  if (areas.length === 0) wrong('areaCode', '没有这个区域。', 'There is no such area.');
}
