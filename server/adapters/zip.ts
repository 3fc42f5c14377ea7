import { crc32, inflateRawSync } from 'node:zlib';

export interface Packed {
  name: string;
  bytes: Uint8Array;
}

/** A zip of files as they are, without compression and without a time, so that the same files give the same bytes. */
export function zipOf(files: readonly Packed[]): Buffer {
  const local: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const file of files) {
    const name = Buffer.from(file.name);
    const { bytes } = file;
    // Version 2.0, names in UTF-8, stored; the date is the first the format knows.
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(0x0800, 2);
    common.writeUInt16LE(0x21, 8);
    common.writeUInt32LE(crc32(bytes), 10);
    common.writeUInt32LE(bytes.length, 14);
    common.writeUInt32LE(bytes.length, 18);
    common.writeUInt16LE(name.length, 22);
    local.push(Buffer.from('PK\u0003\u0004', 'latin1'), common, name, Buffer.from(bytes));
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(offset, 10);
    central.push(Buffer.from('PK\u0001\u0002\u0014\u0000', 'latin1'), common, rest, name);
    offset += 30 + name.length + bytes.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(files.length, 4);
  end.writeUInt16LE(files.length, 6);
  end.writeUInt32LE(directory.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...local, directory, Buffer.from('PK\u0005\u0006', 'latin1'), end]);
}

const NO_ZIP = new Error('this is no zip, or it is broken');
const STORED = 0;
const DEFLATED = 8;

/** What a zip holds, all together at most so many bytes: whatever a file claims of its size, not one byte more is unpacked. */
export function unzipped(zip: Uint8Array, atMost: number): Packed[] {
  const bytes = Buffer.from(zip.buffer, zip.byteOffset, zip.byteLength);
  const end = bytes.lastIndexOf('PK\u0005\u0006', undefined, 'latin1');
  if (end < 0) throw NO_ZIP;
  const files: Packed[] = [];
  let left = atMost;
  let at = bytes.readUInt32LE(end + 16);
  for (let count = bytes.readUInt16LE(end + 10); count > 0; count--) {
    if (bytes.toString('latin1', at, at + 4) !== 'PK\u0001\u0002') throw NO_ZIP;
    const method = bytes.readUInt16LE(at + 10);
    const named = bytes.readUInt16LE(at + 28);
    const local = bytes.readUInt32LE(at + 42);
    const from = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
    const packed = bytes.subarray(from, from + bytes.readUInt32LE(at + 20));
    const own = method === STORED ? packed : method === DEFLATED ? inflated(packed, left) : null;
    if (own === null || own.length > left) throw NO_ZIP;
    left -= own.length;
    files.push({ name: bytes.toString('utf8', at + 46, at + 46 + named), bytes: own });
    at += 46 + named + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  return files;
}

function inflated(packed: Uint8Array, atMost: number): Buffer {
  return inflateRawSync(packed, { maxOutputLength: Math.max(1, atMost) });
}
