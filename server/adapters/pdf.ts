import { createRequire } from 'node:module';
import pdfmake from 'pdfmake';
import { across, type Block, isWide, type Paper, type PaperTable, placed } from './paper.ts';

const find = createRequire(import.meta.url).resolve;
const SERIF = find('@expo-google-fonts/noto-serif-sc/400Regular/NotoSerifSC_400Regular.ttf');
const SANS = find('@expo-google-fonts/noto-sans-sc/500Medium/NotoSansSC_500Medium.ttf');
const face = (file: string) => ({ normal: file, bold: file, italics: file, bolditalics: file });

pdfmake.addFonts({ Serif: face(SERIF), Sans: face(SANS) });
// A document is text and lines: nothing is fetched, and of the disk only the two typefaces are read.
pdfmake.setUrlAccessPolicy(() => false);
pdfmake.setLocalAccessPolicy((path) => path === SERIF || path === SANS);

type Node = Record<string, unknown>;

/** Points in a millimetre. */
const MM = 72 / 25.4;

/** The document in official form: margins of GB/T 9704, contents with their pages, headings of tables on every page. */
export async function writePdf(paper: Paper, madeAt: string): Promise<Uint8Array> {
  const content: Node[] = [...front(paper)];
  const turned = across(paper.blocks);
  let wide = false;
  for (const [i, block] of paper.blocks.entries()) {
    const own = turned[i] ?? false;
    const turn = own !== wide;
    wide = own;
    const nodes = drawn(block);
    const first = nodes[0];
    if (first && turn) Object.assign(first, { pageBreak: 'before', pageOrientation: own ? 'landscape' : 'portrait' });
    else if (first && block.kind === 'heading' && block.level === 1 && i > 0) first.pageBreak = 'before';
    content.push(...nodes);
  }
  const made = pdfmake.createPdf({
    pageSize: 'A4',
    pageMargins: [28 * MM, 37 * MM, 26 * MM, 35 * MM],
    info: { title: paper.title, creationDate: new Date(madeAt), modDate: new Date(madeAt) },
    defaultStyle: { font: 'Serif', fontSize: 14, lineHeight: 1.5 },
    footer: (page: number, pages: number) => ({
      text: `第 ${page} 页 共 ${pages} 页`,
      alignment: 'center',
      fontSize: 10,
      margin: [0, 20, 0, 0],
    }),
    content: content as never,
  });
  return new Uint8Array(await made.getBuffer());
}

function front({ title, cover }: Paper): Node[] {
  return [
    { stack: cover.map((text) => ({ text, fontSize: 12 })) },
    { text: title, font: 'Sans', fontSize: 22, alignment: 'center', margin: [0, 140, 0, 0] },
    {
      toc: { title: { text: '目　录', font: 'Sans', fontSize: 16, alignment: 'center', margin: [0, 0, 0, 12] } },
      pageBreak: 'before',
    },
    { text: '', pageBreak: 'after' },
  ];
}

function drawn(block: Block): Node[] {
  if (block.kind === 'table') return tableOf(block);
  if (block.kind === 'paragraph') return [{ text: `　　${block.text}`, margin: [0, 0, 0, 4] }];
  const { level, text } = block;
  return [
    {
      text,
      font: 'Sans',
      fontSize: level === 1 ? 20 : level === 2 ? 16 : 14,
      alignment: level === 1 ? 'center' : 'left',
      margin: [0, 10, 0, 6],
      headlineLevel: level,
      ...(level <= 2 ? { tocItem: true, tocMargin: [(level - 1) * 14, 0, 0, 0], tocStyle: { fontSize: 12 } } : {}),
    },
  ];
}

function tableOf(table: PaperTable): Node[] {
  const columns = table.widths.length;
  const grid = (rows: { cells: PaperTable['head'][number]; strong?: boolean | undefined }[]): Node[][] => {
    const body: Node[][] = rows.map(() => Array.from({ length: columns }, () => ({ text: '' })));
    for (const cell of placed(rows.map(({ cells }) => cells))) {
      const row = body[cell.row];
      if (!row || cell.column >= columns) continue;
      row[cell.column] = {
        text: cell.text,
        alignment: cell.align ?? 'left',
        ...(rows[cell.row]?.strong ? { font: 'Sans' } : {}),
        ...(cell.colSpan ? { colSpan: Math.min(cell.colSpan, columns - cell.column) } : {}),
        ...(cell.rowSpan ? { rowSpan: cell.rowSpan } : {}),
      };
    }
    return body;
  };
  const head = grid(table.head.map((cells) => ({ cells, strong: true })));
  const title = table.title
    ? [
        { text: table.title, font: 'Sans', fontSize: 14, alignment: 'center', margin: [0, 8, 0, 2], headlineLevel: 9 },
        { text: `单位：${table.unit.replace(/^.*?单位：/, '')}`, alignment: 'right', fontSize: 10 },
      ]
    : [];
  const body = grid(table.rows);
  return [
    ...(title.length > 0 ? [{ stack: title }] : []),
    ...(head.length + body.length > 0
      ? [
          {
            table: {
              headerRows: head.length,
              dontBreakRows: true,
              keepWithHeaderRows: 1,
              widths: widthsOf(table),
              body: [...head, ...body],
            },
            layout: { hLineWidth: () => 0.5, vLineWidth: () => 0.5, paddingTop: () => 1, paddingBottom: () => 1 },
            fontSize: isWide(table) ? 8 : 10,
            lineHeight: 1.2,
            margin: [0, 0, 0, 6],
          },
        ]
      : []),
    ...(table.statement ? [{ text: table.statement, fontSize: 12, margin: [0, 2, 0, 8] }] : []),
  ];
}

/** Widths in points; lines and padding take their share. */
function widthsOf(table: PaperTable): number[] {
  const room = (isWide(table) ? 297 - 54 : 210 - 54) * MM - table.widths.length * 9;
  const whole = table.widths.reduce((sum, width) => sum + width, 0);
  return table.widths.map((width) => (width / whole) * room);
}
