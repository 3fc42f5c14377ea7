import { transact } from '../../kernel/db.ts';
import { Refused } from '../../kernel/refusal.ts';
import { testDatabase } from '../../kernel/testing.ts';
import { addAreas, addJurisdiction, addUnits } from '../organisation/commands.ts';
import { seedCatalogue } from './commands.ts';
import type { CategoryKind } from './model.ts';
import { findCategoryByCode } from './store.ts';

export const now = '2026-11-22T02:00:00.000Z';
export const subdistrict = '350199001';
export const words = (zh: string) => ({ zh, en: zh });

/** For tests: a database with one jurisdiction that has some units, one sub-district and the whole catalogue. */
export async function seededCatalogue() {
  const base = await testDatabase();
  const { db } = base;
  const { id: jid } = await addJurisdiction(db, {
    code: 'catalogue-a',
    name: words('示范区'),
    timeZone: 'Asia/Shanghai',
    division: '350199',
    demo: true,
  });
  const codes = ['CGJ', 'SZ', 'YL', 'HW', 'ZJJ', 'JJ', 'PS', 'JD001'];
  const units = await addUnits(
    db,
    jid,
    codes.map((code) => ({ code, name: words(code), kind: 'department', group: 'demo' })),
    now,
  );
  await addAreas(db, jid, [
    { code: '350199', level: 'district', parentCode: null, name: words('示范区') },
    { code: subdistrict, level: 'subdistrict', parentCode: '350199', name: words('一街道') },
  ]);
  const seed = {
    unitIdByCode: new Map(units.map(({ code, id }) => [code, id])),
    offices: [{ areaCode: subdistrict, unitCode: 'JD001' }],
  };
  await transact(db, (tx) => seedCatalogue(tx, jid, seed, now));

  async function find(edition: string, kind: CategoryKind, code: string) {
    const found = await findCategoryByCode(db, jid, { edition, kind, code });
    if (!found) throw new Error(`no ${kind} ${code}`);
    return found;
  }
  return { base, db, jid, seed, units: seed.unitIdByCode, find };
}

/** What the work was refused with; undefined if it was granted. */
export async function refusalOf(work: Promise<unknown>): Promise<unknown> {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  return error instanceof Refused ? error.refusal : error;
}
