import {
  AlignmentType,
  convertMillimetersToTwip,
  Document,
  Footer,
  HeadingLevel,
  type IParagraphOptions,
  LineRuleType,
  Packer,
  PageNumber,
  PageOrientation,
  Paragraph,
  SectionType,
  Table,
  TableCell,
  TableOfContents,
  TableRow,
  TextRun,
  VerticalAlignTable,
  WidthType,
} from 'docx';
import { across, type Block, isWide, type Paper, type PaperCell, type PaperTable } from './paper.ts';

/** GB/T 9704: margins 37, 28, 26, 35 mm; the body in 3号仿宋, lines of 28 pt. The typefaces are those of an office machine. */
const BODY = '仿宋_GB2312';
const BLACK = '黑体';
const TITLE = '方正小标宋简体';
const KAI = '楷体_GB2312';
const margin = {
  top: convertMillimetersToTwip(37),
  left: convertMillimetersToTwip(28),
  right: convertMillimetersToTwip(26),
  bottom: convertMillimetersToTwip(35),
  footer: convertMillimetersToTwip(28),
};
const PITCH = { line: 28 * 20, lineRule: LineRuleType.EXACT };
const face = (name: string) => ({ ascii: 'Times New Roman', hAnsi: 'Times New Roman', eastAsia: name, cs: name });
/** 3号 and 小4, in half points. */
const BODY_SIZE = 32;
const TABLE_SIZE = 21;

const run = (text: string, font: string, size: number, bold = false) =>
  new TextRun({ text, font: face(font), size, bold });
const center = AlignmentType.CENTER;

/** The document in official form, as an office would have typed it. */
export async function writeWord(paper: Paper): Promise<Uint8Array> {
  const sections = parted(paper.blocks).map(({ wide, blocks }, i) => ({
    properties: {
      type: SectionType.NEXT_PAGE,
      page: {
        size: {
          width: convertMillimetersToTwip(210),
          height: convertMillimetersToTwip(297),
          orientation: wide ? PageOrientation.LANDSCAPE : PageOrientation.PORTRAIT,
        },
        margin,
      },
    },
    footers: { default: pageNumbers() },
    children: [...(i === 0 ? front(paper) : []), ...blocks.flatMap(drawn)],
  }));
  const document = new Document({
    title: paper.title,
    features: { updateFields: true },
    styles: { default: { document: { run: { font: face(BODY), size: BODY_SIZE } } } },
    sections,
  });
  return new Uint8Array(await Packer.toBuffer(document));
}

/** Wide tables stand on pages laid across. */
function parted(blocks: readonly Block[]): { wide: boolean; blocks: Block[] }[] {
  const parts: { wide: boolean; blocks: Block[] }[] = [{ wide: false, blocks: [] }];
  const turned = across(blocks);
  for (const [i, block] of blocks.entries()) {
    const wide = turned[i] ?? false;
    if (parts.at(-1)?.wide !== wide) parts.push({ wide, blocks: [] });
    parts.at(-1)?.blocks.push(block);
  }
  return parts;
}

function front({ title, cover }: Paper) {
  return [
    ...cover.map((text) => line({ children: [run(text, BODY, BODY_SIZE)] })),
    line({ alignment: center, spacing: { before: 1200, after: 1200 }, children: [run(title, TITLE, 44)] }),
    line({ alignment: center, pageBreakBefore: true, children: [run('目　录', BLACK, BODY_SIZE)] }),
    new TableOfContents('目录', { hyperlink: true, headingStyleRange: '1-2' }),
  ];
}

const line = (options: IParagraphOptions) => new Paragraph({ spacing: PITCH, ...options });

const HEADINGS = [HeadingLevel.HEADING_1, HeadingLevel.HEADING_2, HeadingLevel.HEADING_3, HeadingLevel.HEADING_4];

function drawn(block: Block) {
  if (block.kind === 'table') return tableOf(block);
  if (block.kind === 'paragraph')
    return [line({ indent: { firstLine: 640 }, children: [run(block.text, BODY, BODY_SIZE)] })];
  const { level, text } = block;
  const heading = HEADINGS[level - 1] ?? HeadingLevel.HEADING_4;
  const [font, size] =
    level === 1 ? ([TITLE, 44] as const) : level === 2 ? ([BLACK, 32] as const) : ([KAI, 32] as const);
  return [
    line({
      heading,
      keepNext: true,
      ...(level === 1 ? { alignment: center, pageBreakBefore: true } : {}),
      children: [new TextRun({ text, font: face(font), size, color: '000000', bold: false })],
    }),
  ];
}

function tableOf(table: PaperTable) {
  const whole = table.widths.reduce((sum, width) => sum + width, 0);
  const room = isWide(table) ? 225 : 156;
  const widths = table.widths.map((width) => convertMillimetersToTwip((width / whole) * room));
  const cell = (one: PaperCell, strong: boolean) =>
    new TableCell({
      ...(one.colSpan ? { columnSpan: one.colSpan } : {}),
      ...(one.rowSpan ? { rowSpan: one.rowSpan } : {}),
      verticalAlign: VerticalAlignTable.CENTER,
      children: [
        new Paragraph({
          alignment: one.align === 'right' ? AlignmentType.RIGHT : one.align === 'center' ? center : AlignmentType.LEFT,
          children: [run(one.text, strong ? BLACK : BODY, TABLE_SIZE)],
        }),
      ],
    });
  const title = table.title
    ? [
        line({ alignment: center, keepNext: true, children: [run(table.title, BLACK, 32)] }),
        line({ alignment: AlignmentType.RIGHT, keepNext: true, children: [run(`单位：${unitOf(table)}`, BODY, 24)] }),
      ]
    : [];
  return [
    ...title,
    new Table({
      width: { size: 100, type: WidthType.PERCENTAGE },
      columnWidths: widths,
      rows: [
        ...table.head.map(
          (cells) =>
            new TableRow({ tableHeader: true, cantSplit: true, children: cells.map((one) => cell(one, true)) }),
        ),
        ...table.rows.map(
          ({ cells, strong }) =>
            new TableRow({ cantSplit: true, children: cells.map((one) => cell(one, strong ?? false)) }),
        ),
      ],
    }),
    line({ children: table.statement ? [run(table.statement, BODY, BODY_SIZE)] : [] }),
  ];
}

const unitOf = ({ unit }: PaperTable) => unit.replace(/^.*?单位：/, '');

/** — 1 —, as on every official document. */
function pageNumbers() {
  return new Footer({
    children: [
      new Paragraph({
        alignment: center,
        children: [new TextRun({ font: face('宋体'), size: 28, children: ['— ', PageNumber.CURRENT, ' —'] })],
      }),
    ],
  });
}
