import type { Refusal } from '../../kernel/refusal.ts';
import { cleanPicture, type ImageType } from '../cases/images.ts';

/** 佐证材料 — what may be given as evidence of a task. */
export type EvidenceType = ImageType | 'application/pdf';

const LARGEST_PAPER = 10_000_000;
/** Packed parts of a PDF, pictures mostly: in their bytes any word may stand by chance. */
const PACKED = />>\s*stream\r?\n[\s\S]*?endstream/g;
/** What in a PDF runs, starts a program or brings other files along; what a packed part hides is not seen here. */
const ACTIVE = /\/(?:JavaScript|JS|Launch|EmbeddedFiles?|RichMedia)\b/;

/** An uploaded file as it may be kept and served: a picture without its metadata, or a PDF; or why it may not. */
export function cleanEvidence(bytes: Buffer): { type: EvidenceType; bytes: Buffer } | Refusal {
  if (bytes.toString('latin1', 0, 5) !== '%PDF-') {
    const picture = cleanPicture(bytes);
    return 'refused' in picture && picture.code === 'notAPhoto' ? noEvidence : picture;
  }
  if (bytes.length > LARGEST_PAPER) return paperTooLarge;
  const text = bytes.toString('latin1');
  if (!text.slice(-1024).includes('%%EOF')) return noEvidence;
  return ACTIVE.test(text.replace(PACKED, '')) ? activePaper : { type: 'application/pdf', bytes };
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
    zh: 'PDF 带有脚本、附件或可启动的程序。',
    en: 'The PDF holds a script, attachments or what starts a program.',
  },
  right: { zh: '请“打印为 PDF”后再上传。', en: 'Print it to a new PDF and send that.' },
};
