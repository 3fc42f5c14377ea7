import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { htmlOf } from '../../adapters/html.ts';
import type { PaperTable } from '../../adapters/paper.ts';
import { contentsOf, placesIn, writePdf } from '../../adapters/pdf.ts';
import { readWorkbook } from '../../adapters/spreadsheet.ts';
import { unzipped, zipOf } from '../../adapters/zip.ts';
import { ISSUED_CODES } from '../budget/classification/data/codes.ts';
import { governmentOf } from '../budget/classification/government.ts';
import { codesIn } from '../budget/classification/rules.ts';
import type { Line, Project } from '../budget/model.ts';
import { keyOf } from '../budget/rules.ts';
import { parseDocument } from '../disclosure/document/parse.ts';
import { readContent } from '../disclosure/document/read.ts';
import type { DisclosureDocument } from '../disclosure/model.ts';
import { namesIn } from './figures.ts';
import { filesOf, type MadeFile } from './files.ts';
import type { FileFormat } from './model.ts';
import { fiscalPackage } from './open-data.ts';
import { paperOf } from './paper.ts';

const text = readFileSync(new URL('../disclosure/data/gulou-2022.txt', import.meta.url), 'utf8');
const reading = parseDocument(text);
const document: DisclosureDocument = reading.document;
const paper = paperOf(reading);
const tables = paper.blocks.filter((block): block is PaperTable => block.kind === 'table' && block.head.length > 0);
const line = (economicCode: string, fen: number, more: Partial<Line> = {}): Line => ({
  functionCode: '2010350',
  economicCode,
  fund: 'generalPublicBudget',
  kind: 'basic',
  role: 'personnel',
  projectCode: null,
  fen,
  ...more,
});
const lines = [
  line('30101', 238_500_000),
  line('30201', 32_130_000, { role: 'public' }),
  line('30213', 11_980_000, { kind: 'project', role: null, projectCode: 'P1' }),
];
const project: Project = {
  code: 'P1',
  nameZh: '一般业务经费',
  category: 'operation',
  basis: '',
  goalZh: '保证指挥中心设备网络维护。',
  firstYear: 2022,
  lastYear: null,
  reviewed: true,
};
const projects = [project, { ...project, code: 'P2', nameZh: '未安排资金的项目' }];
const named = { year: 2022, unit: { kind: 'institution' }, lines, approvedLines: lines } as const;
const government = governmentOf({
  ...named,
  government: { [keyOf(line('30213', 0, { kind: 'project', role: null, projectCode: 'P1' }))]: '50209' },
});
const names = new Map([
  ...namesIn({ year: 2022 }),
  ...codesIn(ISSUED_CODES, 2022).map(({ code, nameZh }) => [code, nameZh] as const),
]);
const AT = '2026-01-20T00:00:00.000Z';
let files: Map<FileFormat, MadeFile>;
const bytesOf = (format: FileFormat): Buffer => files.get(format)?.bytes ?? Buffer.alloc(0);

beforeAll(async () => {
  const made = await filesOf({ reading, text, lines, projects, names, government, at: AT });
  files = new Map(made.map((file) => [file.format, file]));
});

/** The parts of a zip as text, by name. */
const partsOf = (zip: Buffer) =>
  new Map(unzipped(zip, 50_000_000).map(({ name, bytes }) => [name, Buffer.from(bytes).toString()]));

/** Every amount of a table, in hundredths of the printed unit. */
const amountsOf = (table: DisclosureDocument['tables'][number]) =>
  table.rows
    .flatMap(({ cells }) => Object.values(cells))
    .flatMap(({ fen }) => (fen === null ? [] : [fen / 10_000]))
    .sort((a, b) => a - b);

describe('the files of a document', () => {
  test('the workbook has a sheet for each table, with every amount as a number and its heading on every page', async () => {
    const sheets = (await readWorkbook(bytesOf('xlsx'))) ?? [];
    expect(sheets).toHaveLength(11);
    for (const [i, table] of document.tables.entries()) {
      const cells = sheets[i]?.rows.flat() ?? [];
      const numbers = cells.filter((cell) => typeof cell === 'number').map((value) => Math.round(value * 100));
      expect(
        numbers.sort((a, b) => a - b),
        table.id,
      ).toEqual(amountsOf(table));
      if (table.statementZh) expect(cells).toContain(table.statementZh);
    }
    const parts = partsOf(bytesOf('xlsx'));
    const book = parts.get('xl/workbook.xml') ?? '';
    const names = [...book.matchAll(/<sheet name="([^"]+)"/g)].map(([, name]) => name);
    expect(names[8]).toBe('表9一般公共预算基本支出经济分类情况表');
    const repeated = [...book.matchAll(/_xlnm\.Print_Titles"[^>]*>([^!]+)!/g)].map(([, name]) => name);
    expect(repeated).toEqual(names);
    expect(parts.get('xl/worksheets/sheet9.xml')).toMatch(/<pane ySplit="3"[^>]*state="frozen"/);
    expect(sheets[0]?.merged).toEqual(expect.arrayContaining(['A1:D1', 'A3:B3', 'C3:D3']));
  });

  test('the Word document is laid out as an official document, and says all that the tables say', () => {
    const parts = partsOf(bytesOf('docx'));
    const xml = parts.get('word/document.xml') ?? '';
    const said = xml.replace(/<[^>]+>/g, ' ');
    expect(xml).toMatch(/<w:pgMar[^>]*w:top="209[78]"/);
    for (const face of ['仿宋_GB2312', '黑体', '方正小标宋简体']) expect(xml).toContain(`w:eastAsia="${face}"`);
    expect(xml).toContain('w:line="560" w:lineRule="exact"');
    expect(xml).toContain('TOC \\h \\o');
    const pages = [...xml.matchAll(/PAGEREF _Toc\d+ \\h<\/w:instrText>.*?<w:t[^>]*>(\d+)<\/w:t>/g)].map(([, page]) =>
      Number(page),
    );
    expect(pages).toHaveLength(paper.blocks.filter((block) => block.kind === 'heading' && block.level <= 2).length);
    expect(pages).toEqual([...pages].sort((a, b) => a - b));
    expect(xml.match(/<w:tblHeader\/>/g)?.length).toBe(tables.reduce((sum, { head }) => sum + head.length, 0));
    expect([...parts].some(([name, part]) => name.startsWith('word/footer') && part.includes('PAGE'))).toBe(true);
    for (const table of document.tables) {
      expect(said).toContain(table.nameZh);
      for (const { printed } of table.rows.flatMap(({ cells }) => Object.values(cells)))
        expect(said).toContain(printed);
      if (table.statementZh) expect(said).toContain(table.statementZh);
    }
  });

  test('the PDF has its pages, its two typefaces, and is the same for the same document', async () => {
    const pdf = bytesOf('pdf');
    const pages = pdf.toString('latin1').match(/\/Type \/Page\b(?!s)/g)?.length ?? 0;
    expect(pages).toBeGreaterThan(20);
    expect(pdf.toString('latin1')).toContain('NotoSerifSC');
    expect(pdf.toString('latin1')).toContain('NotoSansSC');
    const wide = pdf.toString('latin1').match(/\/MediaBox \[0 0 841\.89 595\.28\]/g)?.length ?? 0;
    expect(wide).toBeGreaterThanOrEqual(2);
    const short = await writePdf({ ...paper, blocks: paper.blocks.slice(0, 3) }, AT);
    expect(Buffer.from(await writePdf({ ...paper, blocks: paper.blocks.slice(0, 3) }, AT))).toEqual(Buffer.from(short));
    expect(
      Buffer.from(short)
        .toString('latin1')
        .match(/\/Type \/Page\b(?!s)/g)?.length,
    ).toBeLessThan(pages);
  });

  test('nothing of the marks of a text is printed, and goals, levels and targets each have their cell', () => {
    const printed = paper.blocks.flatMap((block) =>
      block.kind === 'table' ? block.rows.flatMap(({ cells }) => cells.map(({ text: one }) => one)) : [block.text],
    );
    for (const one of printed) expect(one).not.toMatch(/\*\*|<\/?\w|^- /);
    const goals = paper.blocks.find(
      (block): block is PaperTable => block.kind === 'table' && /整体支出/.test(block.title),
    );
    const cells = goals?.rows.map((row) => row.cells) ?? [];
    expect(cells.find(([first]) => first?.text === '年度目标')?.[1]).toMatchObject({ colSpan: 4 });
    expect(cells.flat().find(({ text: one }) => one === '效益指标')?.rowSpan).toBe(7);
    const last = cells.find((row) => row.some(({ text: one }) => one.startsWith('员工对')));
    expect(last?.map(({ text: one }) => one)).toEqual(['员工对办公设备满意率', '≥100%']);
  });

  test('a cell that is longer than a page is printed to its end', async () => {
    const long = '（一）完善机制。'.repeat(900);
    const table: PaperTable = {
      kind: 'table',
      id: 'G1',
      title: '绩效目标表',
      unit: '',
      head: [],
      rows: [{ cells: [{ text: '年度目标' }, { text: long }] }],
      widths: [1, 4],
      statement: null,
      line: 1,
    };
    const pages = async (one: PaperTable) =>
      Buffer.from(await writePdf({ title: '目标', cover: [], blocks: [one] }, AT))
        .toString('latin1')
        .match(/\/Type \/Page\b(?!s)/g)?.length ?? 0;
    const short = { ...table, rows: [{ cells: [{ text: '年度目标' }, { text: '（一）完善机制。' }] }] };
    expect(await pages(table)).toBeGreaterThan((await pages(short)) + 2);
  });

  test('the heading of a table stands again on each page of the PDF that it goes on to', async () => {
    const cells = (text: string) => [{ text }, { text }];
    const heading = Array.from({ length: 10 }, (_, i) => cells(`表头${i}`));
    const lines = Array.from({ length: 120 }, (_, i) => cells(`第${i}行`));
    const pages = async (head: typeof heading, rows: typeof heading) => {
      const table: PaperTable = {
        kind: 'table',
        id: 'T',
        title: '表',
        unit: '',
        head,
        rows: rows.map((one) => ({ cells: one })),
        widths: [1, 1],
        statement: null,
        line: 1,
      };
      const pdf = await writePdf({ title: '表', cover: [], blocks: [table] }, AT);
      return (
        Buffer.from(pdf)
          .toString('latin1')
          .match(/\/Type \/Page\b(?!s)/g)?.length ?? 0
      );
    };
    expect(await pages(heading, lines)).toBeGreaterThan(await pages([], [...heading, ...lines]));
  });

  test('the JSON is read back as the same document', () => {
    const read = readContent(bytesOf('json').toString());
    if ('refused' in read) throw new Error(read.refused.en);
    expect(read.document.tables).toEqual(document.tables);
    expect(read.document.narrative.facts).toEqual(document.narrative.facts);
  });

  test('the JSON says the codes of the projects, which the printed tables leave out', () => {
    const { performance } = JSON.parse(bytesOf('json').toString());
    expect(document.performance.projects.map(({ nameZh, code }) => [nameZh, code])).toEqual([['一般业务经费', null]]);
    expect(performance.projects.map(({ nameZh, code }: Project) => [nameZh, code])).toEqual([['一般业务经费', 'P1']]);
  });

  test('the contents of the PDF lead from each heading by dots to the number of its page', () => {
    type Entry = { columns: { text?: string; linkToDestination?: string; pageReference?: string }[] };
    const listed = contentsOf(placesIn(paper.blocks)) as unknown as Entry[];
    const headings = paper.blocks.filter((block) => block.kind === 'heading' && block.level <= 2);
    expect(listed.map(({ columns: [heading] }) => heading?.text)).toEqual(
      headings.map((block) => (block.kind === 'heading' ? block.text : '')),
    );
    for (const { columns } of listed) {
      expect(columns[1]?.text).toMatch(/^…{2,}$/);
      expect(columns[2]?.pageReference).toBe(columns[0]?.linkToDestination);
    }
    const [longest, shortest] = [listed.map(({ columns }) => columns[0]?.text?.length ?? 0)].flatMap((lengths) => [
      listed[lengths.indexOf(Math.max(...lengths))]?.columns[1]?.text?.length ?? 0,
      listed[lengths.indexOf(Math.min(...lengths))]?.columns[1]?.text?.length ?? 0,
    ]);
    expect(shortest).toBeGreaterThan(longest ?? 0);
  });

  test('the page has every table, empty ones with their sentence, and nothing that runs', () => {
    const html = bytesOf('html').toString();
    expect(html.match(/<thead>/g)).toHaveLength(11);
    expect(html).toContain('本部门 2022 年没有使用政府性基金预算拨款安排的支出。');
    expect(html).toContain('table-header-group');
    expect(html).not.toMatch(/<script|\son\w+=/);
  });

  test('what somebody wrote to be run stands there as text, wherever it was written', () => {
    const run = `"><script>alert(1)</script><img src=x onerror='alert(1)'>&`;
    const cells = [{ text: run }];
    const html = htmlOf({
      title: run,
      cover: [run],
      blocks: [
        { kind: 'heading', level: 1, text: run, line: 1 },
        { kind: 'paragraph', text: run, line: 2 },
        {
          kind: 'table',
          id: run,
          title: run,
          unit: run,
          head: [cells],
          rows: [{ cells }],
          widths: [1],
          statement: run,
          line: 3,
        },
      ],
    });
    expect(html.match(/<script|<img|onerror=(?!'alert\(1\)'&gt;)/g)).toBeNull();
    expect(html.split('&lt;script&gt;')).toHaveLength(12);
  });

  test('the CSV has one line for each printed amount', () => {
    const printed = document.tables
      .flatMap(({ rows }) => rows.flatMap(({ cells }) => Object.values(cells)))
      .filter((amount) => amount.printed !== '').length;
    expect(bytesOf('csv').toString().trim().split('\r\n')).toHaveLength(printed + 1);
  });

  describe('the fiscal package, read back', () => {
    type Field = { name: string; type: string; columnType?: string };
    type Dimension = { primaryKey: string[]; attributes: Record<string, Record<string, string>> };
    const read = () => {
      const parts = partsOf(bytesOf('datapackage'));
      const descriptor = JSON.parse(parts.get('datapackage.json') ?? '{}');
      const [resource] = descriptor.resources;
      const [head = '', ...rows] = (parts.get(resource.path) ?? '').trim().split('\r\n');
      const names = head.split(',');
      const table = rows.map((row) => Object.fromEntries(row.split(',').map((cell, i) => [names[i], cell])));
      return {
        descriptor,
        parts,
        fields: resource.schema.fields as Field[],
        key: resource.schema.primaryKey,
        names,
        table,
      };
    };
    const cents = (rows: Record<string, string>[]) =>
      rows.reduce((sum, { amount }) => sum + Math.round(Number(amount) * 100), 0);
    const printedCents = (table: string, row: string, column: string) =>
      (document.tables.find(({ key }) => key === table)?.rows.find(({ key }) => key === row)?.cells[column]?.fen ?? 0) /
      10_000;

    test('says whose year it is, and every column of its table stands in the descriptor with its type', () => {
      const { descriptor, fields, names, table, key } = read();
      expect(descriptor).toMatchObject({
        countryCode: 'cn',
        fiscalPeriod: { start: '2022-01-01', end: '2022-12-31' },
        granularity: 'aggregated',
      });
      expect(fields.map(({ name }) => name)).toEqual(names);
      const types = fields.flatMap(({ columnType }) => columnType ?? []);
      for (const needed of ['date:fiscal-year', 'phase:id', 'phase:label', 'direction', 'value', 'value-currency:code'])
        expect(types).toContain(needed);
      expect(new Set(types).size).toBe(types.length);
      const holds: Record<string, RegExp> = { integer: /^\d+$/, number: /^-?\d+\.\d{2,}$/, string: /^[^"]*$/ };
      for (const row of table)
        for (const { name, type } of fields) expect(row[name], name).toMatch(holds[type] ?? /^$/);
      expect(new Set(table.map((row) => row[key[0]])).size).toBe(3);
      expect(table[0]).toMatchObject({
        function_class: '一般公共服务支出',
        function_group_code: '20103',
        function: '事业运行',
        economic_class: '工资福利支出',
        expenditure_type: '基本支出',
        phase_id: 'approved',
        direction: 'expenditure',
        currency: 'CNY',
      });
    });

    test('says of each line under which code of the government’s budget it counts, and which project it is of', () => {
      const { table } = read();
      expect(table.map((row) => [row.economic_code, row.government_code, row.government, row.project_code])).toEqual([
        ['30101', '50501', '工资福利支出', ''],
        ['30201', '50502', '商品和服务支出', ''],
        ['30213', '50209', '维修（护）费', 'P1'],
      ]);
    });

    test('has a table of the projects that have money, which the lines name', () => {
      const { descriptor, parts, table } = read();
      const [lines, projects] = descriptor.resources;
      expect(lines.schema.foreignKeys).toEqual([
        { fields: ['project_code'], reference: { resource: 'projects', fields: ['code'] } },
      ]);
      const [head = '', ...rows] = (parts.get(projects.path) ?? '').trim().split('\r\n');
      expect(head.split(',')).toEqual(projects.schema.fields.map(({ name }: Field) => name));
      expect(rows).toEqual(['P1,一般业务经费,operation,运转类,2022,,,保证指挥中心设备网络维护。,11.98']);
      for (const { project_code: code } of table)
        if (code) expect(rows.some((row) => row.startsWith(`${code},`))).toBe(true);
    });

    test('adds up all lines of a project', () => {
      const more = line('30299', 20_000, { kind: 'project', role: null, projectCode: 'P1' });
      const source = { document, lines: [...lines, more], projects, names, government };
      const table = fiscalPackage(source).find(({ name }) => name === 'projects.csv');
      expect(Buffer.from(table?.bytes ?? []).toString()).toMatch(/^P1,.*,12\.00\r?$/m);
    });

    test('names in its model only columns that are there, each in one dimension, with keys and labels that hold', () => {
      const { descriptor, names } = read();
      const { measures, dimensions } = descriptor.model;
      expect(measures.amount).toEqual({
        source: 'amount',
        currency: 'CNY',
        factor: 10_000,
        direction: 'expenditure',
        phase: 'approved',
      });
      const used = (Object.values(dimensions) as Dimension[]).flatMap(({ primaryKey, attributes }) => {
        expect(Object.keys(attributes)).toEqual(expect.arrayContaining(primaryKey));
        for (const { labelfor, parent } of Object.values(attributes))
          for (const other of [labelfor, parent]) if (other) expect(Object.keys(attributes)).toContain(other);
        return Object.values(attributes).map(({ source }) => source);
      });
      expect(used).toHaveLength(new Set(used).size);
      expect(new Set([...used, 'amount', 'currency'])).toEqual(new Set(names));
    });

    test('adds up to the tables: in all, by function, by economic class, and by basic and project expenditure', () => {
      const { table } = read();
      const of = (column: string, value: string) => cents(table.filter((row) => row[column] === value));
      expect(cents(table)).toBe(printedCents('expenditureByFunction', 'total', 'total'));
      expect(cents(table)).toBe(28_261);
      expect(of('function_code', '2010350')).toBe(printedCents('expenditureByFunction', 'c2010350', 'total'));
      for (const code of ['301', '302'])
        expect(of('economic_class_code', code)).toBe(
          printedCents('generalBudgetByEconomicClass', `c${code}`, 'budget'),
        );
      for (const kind of ['basic', 'project'])
        expect(of('expenditure_type_code', kind)).toBe(printedCents('expenditureByFunction', 'total', kind));
    });
  });

  test('a zip is the same for the same files', () => {
    const made = [{ name: '表.csv', bytes: Buffer.from('一,二') }];
    expect(zipOf(made).equals(zipOf(made))).toBe(true);
    expect(partsOf(zipOf(made)).get('表.csv')).toBe('一,二');
  });
});
