import type { Words } from '../../../kernel/words.ts';
import { holdsIn } from '../data/classification.ts';
import type { Said } from '../document/problem.ts';
import { nearest, normal } from '../document/signs.ts';
import type { Row, Table } from '../model.ts';
import { type Rule, type Sheet, tablePointer, words } from './sheet.ts';

interface PlacedRow {
  table: Table;
  row: Row;
  place: Pick<Said, 'what' | 'lines'> & { pointer: string };
}

const placed = new WeakMap<Sheet, PlacedRow[]>();

/** Every row of every table, with where it stands. */
function rowsOf(sheet: Sheet): PlacedRow[] {
  const known = placed.get(sheet);
  if (known) return known;
  const made = sheet.document.tables.flatMap((table) =>
    table.rows.map((row, i) => ({
      table,
      row,
      place: {
        what: `${table.id} ${row.code ? `${row.code} ` : ''}${row.nameZh}`,
        lines: [row.line],
        pointer: `${tablePointer(sheet, table)}/rows/${i}`,
      },
    })),
  );
  placed.set(sheet, made);
  return made;
}

/** Tables whose rows are codes, as the form says. */
const isCoded = (sheet: Sheet, table: Table) => sheet.form(table)?.layout === 'codes';

/** Another table has a row of the same code and name. */
const usedElsewhere = (sheet: Sheet, row: Row, table: Table) =>
  rowsOf(sheet).some(
    (other) => other.table !== table && other.row.code === row.code && normal(other.row.nameZh) === normal(row.nameZh),
  );

function unknownCodes(sheet: Sheet): Said[] {
  const said: Said[] = [];
  for (const { table, row, place } of rowsOf(sheet)) {
    if (row.code === null || sheet.code(row.code)) continue;
    const classKnown = sheet.code(row.code.slice(0, 3)) !== null;
    const functional = row.code.startsWith('2');
    const earlier = sheet.versionsOf(row.code).find(({ to }) => to !== null && to < sheet.year);
    const byName = [...sheet.codes()].find(
      ({ code, nameZh }) => normal(nameZh) === normal(row.nameZh) && code.length === row.code?.length,
    );
    // Of functional codes only an excerpt is known: one that several tables know by one name is left alone, another is
    // asked about, not refused.
    if (functional && classKnown && isCoded(sheet, table) && usedElsewhere(sheet, row, table)) continue;
    const severity = functional && classKnown && isCoded(sheet, table) ? 'warning' : 'error';
    said.push({
      ...place,
      severity,
      pointer: `${place.pointer}/code`,
      printed: row.code,
      expected: byName?.code ?? null,
      message: earlier
        ? words(
            `科目 ${row.code} ${earlier.nameZh} 只用到 ${earlier.to} 年`,
            `Code ${row.code} ${earlier.nameZh} was in use until ${earlier.to} only`,
          )
        : words(
            `${sheet.year} 年科目中没有 ${row.code}`,
            `There is no code ${row.code} in the ${sheet.year} classification`,
          ),
    });
  }
  return said;
}

/**
 * A functional item may be printed with its group behind it: 事业运行（政府办公厅（室）及相关机构事务）. Of a code that was
 * renamed within the year either name is right.
 */
function officialName(sheet: Sheet, row: Row): string | null {
  const code = row.code === null ? null : sheet.code(row.code);
  if (!code) return null;
  const tight = normal(row.nameZh);
  const own = sheet.versionsOf(code.code).filter((one) => holdsIn(one, sheet.year));
  const printed = own.find(({ nameZh }) => tight === normal(nameZh) || tight.startsWith(`${normal(nameZh)}（`));
  const name = normal((printed ?? code).nameZh);
  if (tight === name || code.code.length !== 7) return name;
  const group = sheet.code(code.code.slice(0, 5));
  const whole = group ? `${name}（${normal(group.nameZh)}）` : name;
  return tight.startsWith('（') || tight.includes('（') ? whole : name;
}

function wrongNames(sheet: Sheet): Said[] {
  const said: Said[] = [];
  for (const { table, row, place } of rowsOf(sheet)) {
    const form = sheet.form(table);
    const own = form?.rows.find(({ key }) => key === row.key);
    const official = own ? normal(own.nameZh) : row.kind === 'total' ? '合计' : officialName(sheet, row);
    if (official === null && form && form.rows.length > 0) {
      const near = nearest(normal(row.nameZh), form.rows, ({ nameZh }) => nameZh, 0.2);
      said.push({
        ...place,
        printed: row.nameZh,
        expected: near?.nameZh ?? null,
        message: words('样式中没有这一行', 'The form has no such row'),
      });
    } else if (official !== null && normal(row.nameZh) !== official) {
      said.push({
        ...place,
        pointer: `${place.pointer}/nameZh`,
        printed: row.nameZh,
        expected: official,
        message: words(`名称应为“${official}”`, `The name should be “${official}”`),
      });
    }
    if (
      own &&
      row.labelPrinted !== undefined &&
      normal(row.labelPrinted) !== normal(own.label) &&
      normal(row.nameZh) === official
    )
      said.push({
        ...place,
        pointer: `${place.pointer}/labelPrinted`,
        printed: row.labelPrinted,
        expected: own.label,
        message: words(`这一行应印作“${own.label}”`, `The row should read “${own.label}”`),
      });
  }
  return said;
}

function itemsOutsideClasses(sheet: Sheet): Said[] {
  const said: Said[] = [];
  let above = '';
  for (const { row, place, table } of rowsOf(sheet)) {
    if (sheet.form(table)?.codes !== 'economicItem' || row.code === null) continue;
    if (row.code.length === 3) above = row.code;
    else if (!row.code.startsWith(above) || above === '')
      said.push({
        ...place,
        pointer: `${place.pointer}/code`,
        printed: row.code,
        expected: `${above}xx`,
        message: words(
          `${row.code} 不属于其上的 ${above} 类`,
          `${row.code} does not belong to the class ${above} above it`,
        ),
      });
  }
  return said;
}

/** Economic codes stand in their order; the first that does not is told. */
function economicOrder(sheet: Sheet): Said[] {
  const rows = rowsOf(sheet).filter(
    ({ row, table }) => row.code !== null && sheet.form(table)?.codes?.startsWith('economic'),
  );
  return rows.flatMap(({ row, table, place }, i) => {
    const before = rows[i - 1];
    const later = before?.table === table && `${before.row.code}` > `${row.code}`;
    if (!later || row.code?.length !== before.row.code?.length) return [];
    return [
      {
        ...place,
        severity: 'warning',
        pointer: `${place.pointer}/code`,
        printed: row.code,
        expected: `${before.row.code} 之前`,
        message: words(
          `${row.code} 排在 ${before.row.code} 之后，次序不对`,
          `${row.code} stands after ${before.row.code}`,
        ),
      },
    ];
  });
}

/** The same code twice, or codes out of order. */
function repeatedCodes(sheet: Sheet): Said[] {
  const said: Said[] = [];
  const seen = new Map<Table, Set<string>>();
  for (const { row, table, place } of rowsOf(sheet)) {
    const code = row.code ?? row.key;
    const before = seen.get(table) ?? new Set();
    const key = `${row.side}${code}`;
    if (before.has(key))
      said.push({ ...place, printed: code, message: words(`${code} 出现了两次`, `${code} stands here twice`) });
    seen.set(table, before.add(key));
  }
  return [...said, ...economicOrder(sheet)];
}

const LENGTHS = { functional: [3, 5, 7], economicClass: [3], economicItem: [3, 5] };

function wrongLevels(sheet: Sheet): Said[] {
  const said: Said[] = [];
  for (const { row, table, place } of rowsOf(sheet)) {
    const codes = sheet.form(table)?.codes;
    if (!codes || row.code === null) continue;
    const length = row.code.length;
    const lowest = codes !== 'functional' || row.kind !== 'detail' || length === 7;
    if (LENGTHS[codes].includes(length) && lowest && row.code.startsWith(codes === 'functional' ? '2' : '3')) continue;
    said.push({
      ...place,
      pointer: `${place.pointer}/code`,
      printed: row.code,
      message: words(
        '功能分类应列到项（7 位），经济分类应列到款（5 位）',
        'Functions go down to the 7-digit item, economic codes to the 5-digit item',
      ),
    });
  }
  return said;
}

const rule = (id: string, title: Words, compares: Words, check: Rule['check']): Rule => ({
  id,
  severity: 'error',
  title,
  compares,
  tolerance: null,
  check,
});

export const codeRules: Rule[] = [
  rule(
    'R-CODE-1',
    words('科目在当年有效', 'Codes exist in the year'),
    words('科目编码在预算年度的科目表中', 'the code is in the classification of the budget year'),
    unknownCodes,
  ),
  rule(
    'R-CODE-2',
    words('名称与科目、样式一致', 'Names are the official ones'),
    words('括号统一后名称与科目表或样式相同', 'the name is the official one, brackets aside'),
    wrongNames,
  ),
  rule(
    'R-CODE-3',
    words('款列在本类之下', 'Items stand under their class'),
    words('款的编码以其上的类开头', "the item's code begins with its class"),
    itemsOutsideClasses,
  ),
  rule(
    'R-CODE-4',
    words('科目不重复', 'Codes are unique'),
    words('同一张表内编码和行不重复', 'no code or row twice in one table'),
    repeatedCodes,
  ),
  rule(
    'R-CODE-5',
    words('科目列到规定级次', 'Codes go down to the prescribed level'),
    words('功能 7 位，经济类 3 位、款 5 位', 'functions 7 digits, economic classes 3 and items 5'),
    wrongLevels,
  ),
];
