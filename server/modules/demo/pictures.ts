import { crc32, deflateSync } from 'node:zlib';
import { sha256 } from '../../kernel/digest.ts';
import { between, type Random, randomFrom } from './random.ts';

export type Scene = 'before' | 'after';

export interface Drawing {
  bytes: Buffer;
  sha256: string;
}

/** A few dozen drawings, each used many times over. */
const ALBUM: Record<Scene, number> = { before: 24, after: 12 };

const WIDTH = 320;
const HEIGHT = 240;

type Colour = [number, number, number];
const PALETTE: Colour[] = [
  [198, 217, 232],
  [150, 178, 203],
  [224, 214, 196],
  [186, 172, 150],
  [120, 124, 130],
  [92, 96, 102],
  [245, 245, 240],
  [242, 201, 76],
  [94, 140, 97],
  [61, 104, 70],
  [196, 98, 60],
  [60, 60, 66],
  [126, 186, 214],
  [222, 120, 60],
  [160, 130, 96],
  [30, 34, 42],
];

/** A drawing by rectangles and discs, one palette index a pixel. */
class Canvas {
  readonly pixels = new Uint8Array(WIDTH * HEIGHT);

  box(x: number, y: number, width: number, height: number, colour: number): void {
    for (let row = Math.max(0, Math.floor(y)); row < Math.min(HEIGHT, y + height); row++) {
      this.pixels.fill(
        colour,
        row * WIDTH + Math.max(0, Math.floor(x)),
        row * WIDTH + Math.min(WIDTH, Math.floor(x + width)),
      );
    }
  }

  disc(x: number, y: number, rx: number, ry: number, colour: number): void {
    for (let row = Math.floor(y - ry); row <= y + ry; row++) {
      const half = rx * Math.sqrt(Math.max(0, 1 - ((row - y) / ry) ** 2));
      this.box(x - half, row, 2 * half, 1, colour);
    }
  }
}

/**
 * 示意照片 — a drawn street scene standing for a photo in the demo: the trouble before, the tidy street after. Plainly a
 * drawing, so that nobody takes it for a real place. PNG, a few kilobytes.
 */
function drawScene(kind: Scene, random: Random): Buffer {
  const canvas = new Canvas();
  canvas.box(0, 0, WIDTH, HEIGHT, 0);
  for (let x = 0; x < WIDTH; ) {
    const width = between(random, 40, 90);
    const height = between(random, 60, 130);
    canvas.box(x, 150 - height, width - 3, height, random() < 0.5 ? 2 : 3);
    for (let wy = 158 - height; wy < 140; wy += 18)
      for (let wx = x + 8; wx < x + width - 14; wx += 16) canvas.box(wx, wy, 8, 10, 1);
    x += width;
  }
  canvas.box(0, 150, WIDTH, 14, 6);
  canvas.box(0, 164, WIDTH, HEIGHT - 164, 4);
  for (let x = 10; x < WIDTH; x += 60) canvas.box(x, 200, 30, 4, 6);
  for (let tree = 0; tree < 3; tree++) {
    const x = between(random, 10, 310);
    canvas.box(x - 3, 110, 6, 44, 14);
    canvas.disc(x, 100, 22, 20, random() < 0.5 ? 8 : 9);
  }
  if (kind === 'before') trouble(canvas, random);
  return encode(canvas.pixels);
}

let album: Record<Scene, Drawing[]> | undefined;

/** The drawing of a scene for the n-th picture that is taken. */
export function drawingAt(scene: Scene, n: number): Drawing {
  album ??= drawAlbum();
  const drawings = album[scene];
  const drawing = drawings[n % drawings.length];
  if (!drawing) throw new Error(`no drawing of ${scene}`);
  return drawing;
}

function drawAlbum(): Record<Scene, Drawing[]> {
  const random = randomFrom(7);
  const draw = (scene: Scene) =>
    Array.from({ length: ALBUM[scene] }, () => {
      const bytes = drawScene(scene, random);
      return { bytes, sha256: sha256(bytes) };
    });
  return { before: draw('before'), after: draw('after') };
}

function trouble(canvas: Canvas, random: Random): void {
  const x = between(random, 70, 250);
  const which = random();
  if (which < 0.25) {
    canvas.disc(x, 205, 34, 12, 15);
    canvas.disc(x + 30, 196, 20, 7, 11);
  } else if (which < 0.5) {
    for (let i = 0; i < 14; i++)
      canvas.disc(
        x + between(random, -40, 40),
        178 + between(random, -14, 12),
        between(random, 4, 11),
        between(random, 4, 9),
        [10, 11, 13, 14][i % 4] ?? 10,
      );
  } else if (which < 0.75) {
    canvas.disc(x, 206, 90, 20, 12);
    canvas.disc(x + 20, 203, 40, 8, 0);
  } else {
    canvas.box(x - 4, 70, 8, 110, 5);
    canvas.box(x - 4, 70, 40, 6, 5);
    canvas.disc(x + 36, 78, 10, 6, 15);
  }
}

/** PNG, 8 bit with a palette (W3C PNG, third edition). */
function encode(pixels: Uint8Array): Buffer {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(WIDTH, 0);
  head.writeUInt32BE(HEIGHT, 4);
  head.set([8, 3, 0, 0, 0], 8);
  const rows = Buffer.alloc(HEIGHT * (WIDTH + 1));
  for (let row = 0; row < HEIGHT; row++)
    rows.set(pixels.subarray(row * WIDTH, (row + 1) * WIDTH), row * (WIDTH + 1) + 1);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([
    signature,
    chunk('IHDR', head),
    chunk('PLTE', Buffer.from(PALETTE.flat())),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(name: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}
