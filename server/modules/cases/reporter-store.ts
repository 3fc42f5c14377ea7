import { sql } from 'kysely';
import type { Tx } from '../../kernel/db.ts';
import type { Instant } from '../../kernel/instant.ts';

/** 上报人 — personal data, apart from case and log, erasable. */
export interface ReporterToWrite extends Reporter {
  jurisdictionId: number;
  id: string;
  caseId: string;
  at: Instant;
}

export async function insertReporters(tx: Tx, reporters: readonly ReporterToWrite[]): Promise<void> {
  if (reporters.length === 0) return;
  const rows = reporters.map(
    (one) =>
      sql`(${one.jurisdictionId}, ${one.id}, ${one.caseId}, ${one.name}, ${one.phone}, ${one.wantsAnswer}, ${one.confidential}, ${one.originalText}, ${one.at})`,
  );
  await sql`insert into case_reporter (jurisdiction_id, id, case_id, name, phone, wants_answer, confidential, original_text, created_at)
    values ${sql.join(rows)}`.execute(tx);
}

export const insertReporter = (tx: Tx, reporter: ReporterToWrite): Promise<void> => insertReporters(tx, [reporter]);

export interface Reporter {
  name: string | null;
  phone: string | null;
  wantsAnswer: boolean;
  confidential: boolean;
  originalText: string | null;
}

export async function findReporter(tx: Tx, jurisdictionId: number, caseId: string): Promise<Reporter | null> {
  const { rows } =
    await sql<Reporter>`select name, phone, wants_answer as "wantsAnswer", confidential, original_text as "originalText"
    from case_reporter where jurisdiction_id = ${jurisdictionId} and case_id = ${caseId}`.execute(tx);
  return rows[0] ?? null;
}
