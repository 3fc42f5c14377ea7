import type { DisclosureDocument } from '../model.ts';
import { isRecord } from './mould.ts';

/** Where a document was read from, as the published schema wants it told. */
export interface Source {
  form: 'ocr-text' | 'docx' | 'pdf-text' | 'html' | 'native';
  lineCount: number;
  sha256: string;
  note: string;
}

/**
 * A document as JSON of the published schema: fen become hundredths of the document's unit. A value finer than that
 * has no place there and stays null beside what is printed.
 */
export function writeDocument(document: DisclosureDocument, source: Source): unknown {
  const { unitFactor } = document.document.currency;
  const made = inCents(document, unitFactor) as Record<string, unknown>;
  return {
    ...made,
    document: {
      ...(made.document as object),
      language: 'zh-CN',
      currency: {
        ...document.document.currency,
        centsMeaning: `integer hundredths of the printed unit (1 = 0.01 ${document.document.currency.unitPrinted})`,
      },
      source,
    },
  };
}

function inCents(value: unknown, factor: number): unknown {
  if (Array.isArray(value)) return value.map((one) => inCents(one, factor));
  if (!isRecord(value)) return value;
  const made: Record<string, unknown> = {};
  for (const [key, one] of Object.entries(value)) {
    if (key === 'fault') continue;
    if (key !== 'fen') made[key] = inCents(one, factor);
    else made.cents = typeof one === 'number' && one % factor === 0 ? one / factor : null;
  }
  return made;
}
