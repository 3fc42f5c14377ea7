import { FUJIAN } from '../data/fujian.ts';
import type { Template } from '../data/template.ts';
import type { DisclosureDocument, Finding, ListItem, SourceLine } from '../model.ts';
import { readTables, unitOf } from './grids.ts';
import { UNIT_FACTORS } from './money.ts';
import { readNarrative, type ToldBlock, tellBlocks } from './narrative.ts';
import { type Outline, outline } from './outline.ts';
import { normal, numbered, plain } from './signs.ts';
import { readTargets } from './targets.ts';

/** A document, and what was noticed while reading it. */
export interface Reading {
  document: DisclosureDocument;
  template: Template;
  problems: Finding[];
  /** The source text by the form's headings and sentences; empty for a document without source lines. */
  outline: Outline;
  told: ToldBlock[];
  /** What the source lines say, where the document was read from JSON; null for a text. */
  retold: DisclosureDocument | null;
}

/** The templates by which a text is read, the first being the usual one. Another province's set is another entry. */
export const TEMPLATES: readonly Template[] = [FUJIAN];

/** Reads the plain text of a disclosure. Whatever the text is, there is an answer; what is missing the rules will say. */
export function parseDocument(text: string, templates: readonly Template[] = TEMPLATES): Reading {
  const lines = text
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\r|\n|\f/)
    .map((t, i) => ({ n: i + 1, t }))
    .filter(({ t }) => t.trim() !== '');
  return parseLines(lines, templates);
}

export function parseLines(lines: readonly SourceLine[], templates: readonly Template[] = TEMPLATES): Reading {
  const [best] = templates
    .map((template) => ({ template, outline: outline(lines, template) }))
    .sort((a, b) => fitOf(b) - fitOf(a));
  if (!best) throw new RangeError('there is no template to read by');
  return tell(lines, best.template, best.outline);
}

const fitOf = (one: { template: Template; outline: Outline }) =>
  one.outline.headings.filter(({ form }) => form !== null).length / one.template.sections.length;

function tell(lines: readonly SourceLine[], template: Template, parts: Outline): Reading {
  const unitPrinted = usualUnit(parts);
  const unitFactor = UNIT_FACTORS[unitPrinted] ?? 10_000;
  const told = tellBlocks(parts, template);
  const { tables, problems } = readTables(parts, template, unitPrinted);
  const { overall, projects, problems: more } = readTargets(parts, template, unitFactor);
  const narrative = readNarrative(told, template, unitPrinted);
  const title = titleOf(parts, told);
  const unit = readUnit(parts, told, title.name);
  const staff = template.facts['unit.staffInPost'];
  if (staff && unit.staffInPost !== null) {
    const printed = String(unit.staffInPost);
    const at = narrative.facts.findIndex(({ key }) => key === 'unit.internalDepartments') + 1;
    const { id, labelZh, unit: unitName = '' } = staff;
    const value = unit.staffInPost;
    const line = unit.lines.at(-1) ?? 1;
    narrative.facts.splice(at, 0, {
      id,
      line,
      key: 'unit.staffInPost',
      labelZh,
      printed,
      unitPrinted: unitName,
      kind: 'count',
      value,
    });
  }
  const functional = tables.find(({ key }) => key === 'expenditureByFunction');
  const document: DisclosureDocument = {
    schemaVersion: '1.0.0',
    document: {
      id: `department-budget-${title.year}`,
      kind: title.kind,
      fiscalYear: title.year,
      attachmentLabel: plain(parts.front.find(({ t }) => normal(t).startsWith('附件'))?.t ?? '').trim() || null,
      titlePrinted: title.printed,
      titleZh: normal(title.printed),
      currency: { code: 'CNY', unitPrinted, unitFactor },
      approvalDate: dateAfter(lines, /批复(?:日期|时间)/),
      publicationDate: dateAfter(lines, /公开(?:日期|时间)/),
    },
    unit: { ...unit, functionCode: functional?.rows.find(({ kind }) => kind === 'detail')?.code ?? '' },
    toc: parts.toc,
    overview: {
      duties: listOf(parts, 'duties'),
      tasksIntroLine: told.find(({ form }) => form.section === 'tasks')?.block.lines[0] ?? 1,
      tasks: listOf(parts, 'tasks'),
    },
    tables,
    narrative,
    performance: {
      overall,
      projects,
      headings: headingsUnder(parts, 'performance'),
    },
    glossary: {
      terms: parts.blocks
        .filter(({ section }) => section === 'glossary')
        .flatMap(({ text, lines: [line = 1] }) => {
          const number = numbered(text);
          const [termZh, definition] = number?.rest.split('：') ?? [];
          return number && termZh && definition !== undefined ? [{ line, ordinal: number.ordinalText, termZh }] : [];
        }),
    },
    lines: [...lines],
  };
  return { document, template, problems: [...problems, ...more], outline: parts, told, retold: null };
}

function usualUnit({ captions }: Outline): string {
  const seen = captions.filter(({ kind }) => kind === 'unit').map(unitOf);
  return mostFrequent(seen.filter((unit) => unit in UNIT_FACTORS)) ?? '万元';
}

/** What stands most often; of equals the first. */
export function mostFrequent(values: readonly string[]): string | null {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  let best: string | null = null;
  for (const [value, count] of counts) if (best === null || count > (counts.get(best) ?? 0)) best = value;
  return best;
}

interface Title {
  printed: string;
  year: number;
  name: string;
  kind: DisclosureDocument['document']['kind'];
}

/** The cover, and the year that most of the document means: one slip of a digit must not make it another year's. */
function titleOf({ front, captions }: Outline, told: readonly ToldBlock[]): Title {
  const line = front.find(({ t }) => /(?:部门|单位)(?:预算|决算)/.test(normal(t)));
  const printed = plain(line?.t ?? '').trim();
  const tight = normal(printed);
  const [, ownYear = '', name = '', scope, account] = /^(\d{4})年度?(.*?)(部门|单位)(预算|决算)/.exec(tight) ?? [];
  const years = [
    ...(ownYear ? [ownYear] : []),
    ...captions.flatMap(({ printed: title }) => /^\d{4}(?=年)/.exec(normal(title))?.[0] ?? []),
    ...told.flatMap(({ told: { slots } }) => slots.filter(({ name: slot }) => slot === 'year').map(({ text }) => text)),
  ];
  return {
    printed,
    year: Number(mostFrequent(years) ?? 0),
    name,
    kind: `${scope === '单位' ? 'unit' : 'department'}${account === '决算' ? 'FinalAccount' : 'Budget'}`,
  };
}

/** All places where the form wants the unit's own name, with what stands there. */
export function namePlaces(told: readonly ToldBlock[]): { line: number; name: string }[] {
  return told.flatMap(({ block, told: { slots } }) =>
    slots.filter(({ name }) => name === 'unit').map(({ text }) => ({ line: block.lines[0] ?? 1, name: text })),
  );
}

function readUnit(
  parts: Outline,
  told: readonly ToldBlock[],
  titleName: string,
): Omit<DisclosureDocument['unit'], 'functionCode'> {
  const rows = parts.rows.filter(({ section }) => section === 'units');
  const header = rows[0];
  const at = (label: RegExp) => header?.cells.findIndex((cell) => label.test(normal(cell))) ?? -1;
  const body = rows.slice(1).filter(({ cells }) => cells.filter(Boolean).length > 1);
  const cell = (row: (typeof rows)[number] | undefined, place: number, usual: number) =>
    row?.cells[place >= 0 ? place : usual] ?? '';
  const name = normal(cell(body[0], at(/单位名称/), 0));
  const nameZh = mostFrequent([name, titleName, ...namePlaces(told).map((place) => place.name)].filter(Boolean)) ?? '';
  const counts = body.map((row) => cell(row, at(/在职/), 2));
  const staff = counts.every((text) => /^\d{1,6}$/.test(text)) && counts.length > 0;
  const quota = at(/编制/) >= 0 ? cell(body[0], at(/编制/), 3) : '';
  const slot = (key: string) =>
    told.flatMap(({ told: { slots } }) => slots).find((one) => one.name === key)?.text ?? null;
  const number = (text: string | null) => (text !== null && /^\d{1,6}$/.test(text) ? Number(text) : null);
  const sentence = told.find(({ form }) => form.section === 'units')?.block;
  const districtZh = /^(?:[^市]{1,6}市)?[^区县旗市]{1,6}[区县旗]/.exec(nameZh)?.[0] ?? '';
  return {
    nameZh,
    shortNameZh: nameZh.slice(districtZh.length).replace(/[“”"]/g, ''),
    districtZh,
    fundingNatureZh: cell(body[0], at(/经费/), 1),
    staffInPost: staff ? counts.reduce((sum, text) => sum + Number(text), 0) : null,
    staffQuota: number(quota),
    internalDepartments: number(slot('#unit.internalDepartments')),
    internalDepartmentsLabelZh: slot('label') ?? '',
    subordinateUnits: number(slot('#unit.subordinateUnits')) ?? (sentence?.text.includes('无下属单位') ? 0 : null),
    lines: [...(sentence?.lines ?? []), ...(header ? [header.line] : []), ...body.map(({ line }) => line)],
  };
}

function listOf({ blocks }: Outline, section: string): ListItem[] {
  return blocks
    .filter((block) => block.section === section)
    .flatMap(({ text, printed, lines: [line = 1] }) => {
      const number = numbered(text);
      if (number?.level !== 'subsection') return [];
      return [{ line, ordinal: number.ordinalText, textZh: printed.replace(/^[（(][^）)]*[）)]\s*/, '') }];
    });
}

function headingsUnder({ headings }: Outline, section: string) {
  const begin = headings.findIndex(({ form }) => form?.key === section);
  if (begin < 0) return [];
  const rest = headings.slice(begin + 1);
  const end = rest.findIndex(({ level }) => level === 'part' || level === 'section');
  return rest
    .slice(0, end < 0 ? undefined : end)
    .map(({ line, mark, title }) => ({ line, numberPrinted: mark, titleZh: title }));
}

function dateAfter(lines: readonly SourceLine[], label: RegExp): string | null {
  for (const { t } of lines) {
    const tight = normal(t);
    if (!label.test(tight)) continue;
    const [, year, month = '', day = ''] =
      /(\d{4})[年-](\d{1,2})[月-](\d{1,2})/.exec(tight.slice(tight.search(label))) ?? [];
    if (year) return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  }
  return null;
}
