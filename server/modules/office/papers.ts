import type { Refusal } from '../../kernel/refusal.ts';
import { cleanPicture, type ImageType } from '../cases/images.ts';

/** 佐证材料 — what may be given as evidence of a task. */
export type EvidenceType = ImageType | 'application/pdf';

const LARGEST_PAPER = 10_000_000;
/**
 * What in a PDF runs, starts a program or brings other files along. It is looked for everywhere, in comments and packed
 * parts too, for a reader finds an object wherever the file says that it lies: these names are too long to stand in a
 * picture by chance. What is packed away whole is not seen here.
 */
const ACTIVE_NAMES = ['JavaScript', 'Rendition', 'Launch', 'EmbeddedFile', 'EmbeddedFiles', 'RichMedia'];
/** A form that computes: a name so short counts only before what is a form's, a list or a number of an object. */
const ACTIVE = new RegExp(`/(?:(?:${ACTIVE_NAMES.map(spelt).join('|')})\\b|${spelt('XFA')}[^!-~]*[[\\d%])`);

/** A name as a PDF may spell it: each letter as it is, or as `#` and its number. */
function spelt(name: string): string {
  return name.replace(/./g, (letter) => {
    const [high = '', low = ''] = letter.charCodeAt(0).toString(16);
    return `(?:${letter}|#${high}[${low}${low.toUpperCase()}])`;
  });
}

/** An uploaded file as it may be kept and served: a picture without its metadata, or a PDF; or why it may not. */
export function cleanEvidence(bytes: Buffer): { type: EvidenceType; bytes: Buffer } | Refusal {
  if (bytes.toString('latin1', 0, 5) !== '%PDF-') {
    const picture = cleanPicture(bytes);
    return 'refused' in picture && picture.code === 'notAPhoto' ? noEvidence : picture;
  }
  if (bytes.length > LARGEST_PAPER) return paperTooLarge;
  const text = bytes.toString('latin1');
  if (!text.slice(-1024).includes('%%EOF')) return noEvidence;
  return ACTIVE.test(text) ? activePaper : { type: 'application/pdf', bytes };
}

const noEvidence: Refusal = {
  refused: 'invalid',
  code: 'noEvidence',
  message: {
    zh: '这不是完整的 JPEG、PNG、WebP 图片或 PDF。',
    en: 'This is not a complete JPEG, PNG or WebP picture, nor a PDF.',
  },
  right: {
    zh: '请上传手机拍摄的原图，或另存为 PDF。',
    en: 'Upload the picture as it was taken, or save the paper as PDF.',
  },
};

const paperTooLarge: Refusal = {
  refused: 'invalid',
  code: 'paperTooLarge',
  message: { zh: 'PDF 超过 10 MB。', en: 'The PDF is larger than 10 MB.' },
  right: { zh: '请压缩或分成几份。', en: 'Make it smaller, or send it in parts.' },
};

const activePaper: Refusal = {
  refused: 'invalid',
  code: 'activePaper',
  message: {
    zh: 'PDF 带有脚本、动态表单、附件或可启动的程序。',
    en: 'The PDF holds a script, a form that computes, attachments or what starts a program.',
  },
  right: { zh: '请“打印为 PDF”后再上传。', en: 'Print it to a new PDF and send that.' },
};
