import type { FastifyRequest } from 'fastify';
import type { UploadedFile } from './http.ts';
import { Refused, refuse } from './refusal.ts';

/** No form of ours is nested so deep, and what is nested thousands deep breaks who walks through it. */
const DEEPEST = 50;

/** Reads JSON; refuses what is none, what is nested absurdly, and texts that could not be given back as they were sent. */
export function readJson(text: string): unknown {
  const value = parsed(text);
  // Unescaped they cannot occur: NUL is no JSON, and the halves of a surrogate pair are no UTF-8.
  if (text.length > 1000 || /\\u(?:0000|d[89a-f])/i.test(text)) checkTexts(value, []);
  return value;
}

function checkTexts(value: unknown, path: readonly string[]): void {
  if (typeof value === 'string') checkText(value, path);
  if (typeof value !== 'object' || value === null) return;
  if (path.length >= DEEPEST) {
    const message = { zh: '内容嵌套太深。', en: 'The content is nested too deep.' };
    refuse({ refused: 'invalid', code: 'tooDeep', message, faults: [{ path: path.join('.'), message }] });
  }
  for (const [name, part] of Object.entries(value)) {
    checkText(name, path);
    checkTexts(part, [...path, name]);
  }
}

function checkText(text: string, path: readonly string[]): void {
  if (text.isWellFormed() && !text.includes('\0')) return;
  const message = {
    zh: '文字中有不能保存的字符（NUL 或半个代理对）。',
    en: 'The text holds a character that cannot be kept: NUL, or half of a surrogate pair.',
  };
  refuse({
    refused: 'invalid',
    code: 'badCharacter',
    message,
    right: { zh: '去掉这个字符再发。', en: 'Send it without that character.' },
    faults: [{ path: path.join('.'), message }],
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return refuse({
      refused: 'invalid',
      code: 'notJson',
      message: { zh: '内容不是合法的 JSON。', en: 'The content is not valid JSON.' },
    });
  }
}

/** Multipart: a field `json` holds the body; every file is read whole, within the limits. */
export async function readMultipart(request: FastifyRequest, files: UploadedFile[]): Promise<unknown> {
  let body: unknown = {};
  try {
    for await (const part of request.parts()) {
      if (part.type === 'file')
        files.push({ field: part.fieldname, name: part.filename, bytes: await part.toBuffer() });
      else if (part.fieldname === 'json') body = readJson(String(part.value));
    }
  } catch (error) {
    if (error instanceof Refused || (error instanceof Error && 'statusCode' in error)) throw error;
    refuse({
      refused: 'invalid',
      code: 'brokenUpload',
      message: { zh: '上传的内容不完整，请重新上传。', en: 'The upload is not whole; send it again.' },
    });
  }
  return body;
}
