import { printed, printKinds } from '../../adapters/printing.ts';
import { zipOf } from '../../adapters/zip.ts';
import { sha256 } from '../../kernel/digest.ts';
import type { Instant } from '../../kernel/instant.ts';
import type { Reading } from '../disclosure/document/parse.ts';
import { writeDocument } from '../disclosure/document/write.ts';
import type { DisclosureDocument } from '../disclosure/model.ts';
import { type FileFormat, type FrozenFile, fileFormats } from './model.ts';
import { csvOfTables, fiscalPackage, type PackageSource } from './open-data.ts';
import { paperOf } from './paper.ts';

/** How each file is called and what it is. */
export const fileKinds: Record<FileFormat, { ending: string; type: string }> = {
  ...printKinds,
  json: { ending: 'json', type: 'application/json; charset=utf-8' },
  csv: { ending: 'csv', type: 'text/csv; charset=utf-8' },
  datapackage: { ending: 'zip', type: 'application/zip' },
  txt: { ending: 'txt', type: 'text/plain; charset=utf-8' },
};

export interface FileSource extends Omit<PackageSource, 'document'> {
  reading: Reading;
  text: string;
  at: Instant;
}

/** The document with the codes of its projects: the printed tables name the projects only. */
function withCodes(document: DisclosureDocument, projects: PackageSource['projects']): DisclosureDocument {
  const codes = new Map(projects.map(({ code, nameZh }) => [nameZh, code]));
  const named = document.performance.projects.map((one) => ({
    ...one,
    code: one.code ?? codes.get(one.nameZh) ?? null,
  }));
  return { ...document, performance: { ...document.performance, projects: named } };
}

/** One file of a document. Every format says what the reconciled text says, for it is made from it. */
export async function fileOf(format: FileFormat, source: FileSource): Promise<Buffer> {
  const { reading, text, at } = source;
  const { document } = reading;
  switch (format) {
    case 'json': {
      const told = { form: 'native', lineCount: text.split('\n').length, sha256: sha256(text), note: '' } as const;
      return Buffer.from(`${JSON.stringify(writeDocument(withCodes(document, source.projects), told), null, 1)}\n`);
    }
    case 'csv':
      return Buffer.from(csvOfTables(document));
    case 'datapackage':
      return zipOf(fiscalPackage({ ...source, document }));
    case 'txt':
      return Buffer.from(text);
    default:
      return printed(format, paperOf(reading), at);
  }
}

export interface MadeFile extends FrozenFile {
  bytes: Buffer;
}

/** All files, with the checksums by which they are known from then on. */
export async function filesOf(source: FileSource): Promise<MadeFile[]> {
  const made: MadeFile[] = [];
  for (const format of fileFormats) {
    const bytes = await fileOf(format, source);
    const name = `${source.reading.document.document.titleZh}.${fileKinds[format].ending}`;
    made.push({ format, name, size: bytes.length, sha256: sha256(bytes), bytes });
  }
  return made;
}
