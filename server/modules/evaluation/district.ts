import type { Tx } from '../../kernel/db.ts';
import type { Instant } from '../../kernel/instant.ts';
import type { IndicatorCode } from './indicators.ts';
import type { Measured, Period } from './model.ts';
import { measureObjects } from './total-store.ts';

/** 全区 — the parts of a rate over the whole district: its sub-districts together. */
export async function measureDistrict(
  tx: Tx,
  jurisdictionId: number,
  code: IndicatorCode,
  { period, asOf }: { period: Period; asOf: Instant },
): Promise<Pick<Measured, 'met' | 'of'>> {
  const whose = { jurisdictionId, object: 'subdistrict' } as const;
  const [measures] = await measureObjects(tx, whose, [{ period, asOf, codes: [code] }]);
  const all = [...(measures?.values() ?? [])].flatMap((one) => one[code] ?? []);
  return { met: all.reduce((sum, one) => sum + one.met, 0), of: all.reduce((sum, one) => sum + one.of, 0) };
}
