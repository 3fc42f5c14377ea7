/** JPEGs built byte by byte, with what phones put into them. */

export const SECRET = Buffer.from('119.296 EAST, taken by nobody');

export function segment(marker: number, body: Buffer): Buffer {
  const head = Buffer.from([0xff, marker, 0, 0]);
  head.writeUInt16BE(body.length + 2, 2);
  return Buffer.concat([head, body]);
}

/** An EXIF block with the orientation, the time of the picture, and 26°05′N 119°17′E. */
export function exif(turned: number, order: 'II' | 'MM' = 'II'): Buffer {
  const tiff = Buffer.alloc(250);
  const little = order === 'II';
  const u16 = (value: number, at: number) => (little ? tiff.writeUInt16LE(value, at) : tiff.writeUInt16BE(value, at));
  const u32 = (value: number, at: number) => (little ? tiff.writeUInt32LE(value, at) : tiff.writeUInt32BE(value, at));
  const field = (at: number, tag: number, type: number, count: number, value: number) => {
    u16(tag, at);
    u16(type, at + 2);
    u32(count, at + 4);
    if (type === 3) u16(value, at + 8);
    else u32(value, at + 8);
  };
  const rationals = (at: number, values: number[]) =>
    values.forEach((value, i) => {
      u32(value, at + 8 * i);
      u32(1, at + 8 * i + 4);
    });
  tiff.write(order, 0, 'latin1');
  u16(42, 2);
  u32(8, 4);
  u16(3, 8);
  field(10, 0x0112, 3, 1, turned);
  field(22, 0x8769, 4, 1, 60);
  field(34, 0x8825, 4, 1, 100);
  u16(1, 60);
  field(62, 0x9003, 2, 20, 200);
  tiff.write('2026:03:02 09:30:00\0', 200, 'latin1');
  u16(4, 100);
  field(102, 1, 2, 2, 0);
  tiff.write('N\0', 110, 'latin1');
  field(114, 2, 5, 3, 152);
  field(126, 3, 2, 2, 0);
  tiff.write('E\0', 134, 'latin1');
  field(138, 4, 5, 3, 176);
  rationals(152, [26, 5, 0]);
  rationals(176, [119, 17, 0]);
  return segment(0xe1, Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), tiff]));
}

export const SOI = Buffer.from([0xff, 0xd8]);
export const EOI = Buffer.from([0xff, 0xd9]);
export const jfif = segment(0xe0, Buffer.from([...Buffer.from('JFIF\0', 'latin1'), 1, 2, 0, 0, 1, 0, 1, 0, 0]));
export const tables = segment(0xdb, Buffer.alloc(65, 7));
export const frame = segment(0xc0, Buffer.from([8, 0, 8, 0, 8, 1, 1, 0x11, 0]));
export const scan = Buffer.concat([
  segment(0xda, Buffer.from([1, 1, 0, 0, 63, 0])),
  Buffer.from([0x12, 0xff, 0x00, 0x34, 0xff, 0xd0, 0x56, 0xff, 0x00, 0xd9]),
]);
export const jpeg = (...parts: Buffer[]) => Buffer.concat([SOI, ...parts, tables, frame, scan, EOI]);
