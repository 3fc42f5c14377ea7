import { deflateSync } from 'node:zlib';
import { gps, orientation, parse } from 'exifr';
import { describe, expect, test } from 'vitest';
import { EOI, exif, frame, jfif, jpeg, SECRET, SOI, scan, segment, tables } from './images.fixture.ts';
import { type ImageType, imageTypeOf, isBearable, stripMetadata } from './images.ts';

function chunk(name: string, body: Buffer): Buffer {
  const head = Buffer.alloc(8);
  head.writeUInt32BE(body.length, 0);
  head.write(name, 4, 'latin1');
  return Buffer.concat([head, body, Buffer.alloc(4)]);
}
const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const ihdr = chunk('IHDR', Buffer.from([0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0]));
const idat = chunk('IDAT', deflateSync(Buffer.from([0, 255])));
const iend = chunk('IEND', Buffer.alloc(0));
const png = (...parts: Buffer[]) => Buffer.concat([signature, ihdr, ...parts, idat, iend]);

function riff(name: string, body: Buffer): Buffer {
  const head = Buffer.alloc(8);
  head.write(name, 0, 'latin1');
  head.writeUInt32LE(body.length, 4);
  return Buffer.concat([head, body, Buffer.alloc(body.length % 2)]);
}
function webp(...parts: Buffer[]): Buffer {
  const body = Buffer.concat([Buffer.from('WEBP', 'latin1'), ...parts]);
  return riff('RIFF', body);
}
const vp8 = riff('VP8 ', Buffer.alloc(21, 3));
const vp8x = riff('VP8X', Buffer.from([0x2c | 0x10, 0, 0, 0, 7, 0, 0, 7, 0, 0]));

/** What is served of a picture; fails if it is taken for none. */
function served(bytes: Buffer): Buffer {
  const type = imageTypeOf(bytes);
  const clean = type && stripMetadata(bytes, type);
  if (!clean) throw new Error('taken for no picture');
  return clean;
}

describe('a JPEG', () => {
  test.each(['II', 'MM'] as const)('loses place and time and keeps its orientation (%s)', async (order) => {
    const original = jpeg(jfif, exif(6, order));
    expect(await gps(original)).toMatchObject({ longitude: expect.closeTo(119.2833, 3) });
    const clean = served(original);
    expect(await gps(clean)).toBeUndefined();
    expect(await orientation(clean)).toBe(6);
    expect(Object.keys((await parse(clean)) ?? {})).toEqual(['Orientation']);
  });

  test('that stands upright gets no EXIF block at all', () => {
    expect(served(jpeg(jfif, exif(1)))).toEqual(jpeg(jfif));
    expect(served(jpeg(jfif, exif(99)))).toEqual(jpeg(jfif));
  });

  test('loses comments, XMP, IPTC, colour profiles and everything else that is told beside the picture', () => {
    const told = [0xe1, 0xe2, 0xed, 0xef, 0xfe].map((marker) => segment(marker, SECRET));
    expect(served(jpeg(jfif, ...told))).toEqual(jpeg(jfif));
  });

  test('loses its thumbnails, which may show what was cut from the picture', () => {
    const small = Buffer.from([
      ...Buffer.from('JFIF\0', 'latin1'),
      1,
      2,
      0,
      0,
      1,
      0,
      1,
      2,
      1,
      ...SECRET.subarray(0, 6),
    ]);
    expect(
      served(jpeg(segment(0xe0, small), segment(0xe0, Buffer.concat([Buffer.from('JFXX\0', 'latin1'), SECRET])))),
    ).toEqual(jpeg(jfif));
  });

  test('loses what hangs behind its end, be it text or a second picture with its own place', async () => {
    for (const tail of [SECRET, jpeg(exif(3)), Buffer.from('<script>alert(1)</script>\xff\xd9', 'latin1')]) {
      expect(served(Buffer.concat([jpeg(jfif), tail]))).toEqual(jpeg(jfif));
    }
  });

  test('of several scans keeps them all, and nothing told between them', () => {
    const progressive = (...between: Buffer[]) =>
      Buffer.concat([SOI, tables, frame, scan, ...between, tables, scan, EOI]);
    expect(served(progressive(segment(0xfe, SECRET), exif(1)))).toEqual(progressive());
  });

  test.each([
    ['cut off in the scan', jpeg().subarray(0, -2)],
    ['cut off in a segment', jpeg().subarray(0, 40)],
    ['without a scan', Buffer.concat([SOI, tables, frame, EOI])],
    ['with a length that lies', Buffer.concat([SOI, Buffer.from([0xff, 0xdb, 0xff, 0xff]), Buffer.alloc(60)])],
    ['with a length below itself', Buffer.concat([SOI, Buffer.from([0xff, 0xdb, 0, 1]), Buffer.alloc(60)])],
    [
      'of text after its first bytes',
      Buffer.concat([Buffer.from([0xff, 0xd8, 0xff]), Buffer.from('<svg onload="alert(1)">'.repeat(4))]),
    ],
  ])('%s is refused', (_what, bytes) => {
    expect(imageTypeOf(bytes)).toBe('image/jpeg');
    expect(stripMetadata(bytes, 'image/jpeg')).toBeNull();
  });

  test('with a broken EXIF block is a picture all the same', () => {
    for (const length of [0, 5, 8, 14, 20, 60])
      expect(served(jpeg(segment(0xe1, exif(6).subarray(4, 4 + length))))).toBeInstanceOf(Buffer);
  });
});

describe('a PNG', () => {
  test('loses text, time, EXIF and unknown chunks, and what hangs behind its end', () => {
    const told = ['tEXt', 'iTXt', 'zTXt', 'tIME', 'eXIf', 'iCCP', 'prVt'].map((name) => chunk(name, SECRET));
    expect(served(Buffer.concat([png(...told), SECRET]))).toEqual(png());
  });

  test('keeps what it looks different without', () => {
    const seen = ['gAMA', 'sRGB', 'PLTE', 'tRNS'].map((name) => chunk(name, Buffer.alloc(3)));
    expect(served(png(...seen))).toEqual(png(...seen));
  });

  test.each([
    ['cut off', png().subarray(0, -5)],
    ['without its end', png().subarray(0, -12)],
    ['without a picture', Buffer.concat([signature, ihdr, iend])],
    ['that begins with something else', Buffer.concat([signature, chunk('tEXt', SECRET), ihdr, idat, iend])],
    [
      'with a length that lies',
      Buffer.concat([signature, ihdr, Buffer.from([0xff, 0xff, 0xff, 0xff]), Buffer.from('IDAT'), Buffer.alloc(20)]),
    ],
  ])('%s is refused', (_what, bytes) => {
    expect(stripMetadata(bytes, 'image/png')).toBeNull();
  });
});

describe('a WebP', () => {
  test('loses EXIF, XMP and colour profile, its header says so, and its length is right', () => {
    const clean = served(
      webp(vp8x, riff('ICCP', SECRET), vp8, riff('EXIF', SECRET), riff('XMP ', SECRET), riff('wtf?', SECRET)),
    );
    const honest = Buffer.from(vp8x);
    honest[8] = 0x10;
    expect(clean).toEqual(webp(honest, vp8));
    expect(clean.readUInt32LE(4)).toBe(clean.length - 8);
  });

  test('loses what hangs behind its end', () => {
    expect(served(Buffer.concat([webp(vp8), SECRET]))).toEqual(webp(vp8));
  });

  test.each([
    ['cut off', webp(vp8).subarray(0, -3)],
    [
      'with a chunk longer than itself',
      webp(Buffer.concat([Buffer.from('VP8 '), Buffer.from([255, 0, 0, 0]), Buffer.alloc(24)])),
    ],
    ['without a picture', webp(riff('EXIF', SECRET))],
  ])('%s is refused', (_what, bytes) => {
    expect(stripMetadata(bytes, 'image/webp')).toBeNull();
  });
});

test.each([
  ['SVG', '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"></svg>'],
  ['HTML', '<!doctype html><script>alert(1)</script>          '],
  ['GIF', 'GIF89a;/*<svg onload=alert(1)>*/                      '],
  ['a RIFF that is no WebP', 'RIFF\x20\0\0\0WAVEfmt                                 '],
  ['nothing', ''],
  ['almost nothing', '\xff\xd8\xff\xe0'],
])('%s is no photo, whatever its name', (_what, text) => {
  expect(imageTypeOf(Buffer.from(text, 'latin1'))).toBeNull();
});

describe('a picture that unpacks to more than anybody can look at is refused by what its head says', () => {
  const sizedPng = (width: number, height: number) => {
    const made = Buffer.from(png());
    made.writeUInt32BE(width, 16);
    made.writeUInt32BE(height, 20);
    return made;
  };
  const sizedJpeg = (width: number, height: number, marker = 0xc0) => {
    const size = Buffer.from([8, 0, 0, 0, 0, 1, 1, 0x11, 0]);
    size.writeUInt16BE(height, 1);
    size.writeUInt16BE(width, 3);
    return Buffer.concat([SOI, tables, segment(marker, size), scan, EOI]);
  };
  const sizedWebp = (width: number, height: number) => {
    const head = Buffer.from(vp8x);
    head.writeUIntLE(width - 1, 12, 3);
    head.writeUIntLE(height - 1, 15, 3);
    return webp(head, vp8);
  };
  const sizedLossy = (width: number, height: number) => {
    const made = Buffer.from(webp(vp8));
    made.writeUInt16LE(width, 26);
    made.writeUInt16LE(height, 28);
    return made;
  };

  test.each([
    ['image/png', sizedPng],
    ['image/jpeg', sizedJpeg],
    ['image/jpeg', (width: number, height: number) => sizedJpeg(width, height, 0xc2)],
    ['image/webp', sizedWebp],
    ['image/webp', sizedLossy],
  ] as [ImageType, (width: number, height: number) => Buffer][])('%s', (type, sized) => {
    expect(isBearable(sized(12_000, 9000), type)).toBe(true);
    expect(isBearable(sized(1, 1), type)).toBe(true);
    expect(isBearable(sized(16_000, 16_000), type)).toBe(false);
  });

  test('whatever the smaller side is, or without a size at all', () => {
    expect(isBearable(sizedPng(4_000_000_000, 1), 'image/png')).toBe(false);
    expect(isBearable(sizedPng(40_000, 10), 'image/png')).toBe(false);
    expect(isBearable(sizedJpeg(0, 10), 'image/jpeg')).toBe(false);
    expect(isBearable(Buffer.concat([SOI, tables, scan, EOI]), 'image/jpeg')).toBe(false);
    expect(isBearable(webp(riff('ALPH', Buffer.alloc(21)), vp8), 'image/webp')).toBe(false);
  });

  test('and so is a JPEG that draws itself over and over', () => {
    const drawn = (times: number) => Buffer.concat([SOI, tables, frame, ...Array<Buffer>(times).fill(scan), EOI]);
    expect(isBearable(drawn(12), 'image/jpeg')).toBe(true);
    expect(isBearable(drawn(500), 'image/jpeg')).toBe(false);
  });
});

test('no picture cut at any byte is served or brings the server down', () => {
  for (const [type, whole] of [
    ['image/jpeg', jpeg(jfif, exif(6))],
    ['image/png', png(chunk('tEXt', SECRET))],
    ['image/webp', webp(vp8x, vp8)],
  ] as [ImageType, Buffer][]) {
    for (let end = 32; end < whole.length; end++)
      expect(stripMetadata(whole.subarray(0, end), type), `${type} cut at ${end}`).toBeNull();
  }
});
