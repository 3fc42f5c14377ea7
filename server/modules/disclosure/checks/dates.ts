import type { Said } from '../document/problem.ts';
import { normal } from '../document/signs.ts';
import { type Rule, rule, type Sheet, sectionPath, words } from './sheet.ts';

const DUE_DAYS = 20;

function dates(sheet: Sheet): Said[] {
  const { approvalDate, publicationDate } = sheet.document.document;
  const place = { what: '封面 批复日期、公开日期', lines: sheet.reading.outline.front.slice(0, 2).map(({ n }) => n) };
  if (approvalDate === null || publicationDate === null) {
    const missing = [approvalDate === null ? '批复日期' : '', publicationDate === null ? '公开日期' : '']
      .filter(Boolean)
      .join('、');
    return [
      {
        ...place,
        pointer: approvalDate === null ? '/document/approvalDate' : '/document/publicationDate',
        printed: `没有${missing}`,
        expected: '批复日期和公开日期（批复后 20 日内公开）',
        message: words(`没有${missing}，无法核对公开是否及时`, 'Without both dates timeliness cannot be checked'),
      },
    ];
  }
  const late = (Date.parse(publicationDate) - Date.parse(approvalDate)) / 86_400_000;
  if (late <= DUE_DAYS && late >= 0) return [];
  return [
    {
      ...place,
      severity: 'error',
      pointer: '/document/publicationDate',
      printed: publicationDate,
      expected: `${approvalDate} 起 ${DUE_DAYS} 日内`,
      difference: String(late),
      message:
        late < 0
          ? words('公开早于批复', 'Published before approval')
          : words(`批复后第 ${late} 日才公开，超过 20 日`, `Published ${late} days after approval; the limit is 20`),
    },
  ];
}

const RESIDUE = /^附件[\d一二三四五六七八九十]*$|[×XＸ]{2,}(?:局|中心|部门|单位|县|区)|（填写|模板|样表/;

function residue(sheet: Sheet): Said[] {
  const { front, blocks } = sheet.reading.outline;
  const label = sheet.document.document.attachmentLabel;
  const found = [
    ...front.map(({ n, t }) => ({ line: n, text: normal(t) })),
    ...blocks.map(({ lines, text }) => ({ line: lines[0] ?? 1, text })),
  ].filter(({ text }) => RESIDUE.test(text));
  if (found.length === 0 && label) found.push({ line: 1, text: normal(label) });
  return found.map(({ line, text }) => ({
    what: line <= (front.at(-1)?.n ?? 0) || front.length === 0 ? '封面' : sectionPath(sheet, line),
    lines: [line],
    pointer: label && normal(label) === text ? '/document/attachmentLabel' : null,
    printed: RESIDUE.exec(text)?.[0] ?? text,
    message: words('样式或来文留下的字样，应删去', 'Left over from a template or a covering letter; remove it'),
  }));
}

function officesOfTheKind(sheet: Sheet): Said[] {
  const { unit } = sheet.document;
  const label = unit.internalDepartmentsLabelZh ?? '';
  if (!/机关|行政/.test(label) || !sheet.isInstitution()) return [];
  const row = sheet.details('expenditureByFunction')[0];
  const operating = sheet.fact('agencyOperatingFund.total');
  return [
    {
      what: `${sectionPath(sheet, unit.lines[0] ?? 1)} 内设机构`,
      lines: [unit.lines[0] ?? 1, ...(row ? [row.line] : []), ...(operating ? [operating.line] : [])],
      pointer: '/unit/internalDepartmentsLabelZh',
      phrase: label,
      printed: `${unit.internalDepartments ?? ''}个${label}`,
      expected: `${unit.internalDepartments ?? ''}个内设科室`,
      message: words(
        '按功能科目是事业单位，不称“机关行政”科室',
        'By its functional code it is an institution; its offices are no administrative ones',
      ),
    },
  ];
}

export const dateRules: Rule[] = [
  rule(
    'F-09',
    'warning',
    words('批复和公开日期', 'Dates of approval and publication'),
    words('都有，且公开 ≤ 批复 + 20 日', 'both are there; publication ≤ approval + 20 days'),
    dates,
    '0',
  ),
  rule(
    'F-10',
    'info',
    words('没有样式残留', 'No residue of a template'),
    words('没有“附件 n”、××局等字样', 'no attachment label, no sample names'),
    residue,
  ),
  rule(
    'F-11',
    'warning',
    words('机构称谓与性质相符', 'Offices are called by their kind'),
    words('事业单位不称机关行政科室', 'an institution has no administrative offices'),
    officesOfTheKind,
  ),
];
