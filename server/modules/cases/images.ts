import type { Refusal } from '../../kernel/refusal.ts';

/** Pictures byte by byte: which kind they are, and the same picture without metadata. No decoding, so no bomb goes off. */
export type ImageType = 'image/jpeg' | 'image/png' | 'image/webp';

const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** The kind by the first bytes; null for anything else, whatever its name says. */
export function imageTypeOf(bytes: Buffer): ImageType | null {
  if (bytes.length < 32) return null;
  if (bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff) return 'image/jpeg';
  if (bytes.subarray(0, 8).equals(PNG)) return 'image/png';
  if (bytes.toString('latin1', 0, 4) === 'RIFF' && bytes.toString('latin1', 8, 12) === 'WEBP') return 'image/webp';
  return null;
}

/** Points of the largest picture: what the best phones take. Unpacked, each takes four bytes of whoever looks at it. */
const MOST_POINTS = 120_000_000;
const LONGEST_SIDE = 32_000;
/** A JPEG that draws itself over and over keeps its reader busy for hours; cameras draw once, programs a dozen times. */
const MOST_SCANS = 100;

/** Whether the size that a picture's head names is one that nobody's browser chokes on; a head without a size is not. */
export function isBearable(bytes: Buffer, type: ImageType): boolean {
  const sizes = type === 'image/jpeg' ? jpegSizes(bytes) : [type === 'image/png' ? pngSize(bytes) : webpSize(bytes)];
  return sizes.length > 0 && sizes.every(({ width, height }) => fits(width, height));
}

function fits(width: number, height: number): boolean {
  return width > 0 && height > 0 && Math.max(width, height) <= LONGEST_SIDE && width * height <= MOST_POINTS;
}

interface Size {
  width: number;
  height: number;
}

function pngSize(bytes: Buffer): Size {
  return { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) };
}

function webpSize(bytes: Buffer): Size {
  const kind = bytes.toString('latin1', 12, 16);
  if (kind === 'VP8X') return { width: bytes.readUIntLE(24, 3) + 1, height: bytes.readUIntLE(27, 3) + 1 };
  if (kind === 'VP8 ') return { width: bytes.readUInt16LE(26) & 0x3fff, height: bytes.readUInt16LE(28) & 0x3fff };
  if (kind !== 'VP8L') return { width: 0, height: 0 };
  const packed = bytes.readUInt32LE(21);
  return { width: (packed & 0x3fff) + 1, height: ((packed >> 14) & 0x3fff) + 1 };
}

/** Every frame's; none if it is drawn over too often. */
function jpegSizes(bytes: Buffer): Size[] {
  const sizes: Size[] = [];
  let scans = 0;
  for (let at = 2; at + 9 <= bytes.length && bytes[at] === 0xff && bytes[at + 1] !== END; ) {
    const marker = bytes[at + 1] ?? 0;
    const next = marker === 0xff ? at + 1 : at + 2 + bytes.readUInt16BE(at + 2);
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) sizes.push({ height: bytes.readUInt16BE(at + 5), width: bytes.readUInt16BE(at + 7) });
    if (marker === SCAN) scans += 1;
    at = marker === SCAN ? endOfScan(bytes, next) : next;
  }
  return scans > MOST_SCANS ? [] : sizes;
}

/**
 * The picture without EXIF, XMP, IPTC, comments and thumbnails, and without anything after its end. A JPEG keeps its
 * orientation, in a block of its own that holds nothing else. Null if the picture is cut off or malformed.
 */
export function stripMetadata(bytes: Buffer, type: ImageType): Buffer | null {
  if (type === 'image/jpeg') return stripJpeg(bytes);
  return type === 'image/png' ? stripPng(bytes) : stripWebp(bytes);
}

/** An uploaded picture as it may be kept and served, or why it may not: by its bytes, and not by its name. */
export function cleanPicture(bytes: Buffer): { type: ImageType; bytes: Buffer } | Refusal {
  const type = imageTypeOf(bytes);
  const clean = type && stripMetadata(bytes, type);
  if (!type || !clean) return notAPhoto;
  return isBearable(clean, type) ? { type, bytes: clean } : photoTooLarge;
}

const notAPhoto: Refusal = {
  refused: 'invalid',
  code: 'notAPhoto',
  message: { zh: '这不是完整的 JPEG、PNG 或 WebP 图片。', en: 'This is not a complete JPEG, PNG or WebP picture.' },
  right: { zh: '请上传手机拍摄的原图。', en: 'Upload the picture as the phone took it.' },
};

const photoTooLarge: Refusal = {
  refused: 'invalid',
  code: 'photoTooLarge',
  message: { zh: '图片的像素太多，或没有写明大小。', en: 'The picture has too many pixels, or does not say how many.' },
  right: { zh: '最多 1.2 亿像素，边长不超过 32000。', en: 'At most 120 million pixels, and 32,000 on a side.' },
};

const [JFIF, EXIF, ADOBE, COMMENT, SCAN, END] = [0xe0, 0xe1, 0xee, 0xfe, 0xda, 0xd9];

function stripJpeg(bytes: Buffer): Buffer | null {
  const kept: Buffer[] = [bytes.subarray(0, 2)];
  let orientation = 1;
  let scanned = false;
  for (let at = 2; at + 2 <= bytes.length; ) {
    const marker = bytes[at + 1] ?? 0;
    if (bytes[at] !== 0xff) return null;
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    if (marker === END) {
      if (!scanned) return null;
      if (orientation !== 1) kept.splice(1, 0, orientationBlock(orientation));
      return Buffer.concat([...kept, bytes.subarray(at, at + 2)]);
    }
    if (at + 4 > bytes.length) return null;
    const length = bytes.readUInt16BE(at + 2);
    let next = at + 2 + length;
    if (length < 2 || next > bytes.length) return null;
    if (marker === EXIF) orientation = orientationOf(bytes.subarray(at + 4, next)) ?? orientation;
    if (marker === SCAN) {
      scanned = true;
      next = endOfScan(bytes, next);
    }
    if (marker === JFIF) kept.push(withoutThumbnail(bytes.subarray(at, next)));
    else if (marker === ADOBE || !((marker > JFIF && marker <= 0xef) || marker === COMMENT))
      kept.push(bytes.subarray(at, next));
    at = next;
  }
  return null;
}

/** Where the coded data of a scan ends: before the next marker that is neither a stuffed 0xff nor a restart. */
function endOfScan(bytes: Buffer, from: number): number {
  for (let at = bytes.indexOf(0xff, from); at !== -1; at = bytes.indexOf(0xff, at + 1)) {
    const marker = bytes[at + 1] ?? 0xff;
    if (marker !== 0x00 && marker !== 0xff && !(marker >= 0xd0 && marker <= 0xd7)) return at;
  }
  return bytes.length;
}

/** The JFIF header alone: version and density; a thumbnail in it or in a `JFXX` block shows what was cut from the picture. */
function withoutThumbnail(segment: Buffer): Buffer {
  if (segment.length < 18 || segment.toString('latin1', 4, 9) !== 'JFIF\0') return Buffer.alloc(0);
  const header = Buffer.from(segment.subarray(0, 18));
  header.writeUInt16BE(16, 2);
  header.writeUInt16BE(0, 16);
  return header;
}

/** The orientation (1–8) of a JPEG's EXIF block, or null. */
function orientationOf(block: Buffer): number | null {
  if (block.length < 16 || block.toString('latin1', 0, 4) !== 'Exif') return null;
  const tiff = block.subarray(6);
  const little = tiff.toString('latin1', 0, 2) === 'II';
  const u16 = (at: number) => (at + 2 > tiff.length ? 0 : little ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at));
  const u32 = (at: number) => (at + 4 > tiff.length ? 0 : little ? tiff.readUInt32LE(at) : tiff.readUInt32BE(at));
  const start = u32(4);
  const count = Math.min(u16(start), 200);
  for (let i = 0; i < count; i++) {
    const entry = start + 2 + i * 12;
    if (u16(entry) !== 0x0112) continue;
    const value = u16(entry + 8);
    return value >= 1 && value <= 8 ? value : null;
  }
  return null;
}

/** An EXIF block with nothing but the orientation, so that a phone's upright picture stays upright. */
function orientationBlock(orientation: number): Buffer {
  const block = Buffer.from('ffe1002245786966000049492a0008000000010012010300010000000000000000000000', 'hex');
  block.writeUInt16LE(orientation, 28);
  return block;
}

/** Chunks without which a PNG looks different; all others (text, time, EXIF, unknown) are left out. */
const PNG_KEPT = new Set(['IHDR', 'PLTE', 'IDAT', 'IEND', 'tRNS', 'gAMA', 'cHRM', 'sRGB', 'sBIT', 'bKGD', 'pHYs']);

function stripPng(bytes: Buffer): Buffer | null {
  if (bytes.toString('latin1', 12, 16) !== 'IHDR') return null;
  const kept: Buffer[] = [bytes.subarray(0, 8)];
  let drawn = false;
  for (let at = 8; at + 12 <= bytes.length; ) {
    const next = at + 12 + bytes.readUInt32BE(at);
    const name = bytes.toString('latin1', at + 4, at + 8);
    if (next > bytes.length) return null;
    if (PNG_KEPT.has(name)) kept.push(bytes.subarray(at, next));
    drawn ||= name === 'IDAT';
    if (name === 'IEND') return drawn ? Buffer.concat(kept) : null;
    at = next;
  }
  return null;
}

const WEBP_PICTURES = new Set(['VP8 ', 'VP8L', 'ANMF']);
const WEBP_KEPT = new Set([...WEBP_PICTURES, 'VP8X', 'ALPH', 'ANIM']);

function stripWebp(bytes: Buffer): Buffer | null {
  const end = 8 + bytes.readUInt32LE(4);
  if (end > bytes.length) return null;
  const kept: Buffer[] = [];
  let drawn = false;
  for (let at = 12; at + 8 <= end; ) {
    const name = bytes.toString('latin1', at, at + 4);
    const length = bytes.readUInt32LE(at + 4);
    if (at + 8 + length > end) return null;
    const chunk = Buffer.alloc(8 + length + (length % 2));
    bytes.copy(chunk, 0, at, at + 8 + length);
    // The extended header tells of a colour profile (bit 5), EXIF (bit 3) and XMP (bit 2), which are no longer there.
    if (name === 'VP8X') chunk[8] = (chunk[8] ?? 0) & ~0x2c;
    if (WEBP_KEPT.has(name)) kept.push(chunk);
    drawn ||= WEBP_PICTURES.has(name);
    at += chunk.length;
  }
  if (!drawn) return null;
  const body = Buffer.concat(kept);
  const head = Buffer.from(bytes.subarray(0, 12));
  head.writeUInt32LE(body.length + 4, 4);
  return Buffer.concat([head, body]);
}
