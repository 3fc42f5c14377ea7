import { sql } from 'kysely';
import type { Tx } from '../../kernel/db.ts';
import type { Instant } from '../../kernel/instant.ts';
import { vaultOf } from '../../kernel/vault.ts';
import { marksOf } from './marks.ts';

/** 上报人 — personal data, apart from case and log, sealed and erasable. */
export interface Reporter {
  name: string | null;
  phone: string | null;
  wantsAnswer: boolean;
  confidential: boolean;
  /** What was told, word for word, where something was taken out of it. */
  originalText: string | null;
  erasedAt: Instant | null;
}

export interface ReporterToWrite extends Omit<Reporter, 'erasedAt'> {
  jurisdictionId: number;
  id: string;
  caseId: string;
  at: Instant;
}

/** What is sealed of a reporter, as one value. */
export type Identity = Pick<Reporter, 'name' | 'phone' | 'originalText'>;

export const reporterSeal = (jurisdictionId: number, id: string) => ({ jurisdictionId, table: 'case_reporter', id });

/** Null if nothing is known of the person, so that there is nothing to seal. */
export async function sealIdentity(
  tx: Tx,
  { jurisdictionId, id }: Pick<ReporterToWrite, 'jurisdictionId' | 'id'>,
  { name, phone, originalText }: Identity,
): Promise<{ sealed: Buffer; marks: Buffer[] | null } | null> {
  if (name === null && phone === null && originalText === null) return null;
  const vault = vaultOf(tx);
  return {
    sealed: await vault.seal(JSON.stringify({ name, phone, originalText }), reporterSeal(jurisdictionId, id)),
    marks: await marksOf(vault, jurisdictionId, [phone, originalText]),
  };
}

export async function insertReporters(tx: Tx, reporters: readonly ReporterToWrite[]): Promise<void> {
  if (reporters.length === 0) return;
  const rows = [];
  for (const one of reporters) {
    const kept = await sealIdentity(tx, one, one);
    rows.push(
      sql`(${one.jurisdictionId}, ${one.id}, ${one.caseId}, ${kept?.sealed ?? null}, ${kept?.marks ?? null}::bytea[],
        ${one.wantsAnswer}, ${one.confidential}, ${one.at})`,
    );
  }
  await sql`insert into case_reporter (jurisdiction_id, id, case_id, sealed, marks, wants_answer, confidential, created_at)
    values ${sql.join(rows)}`.execute(tx);
}

export const insertReporter = (tx: Tx, reporter: ReporterToWrite): Promise<void> => insertReporters(tx, [reporter]);

interface ReporterRow extends Reporter {
  id: string;
  sealed: Buffer | null;
}

export async function findReporter(tx: Tx, jurisdictionId: number, caseId: string): Promise<Reporter | null> {
  const { rows } = await sql<ReporterRow>`select id, sealed, name, phone, original_text as "originalText",
      wants_answer as "wantsAnswer", confidential, erased_at as "erasedAt"
    from case_reporter where jurisdiction_id = ${jurisdictionId} and case_id = ${caseId}`.execute(tx);
  const row = rows[0];
  if (!row) return null;
  const { id, sealed, ...reporter } = row;
  if (!sealed) return reporter;
  const identity: Identity = JSON.parse(await vaultOf(tx).open(sealed, reporterSeal(jurisdictionId, id)));
  return { ...reporter, ...identity };
}

/** Free text of an entry as it was written, before anything was taken out. */
export interface Original {
  seq: number;
  texts: { field: string; text: string }[];
}

export const originalSeal = (jurisdictionId: number, caseId: string, seq: number) => ({
  jurisdictionId,
  table: 'case_original',
  id: `${caseId}/${seq}`,
});

export async function insertOriginal(
  tx: Tx,
  kase: { jurisdictionId: number; id: string },
  { seq, texts }: Original,
  at: Instant,
): Promise<void> {
  const vault = vaultOf(tx);
  const sealed = await vault.seal(JSON.stringify(texts), originalSeal(kase.jurisdictionId, kase.id, seq));
  const marks = await marksOf(
    vault,
    kase.jurisdictionId,
    texts.map(({ text }) => text),
  );
  await sql`insert into case_original (jurisdiction_id, case_id, seq, sealed, marks, created_at)
    values (${kase.jurisdictionId}, ${kase.id}, ${seq}, ${sealed}, ${marks}::bytea[], ${at})`.execute(tx);
}

/** The texts of a case as they were written, in the order of its log. */
export async function listOriginals(tx: Tx, jurisdictionId: number, caseId: string): Promise<Original[]> {
  const { rows } = await sql<{ seq: number; sealed: Buffer }>`select seq, sealed from case_original
    where jurisdiction_id = ${jurisdictionId} and case_id = ${caseId} order by seq limit 1000`.execute(tx);
  const vault = vaultOf(tx);
  return Promise.all(
    rows.map(async ({ seq, sealed }) => ({
      seq,
      texts: JSON.parse(await vault.open(sealed, originalSeal(jurisdictionId, caseId, seq))),
    })),
  );
}
