import type { Words } from '../../kernel/words.ts';
import { EQUIPMENT, NO_ASSET } from './data/equipment.ts';
import type { PurchaseKey } from './model.ts';

/** 资本性支出, and the same of basic construction: what is bought to last stands in one of them. */
const CAPITAL = ['310', '309'] as const;

/** The code under which what is named so is bought as an asset; null where its name tells of none. */
export function assetCodeOf(item: string): string | null {
  const name = item.replace(/\s/g, '');
  if (NO_ASSET.some((word) => name.includes(word))) return null;
  const found = EQUIPMENT.find(({ words }) => words.some((word) => name.includes(word)));
  return found ? `${CAPITAL[0]}${found.item}` : null;
}

/** Why goods may not be bought under a code, in words; null if they may: an asset is no 商品和服务支出. */
export function assetFault(
  { purchase, economicCode, item }: Omit<PurchaseKey, 'projectCode'>,
  nameOf: (code: string) => string,
): Words | null {
  const code = purchase === 'goods' ? assetCodeOf(item) : null;
  if (code === null || CAPITAL.some((one) => economicCode.startsWith(one))) return null;
  const asked = `${code} ${nameOf(code)}`;
  return {
    zh: `“${item}”是资产，应列 ${asked}，不列 ${economicCode}；属耗材、配件的，请在名称中写明。`,
    en: `"${item}" is an asset: it belongs under ${asked}, not ${economicCode}; of supplies or spare parts (耗材、配件) the name says so.`,
  };
}
