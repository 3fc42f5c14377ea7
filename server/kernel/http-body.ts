import { isUtf8 } from 'node:buffer';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { AnyRoute, UploadedFile } from './http.ts';
import { Refused, refuse } from './refusal.ts';

/** No form of ours is nested so deep, and what is nested thousands deep breaks who walks through it. */
const DEEPEST = 50;

/** Bytes of all files of one upload together: ten pictures as phones take them. They are held in memory. */
const MOST_UPLOADED = 60_000_000;

/** Marks that turn the direction of writing or cannot be seen: they make one name look like another. */
const INVISIBLE = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/;
/** As they stand in JSON, written out or escaped. Below a space nothing stands there unescaped. */
const SUSPECT =
  /[\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]|\\[bf]|\\u(?:00[0189]|007f|d[89a-f]|061c|20[0-6]|feff)/i;

/**
 * Reads JSON; refuses what is none, what is nested absurdly, and texts with characters that could not be kept or shown:
 * NUL, halves of a surrogate pair, control characters but tab and line breaks. Marks of direction are dropped.
 */
export function readJson(text: string): unknown {
  const value = parsed(text);
  return text.length > 1000 || SUSPECT.test(text) ? cleanTexts(value, []) : value;
}

/** A body as it came: in UTF-8, or refused. What is in GBK would be kept as a row of question marks. */
export function readJsonBytes(bytes: Buffer): unknown {
  if (isUtf8(bytes)) return readJson(bytes.toString());
  return refuse({
    refused: 'invalid',
    code: 'notJson',
    message: { zh: '内容不是 UTF-8 编码。', en: 'The content is not in UTF-8.' },
    right: { zh: '用 UTF-8 编码再发。', en: 'Send it in UTF-8.' },
  });
}

function cleanTexts(value: unknown, path: readonly string[]): unknown {
  if (typeof value === 'string') {
    checkText(value, path);
    return value.replace(INVISIBLE, '');
  }
  if (typeof value !== 'object' || value === null) return value;
  if (path.length >= DEEPEST) {
    const message = { zh: '内容嵌套太深。', en: 'The content is nested too deep.' };
    refuse({ refused: 'invalid', code: 'tooDeep', message, faults: [{ path: path.join('.'), message }] });
  }
  const parts = value as Record<string, unknown>;
  for (const [name, part] of Object.entries(parts)) {
    checkText(name, path);
    const clean = cleanTexts(part, [...path, name]);
    if (clean !== part) parts[name] = clean;
  }
  return value;
}

function checkText(text: string, path: readonly string[]): void {
  if (text.isWellFormed() && !CONTROL.test(text)) return;
  const message = {
    zh: '文字中有不能保存的字符（控制字符或半个代理对）。',
    en: 'The text holds a character that cannot be kept: a control character, or half of a surrogate pair.',
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

/** A request is for one host (RFC 9112, 3.2): of two a proxy may take the one, and we the other. */
export function refuseHosts({ raw: { rawHeaders, httpVersion } }: FastifyRequest): void {
  const hosts = rawHeaders.filter((name, at) => at % 2 === 0 && name.length === 4 && name.toLowerCase() === 'host');
  if (hosts.length > 1 || (hosts.length === 0 && httpVersion !== '1.0'))
    throw Object.assign(new Error('not one host'), { statusCode: 400 });
}

/** Only `100-continue` is defined (RFC 9110, 10.1.1). Node answers any other expectation with an empty 417; here it has words. */
export function refuseExpectations(app: FastifyInstance): void {
  app.server.on('checkExpectation', (request, answer) => app.server.emit('request', request, answer));
  app.addHook('onRequest', async ({ headers: { expect } }) => {
    if (expect !== undefined && expect.toLowerCase() !== '100-continue')
      throw Object.assign(new Error('not expected'), { statusCode: 417 });
  });
}

/** Nothing is unpacked here: a small body must not become a large one. */
export function refusePacked({ headers }: FastifyRequest): void {
  const packed = headers['content-encoding'];
  if (packed !== undefined && packed !== 'identity')
    throw Object.assign(new Error('packed content is not read'), { statusCode: 415 });
}

/** Multipart: a field `json` holds the body; every file is read whole, within the limits. */
export async function readMultipart(
  request: FastifyRequest,
  route: Pick<AnyRoute, 'files'>,
  files: UploadedFile[],
): Promise<unknown> {
  if (!route.files) throw Object.assign(new Error('this route takes no files'), { statusCode: 415 });
  refusePacked(request);
  let body: unknown = {};
  let left = MOST_UPLOADED;
  try {
    for await (const part of request.parts()) {
      if (part.type === 'file') {
        const bytes = await part.toBuffer();
        left -= bytes.length;
        if (left < 0) throw Object.assign(new Error('the upload is too large'), { statusCode: 413 });
        files.push({ field: part.fieldname, name: part.filename, bytes });
      } else if (part.fieldname === 'json') body = readJson(String(part.value));
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
