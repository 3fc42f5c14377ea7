import type { Fault } from '../../../kernel/refusal.ts';
import type { BudgetUnitKind, Line, LineKey } from '../model.ts';
import { keyOf } from '../rules.ts';
import { ALIKE, INSTITUTIONS, OFFICES } from './data/government.ts';
import type { CodeVersion } from './model.ts';
import { codeFault, codesIn } from './rules.ts';

type Table = ReadonlyMap<string, string>;
const tableOf = (rows: typeof ALIKE): Table =>
  new Map([...rows, ...ALIKE].flatMap(([government, codes]) => codes.map((code) => [code, government])));
const tables = { offices: tableOf(OFFICES), institutions: tableOf(INSTITUTIONS) };

const found = (table: Table, code: string) => table.get(code) ?? table.get(code.slice(0, 3)) ?? null;

/**
 * 政府预算支出经济分类 of an item: what its unit's kind makes of it, and all that it can be. A department has units of both
 * kinds, so where they differ a line may say the other; where nothing is known, any code of the government's may be said.
 */
export function governmentCodes(
  economicCode: string,
  kind: BudgetUnitKind,
): { usual: string | null; choices: readonly string[] } {
  const [office, institution] = [found(tables.offices, economicCode), found(tables.institutions, economicCode)];
  const choices = [...new Set([office, institution])].filter((code) => code !== null);
  return { usual: kind === 'institution' ? institution : office, choices: choices.sort() };
}

interface Coded {
  year: number;
  unit: { kind: BudgetUnitKind };
  lines: readonly Line[];
  approvedLines: readonly Line[] | null;
  /** What was said of a line in place of what is usual. */
  government?: Readonly<Record<string, string>>;
}

/** Each line's code of the government's classification, by the line's key; a line without one is absent. */
export function governmentOf({ unit, lines, approvedLines, government = {} }: Coded): Map<string, string> {
  return new Map(
    [...(approvedLines ?? []), ...lines].flatMap((line) => {
      const code = government[keyOf(line)] ?? governmentCodes(line.economicCode, unit.kind).usual;
      return code === null ? [] : [[keyOf(line), code] as const];
    }),
  );
}

/** What is wrong with a code that is said of a line; null takes back what was said. */
export function governmentFaults(
  { year, unit, lines, approvedLines }: Coded,
  { line, code }: { line: LineKey; code: string | null },
  versions: readonly CodeVersion[],
): Fault[] {
  if (![...lines, ...(approvedLines ?? [])].some((one) => keyOf(one) === keyOf(line)))
    return [{ path: 'line', message: { zh: '预算里没有这一行。', en: 'The budget has no such line.' } }];
  if (code === null) return [];
  const unknown = codeFault(versions, 'governmentEconomic', code, { year });
  if (unknown) return [{ path: 'code', message: unknown }];
  const { choices } = governmentCodes(line.economicCode, unit.kind);
  if (choices.length === 0 || choices.includes(code)) return [];
  const names = new Map(codesIn(versions, year).map((one) => [one.code, one.nameZh]));
  const right = choices.map((one) => `${one} ${names.get(one) ?? ''}`.trim());
  return [
    {
      path: 'code',
      message: {
        zh: `${line.economicCode} 只对应 ${right.join('、')}。`,
        en: `${line.economicCode} goes with ${right.join(' or ')} only.`,
      },
    },
  ];
}
