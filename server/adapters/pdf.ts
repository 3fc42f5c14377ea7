import { createRequire } from 'node:module';
import pdfmake from 'pdfmake';
import {
  across,
  type Block,
  isWide,
  kept,
  type Paper,
  type PaperTable,
  placed,
  titleLines,
  unitLine,
} from './paper.ts';

const find = createRequire(import.meta.url).resolve;
const BODY = find('@expo-google-fonts/noto-serif-sc/400Regular/NotoSerifSC_400Regular.ttf');
const BOLD = find('@expo-google-fonts/noto-serif-sc/700Bold/NotoSerifSC_700Bold.ttf');
const BLACK = find('@expo-google-fonts/noto-sans-sc/500Medium/NotoSansSC_500Medium.ttf');

// The free faces nearest to those of the norm: for 仿宋 and 楷体 a serif, for 小标宋 the same in bold, for 黑体 a sans.
pdfmake.addFonts({
  Serif: { normal: BODY, bold: BOLD, italics: BODY, bolditalics: BOLD },
  Sans: { normal: BLACK, bold: BLACK, italics: BLACK, bolditalics: BLACK },
});
// A document is text and lines: nothing is fetched, and of the disk only the typefaces are read.
pdfmake.setUrlAccessPolicy(() => false);
pdfmake.setLocalAccessPolicy((path) => path === BODY || path === BOLD || path === BLACK);

type Node = Record<string, unknown>;

/** Points in a millimetre. */
const MM = 72 / 25.4;
/** GB/T 9704: 版心 156 x 225 mm, 28 signs of 3号 in a line. */
const WIDTH = 156 * MM;
const SIZE = WIDTH / 28.05;
/** What the typefaces leave between lines by themselves, in shares of their size. */
const NATURAL = 1.437;
/** A line of so many points. */
const pitch = (points: number, size: number) => points / (size * NATURAL);
const BODY_TEXT = { fontSize: SIZE, lineHeight: pitch(28, SIZE) };

/** The document in official form: margins and type of GB/T 9704, contents with their pages, headings of tables repeated. */
export async function writePdf(paper: Paper, madeAt: string): Promise<Uint8Array> {
  const places = placesIn(paper.blocks);
  const content: Node[] = [...front(paper, places)];
  let wide = false;
  for (const [i, group] of kept(paper.blocks).entries()) {
    const own = across(group);
    const turn = own !== wide;
    wide = own;
    const nodes = together(group, places);
    const begins = group[0]?.kind === 'heading' && group[0].level === 1 && i > 0;
    if (nodes[0] && turn)
      Object.assign(nodes[0], { pageBreak: 'before', pageOrientation: own ? 'landscape' : 'portrait' });
    else if (nodes[0] && begins) nodes[0].pageBreak = 'before';
    content.push(...nodes);
  }
  const made = pdfmake.createPdf({
    pageSize: 'A4',
    pageMargins: [28 * MM, 37 * MM, 26 * MM, 35 * MM],
    info: { title: paper.title, creationDate: new Date(madeAt), modDate: new Date(madeAt) },
    defaultStyle: { font: 'Serif', ...BODY_TEXT },
    // 4号, under the type area by 7 mm.
    footer: (page: number) => ({ text: `— ${page} —`, alignment: 'center', fontSize: 14, margin: [0, 7 * MM, 0, 0] }),
    content: content as never,
  });
  return new Uint8Array(await made.getBuffer());
}

/** A line of the contents, and the number of its page. */
const ENTRY = { fontSize: 13, lineHeight: pitch(18, 13) };

/** How wide a heading is in the contents: of a sign of the typefaces about half is the width of a letter or figure. */
const breadth = (text: string) =>
  [...text].reduce((sum, sign) => sum + (sign < '\u2000' ? 0.56 : 1), 0) * ENTRY.fontSize;

/** Room for the number of a page, for which five figures stand until it is known. */
const NUMBER = 42;

/** 目录 — each heading, dots to the edge, and the number of its page. */
export function contentsOf(places: Places): Node[] {
  return [...places].map(([{ level, text }, place]) => {
    const indent = (level - 1) * SIZE;
    const whole = WIDTH - NUMBER - indent;
    const room = whole - (breadth(text) % whole);
    const dots = '…'.repeat(Math.max(2, Math.floor(room / ENTRY.fontSize) - 1));
    return {
      columns: [
        { text, width: 'auto', linkToDestination: place },
        { text: dots, width: '*', alignment: 'right' },
        { pageReference: place, width: NUMBER, alignment: 'right' },
      ],
      margin: [indent, 0, 0, 0],
      ...ENTRY,
    };
  });
}

/** The headings that the contents list, with the names by which they find them. */
type Places = ReadonlyMap<Heading, string>;
type Heading = Extract<Block, { kind: 'heading' }>;

export const placesIn = (blocks: readonly Block[]): Places =>
  new Map(
    blocks.flatMap((block, i) =>
      block.kind === 'heading' && block.level <= 2 ? [[block, `heading-${i}`] as const] : [],
    ),
  );

function front({ title, cover }: Paper, places: Places): Node[] {
  return [
    { stack: cover.map((text) => ({ text })) },
    {
      stack: titleLines(title).map((text) => ({
        text,
        bold: true,
        fontSize: 22,
        alignment: 'center',
        lineHeight: 1.3,
      })),
      margin: [0, 150, 0, 0],
    },
    {
      text: '目　录',
      font: 'Sans',
      fontSize: 18,
      alignment: 'center',
      margin: [0, 0, 0, 14],
      pageBreak: 'before',
    },
    ...contentsOf(places),
    { text: '', pageBreak: 'after' },
  ];
}

/** Headings with the beginning of what follows; what is longer than the rest of a page begins on one of its own. */
function together(group: readonly Block[], places: Places): Node[] {
  const nodes = group.flatMap((block) => drawn(block, places));
  const last = group.at(-1);
  if (last?.kind !== 'table') return group.length > 1 ? [{ stack: nodes, unbreakable: true }] : nodes;
  if (fits(last, group.length)) return [{ stack: nodes, unbreakable: true }];
  if (group.length > 1 && nodes[0]) nodes[0].pageBreak = 'before';
  return nodes;
}

const tableSize = (table: PaperTable) => (isWide(table) ? 9 : 10.5);

/** Whether a table stands on one page, its headings with it. */
function fits(table: PaperTable, headings: number): boolean {
  const widths = widthsOf(table);
  const size = tableSize(table);
  const lines = placed([...table.head, ...table.rows.map(({ cells }) => cells)]).reduce((found, cell) => {
    const room = widths.slice(cell.column, cell.column + (cell.colSpan ?? 1)).reduce((sum, width) => sum + width, 0);
    const own = Math.ceil((cell.text.length * size) / room) || 1;
    return found.set(cell.row, Math.max(found.get(cell.row) ?? 1, cell.rowSpan ? 1 : own));
  }, new Map<number, number>());
  const height = [...lines.values()].reduce((sum, own) => sum + own * size * NATURAL * 0.95 + 2.5, 0);
  return height + headings * 30 + 60 < ((isWide(table) ? 210 : 297) - 37 - 35) * MM;
}

const HEADINGS = [
  { bold: true, fontSize: 22, lineHeight: 1.2, alignment: 'center', margin: [0, 4, 0, 14] },
  { font: 'Sans', margin: [SIZE * 2, 0, 0, 0] },
  { bold: true, margin: [SIZE * 2, 0, 0, 0] },
  { bold: true, margin: [SIZE * 2, 0, 0, 0] },
];

function drawn(block: Block, places: Places): Node[] {
  if (block.kind === 'table') return tableOf(block);
  if (block.kind === 'paragraph') return [{ text: block.text, leadingIndent: SIZE * 2 }];
  const place = places.get(block);
  return [{ text: block.text, ...HEADINGS[block.level - 1], ...(place ? { id: place } : {}) }];
}

/** A cell of more signs than these may go over the end of a page. */
const LONG = 300;

const LINES = {
  hLineWidth: () => 0.5,
  vLineWidth: () => 0.5,
  paddingTop: () => 1,
  paddingBottom: () => 1,
  paddingLeft: () => 3,
  paddingRight: () => 3,
};

function tableOf(table: PaperTable): Node[] {
  const columns = table.widths.length;
  const grid = (
    rows: { cells: PaperTable['head'][number]; strong?: boolean | undefined }[],
    merge: boolean,
  ): Node[][] => {
    const body: Node[][] = rows.map(() => Array.from({ length: columns }, () => ({ text: '' })));
    for (const { row, column, text, align = 'left', colSpan = 1, rowSpan = 1 } of placed(
      rows.map(({ cells }) => cells),
    )) {
      if (!body[row] || column >= columns) continue;
      const width = Math.min(colSpan, columns - column);
      const cell = {
        alignment: align,
        ...(rows[row]?.strong ? { font: 'Sans' } : {}),
        ...(width > 1 ? { colSpan: width } : {}),
      };
      body[row][column] = { text, ...cell, ...(merge && rowSpan > 1 ? { rowSpan } : {}) };
      // A cell over many rows may go over the end of a page: it is drawn as cells that have no line between them.
      if (!merge)
        for (let r = 0; r < rowSpan; r++) {
          const own = body[row + r];
          if (own && rowSpan > 1)
            own[column] = { ...cell, text: r === 0 ? text : '', border: [true, r === 0, true, r === rowSpan - 1] };
        }
    }
    return body;
  };
  const title = table.title
    ? [
        { text: table.title, font: 'Sans', alignment: 'center', margin: [0, 2, 0, 0] },
        ...(table.unit ? [{ text: unitLine(table), alignment: 'right', fontSize: 12, lineHeight: 1.1 }] : []),
      ]
    : [];
  const head = grid(
    table.head.map((cells) => ({ cells, strong: true })),
    true,
  );
  const body = [...head, ...grid(table.rows, false)];
  const rows = {
    table: {
      headerRows: head.length,
      dontBreakRows: table.rows.every(({ cells }) => cells.every(({ text }) => text.length <= LONG)),
      keepWithHeaderRows: 1,
      widths: widthsOf(table),
      body,
    },
    layout: LINES,
    fontSize: tableSize(table),
    lineHeight: 0.95,
    margin: [0, 0, 0, 8],
  };
  const statement = table.statement ? [{ text: table.statement, leadingIndent: SIZE * 2 }] : [];
  return [...title, ...(body.length > 0 ? [statement.length > 0 ? { stack: [rows, ...statement] } : rows] : statement)];
}

/** Widths in points; lines and padding take their share. */
function widthsOf(table: PaperTable): number[] {
  const room = (isWide(table) ? (297 - 54) * MM : WIDTH) - table.widths.length * 6.5;
  const whole = table.widths.reduce((sum, width) => sum + width, 0);
  return table.widths.map((width) => (width / whole) * room);
}
