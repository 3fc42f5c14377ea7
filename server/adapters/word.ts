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
import { estimatePageNumbersWith } from 'docx/layout';
import {
  across,
  type Block,
  isWide,
  kept,
  type Paper,
  type PaperCell,
  type PaperTable,
  titleLines,
  unitLine,
} from './paper.ts';

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
/** Chinese signs are all of one width: with it the layout is near to that of the office program. */
const PAGES = estimatePageNumbersWith({
  guess: true,
  measureWidth: (text, { size }) => [...text].reduce((sum, sign) => sum + (sign > '\u2e80' ? size : size / 2), 0),
});
const PITCH = { line: 28 * 20, lineRule: LineRuleType.EXACT };
const face = (name: string) => ({ ascii: 'Times New Roman', hAnsi: 'Times New Roman', eastAsia: name, cs: name });
/** 3号 and 五号, in half points. */
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
    // What stands in the contents until the office program reckons the pages itself.
    pageNumbers: PAGES,
    styles: { default: { document: { run: { font: face(BODY), size: BODY_SIZE } } } },
    sections,
  });
  return new Uint8Array(await Packer.toBuffer(document));
}

/** Wide tables stand on pages laid across. */
function parted(blocks: readonly Block[]): { wide: boolean; blocks: Block[] }[] {
  const parts: { wide: boolean; blocks: Block[] }[] = [{ wide: false, blocks: [] }];
  for (const group of kept(blocks)) {
    const wide = across(group);
    if (parts.at(-1)?.wide !== wide) parts.push({ wide, blocks: [] });
    parts.at(-1)?.blocks.push(...group);
  }
  return parts;
}

function front({ title, cover }: Paper) {
  return [
    ...cover.map((text) => line({ children: [run(text, BODY, BODY_SIZE)] })),
    ...titleLines(title).map((text, i) =>
      line({
        alignment: center,
        spacing: { before: i === 0 ? 3000 : 0, line: 700, lineRule: LineRuleType.EXACT },
        children: [run(text, TITLE, 44)],
      }),
    ),
    line({
      alignment: center,
      pageBreakBefore: true,
      spacing: { ...PITCH, after: 200 },
      children: [run('目　录', BLACK, 36)],
    }),
    new TableOfContents('目录', { hyperlink: true, headingStyleRange: '1-2' }),
  ];
}

const line = (options: IParagraphOptions) => new Paragraph({ spacing: PITCH, ...options });

const HEADINGS = [HeadingLevel.HEADING_1, HeadingLevel.HEADING_2, HeadingLevel.HEADING_3, HeadingLevel.HEADING_4];

/** 一、黑体, （一）楷体, 1.仿宋 in bold. */
const LOOKS = { 1: [TITLE, 44], 2: [BLACK, 32], 3: [KAI, 32], 4: [BODY, 32] } as const;

function drawn(block: Block) {
  if (block.kind === 'table') return tableOf(block);
  if (block.kind === 'paragraph')
    return [line({ indent: { firstLine: 640 }, children: [run(block.text, BODY, BODY_SIZE)] })];
  const { level, text } = block;
  const heading = HEADINGS[level - 1] ?? HeadingLevel.HEADING_4;
  const [font, size] = LOOKS[level];
  return [
    line({
      heading,
      keepNext: true,
      ...(level === 1
        ? { alignment: center, pageBreakBefore: true, spacing: { ...PITCH, after: 240 } }
        : { indent: { firstLine: 640 } }),
      children: [new TextRun({ text, font: face(font), size, color: '000000', bold: level === 4, italics: false })],
    }),
  ];
}

/** A table of at most so many rows is kept on one page; a cell of more signs than LONG may go over its end. */
const WHOLE = 30;
const LONG = 300;

function tableOf(table: PaperTable) {
  const sum = table.widths.reduce((all, width) => all + width, 0);
  const room = isWide(table) ? 297 - 54 : 156;
  const widths = table.widths.map((width) => convertMillimetersToTwip((width / sum) * room));
  const size = isWide(table) ? 18 : TABLE_SIZE;
  const short = table.rows.length <= WHOLE;
  const cell = (one: PaperCell, strong: boolean, keepNext: boolean) =>
    new TableCell({
      ...(one.colSpan ? { columnSpan: one.colSpan } : {}),
      ...(one.rowSpan ? { rowSpan: one.rowSpan } : {}),
      margins: { left: 60, right: 60 },
      verticalAlign: VerticalAlignTable.CENTER,
      children: one.text.split('\n').map(
        (text) =>
          new Paragraph({
            keepNext,
            spacing: { line: size * 14, lineRule: LineRuleType.EXACT },
            alignment:
              one.align === 'right' ? AlignmentType.RIGHT : one.align === 'center' ? center : AlignmentType.LEFT,
            children: [run(text, strong ? BLACK : BODY, size)],
          }),
      ),
    });
  const title = table.title
    ? [
        line({ alignment: center, keepNext: true, children: [run(table.title, BLACK, BODY_SIZE)] }),
        ...(table.unit
          ? [line({ alignment: AlignmentType.RIGHT, keepNext: true, children: [run(unitLine(table), BODY, 24)] })]
          : []),
      ]
    : [];
  const row = (cells: readonly PaperCell[], strong: boolean, last: boolean, tableHeader = false) => {
    const cantSplit = cells.every(({ text }) => text.length <= LONG);
    return new TableRow({
      tableHeader,
      cantSplit,
      children: cells.map((one) => cell(one, strong, short && cantSplit && !last)),
    });
  };
  return [
    ...title,
    new Table({
      width: { size: 100, type: WidthType.PERCENTAGE },
      columnWidths: widths,
      rows: [
        ...table.head.map((cells) => row(cells, true, false, true)),
        ...table.rows.map(({ cells, strong = false }, i) => row(cells, strong, i === table.rows.length - 1)),
      ],
    }),
    table.statement
      ? line({ indent: { firstLine: 640 }, children: [run(table.statement, BODY, BODY_SIZE)] })
      : new Paragraph({ spacing: { line: 240 }, children: [] }),
  ];
}

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
