import { sql } from 'kysely';
import type { Tx } from '../../kernel/db.ts';
import type { FileFormat } from './model.ts';
import type { PublicationRecord } from './procedures.ts';

export async function listPublications(tx: Tx, jurisdictionId: number): Promise<PublicationRecord[]> {
  const { rows } = await sql<{ body: PublicationRecord }>`select body from publication_document
    where jurisdiction_id = ${jurisdictionId} order by year desc, id desc limit 100`.execute(tx);
  return rows.map(({ body }) => body);
}

/** What anybody may read of the years. */
export async function listPublished(tx: Tx, jurisdictionId: number): Promise<PublicationRecord[]> {
  const { rows } = await sql<{ body: PublicationRecord }>`select body from publication_document
    where jurisdiction_id = ${jurisdictionId} and made and state = 'published' order by year desc limit 50`.execute(tx);
  return rows.map(({ body }) => body);
}

export async function findPublished(tx: Tx, jurisdictionId: number, year: number): Promise<PublicationRecord | null> {
  const { rows } = await sql<{ body: PublicationRecord }>`select body from publication_document
    where jurisdiction_id = ${jurisdictionId} and year = ${year} and made and state = 'published'`.execute(tx);
  return rows[0]?.body ?? null;
}

interface StoredFile {
  format: FileFormat;
  sha256: string;
  bytes: Buffer;
}

export async function keepFiles(tx: Tx, jurisdictionId: number, documentId: string, files: readonly StoredFile[]) {
  for (const { format, sha256, bytes } of files)
    await sql`insert into publication_file (jurisdiction_id, document_id, format, sha256, bytes)
      values (${jurisdictionId}, ${documentId}, ${format}, ${sha256}, ${bytes})`.execute(tx);
}

export async function findFile(
  tx: Tx,
  jurisdictionId: number,
  documentId: string,
  format: FileFormat,
): Promise<Buffer | null> {
  const { rows } = await sql<{ bytes: Buffer }>`select bytes from publication_file
    where jurisdiction_id = ${jurisdictionId} and document_id = ${documentId} and format = ${format}`.execute(tx);
  return rows[0]?.bytes ?? null;
}
