import { htmlOf } from './html.ts';
import type { Paper } from './paper.ts';

export const printFormats = ['html', 'docx', 'xlsx', 'pdf'] as const;
/** What a laid-out document is written as. */
export type PrintFormat = (typeof printFormats)[number];

/** How each is called and what it is. */
export const printKinds: Record<PrintFormat, { ending: string; type: string }> = {
  html: { ending: 'html', type: 'text/html; charset=utf-8' },
  docx: { ending: 'docx', type: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document' },
  xlsx: { ending: 'xlsx', type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' },
  pdf: { ending: 'pdf', type: 'application/pdf' },
};

/** Writes a document. What writes the office formats is large and seldom wanted: it is loaded when it is. */
export async function printed(format: PrintFormat, paper: Paper, at: string): Promise<Buffer> {
  switch (format) {
    case 'html':
      return Buffer.from(htmlOf(paper));
    case 'docx':
      return Buffer.from(await (await import('./word.ts')).writeWord(paper));
    case 'xlsx':
      return Buffer.from(await (await import('./spreadsheet.ts')).writeWorkbook(paper));
    case 'pdf':
      return Buffer.from(await (await import('./pdf.ts')).writePdf(paper, at));
  }
}
