import { type Db, transact } from '../../kernel/db.ts';
import { CHAIN_START, chainAll, type Entry, insertEntries, readLog } from '../../kernel/log.ts';
import { settled } from '../../kernel/testing.ts';
import { units } from '../cases/testing.ts';
import { addAreas, addJurisdiction } from '../organisation/commands.ts';
import { insertUnits } from '../organisation/store.ts';

export const place = {
  subdistrictCode: '350102001',
  communityCode: '350102001001',
  sectorCode: '35010200100101',
  cellCode: '350102001001001',
};

/** A jurisdiction with three units and one place, in which lives of cases can be told. */
export async function addDistrict(db: Db, code: string): Promise<number> {
  return transact(db, async (tx) => {
    const made = {
      code,
      name: { zh: '测试区', en: 'Test district' },
      timeZone: 'Asia/Shanghai',
      division: '350102',
      demo: false,
    };
    const { id } = await addJurisdiction(tx, made);
    const unit = (name: keyof typeof units, group: string) => ({
      id: units[name],
      code: name,
      name: { zh: name, en: name },
      kind: 'department' as const,
      parentId: null,
      group,
      active: true,
      version: 1,
      pinyin: name,
      initials: name,
    });
    await insertUnits(tx, id, [unit('water', 'works'), unit('roads', 'works'), unit('gardens', 'greens')]);
    await addAreas(tx, id, [
      { code: '350102', level: 'district', parentCode: null, name: { zh: '区', en: 'District' } },
      { code: place.subdistrictCode, level: 'subdistrict', parentCode: '350102', name: { zh: '街道', en: 'Street' } },
      {
        code: place.communityCode,
        level: 'community',
        parentCode: place.subdistrictCode,
        name: { zh: '社区', en: 'Community' },
      },
    ]);
    return id;
  });
}

/** Writes the entries as if they had been acted. */
export async function writeLogs(db: Db, logs: readonly Entry[][]): Promise<void> {
  await transact(db, async (tx) => {
    const chained = [];
    for (const log of logs) {
      const [first] = log;
      if (!first) continue;
      const before = (await readLog(tx, first.jurisdictionId, first.recordId)).at(-1);
      chained.push(...chainAll(log, before?.hash ?? CHAIN_START));
    }
    for (let i = 0; i < chained.length; i += 1000) await insertEntries(tx, chained.slice(i, i + 1000));
  });
  await settled(db);
}
