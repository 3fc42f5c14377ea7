import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { type Db, transact } from '../kernel/db.ts';
import { instant } from '../kernel/instant.ts';
import { recordAudit } from '../modules/accounts/commands.ts';
import { rolePermissions } from '../modules/accounts/roles.ts';
import { findByUsername } from '../modules/accounts/store.ts';
import { exportCases } from '../modules/imports/export.ts';
import type { Jurisdiction } from '../modules/organisation/model.ts';
import { findJurisdictionByCode } from '../modules/organisation/store.ts';
import type { Command } from './context.ts';
import { progressBar } from './progress.ts';

const USAGE = '用法 Usage: drumtower export --jurisdiction CODE [--format csv|jsonl] [--out FILE] [--account USERNAME]';

/** Gives out all cases of a jurisdiction, to a file or to the standard output, and writes into the audit that it did. */
export const exportCommand: Command = async (args, { db, write }) => {
  const asked = readArguments(args);
  const home = asked && (await findJurisdictionByCode(db, asked.jurisdiction));
  if (!asked || !home) {
    write(asked ? `没有这个辖区 There is no such jurisdiction: ${asked.jurisdiction}` : USAGE);
    return 2;
  }
  const actor = asked.account === undefined ? null : await findExporter(db, home, asked.account);
  if (asked.account !== undefined && !actor) {
    write(`该账号不属于本辖区或无权导出 The account is not of this jurisdiction, or may not export: ${asked.account}`);
    return 2;
  }
  const { format, out } = asked;
  await transact(db, (tx) =>
    recordAudit(
      tx,
      { actor, now: instant(Date.now()), address: 'command line' },
      { jurisdictionId: home.id, action: 'exported', kind: 'case', recordId: home.code, detail: { format } },
    ),
  );
  const bar = progressBar('cases', (line) => void process.stderr.write(`${line}\n`));
  let cases = 0;
  const texts = async function* () {
    for await (const piece of exportCases(db, home.id, format)) {
      cases += piece.cases;
      bar.show(null, cases);
      yield piece.text;
    }
  };
  const target = out === undefined ? process.stdout : createWriteStream(out);
  try {
    await pipeline(Readable.from(texts()), target, { end: out !== undefined });
  } catch (error) {
    // Whoever reads the standard output may have had enough of it.
    if (!(error instanceof Error && 'code' in error && error.code === 'EPIPE')) throw error;
  }
  bar.end();
  process.stderr.write(`${cases} 案卷 cases${out === undefined ? '' : ` → ${out}`}\n`);
  return 0;
};

function readArguments(args: string[]) {
  const text = { type: 'string' } as const;
  try {
    const { values } = parseArgs({ args, options: { jurisdiction: text, format: text, out: text, account: text } });
    const { jurisdiction, format = 'jsonl', out, account } = values;
    return jurisdiction !== undefined && (format === 'csv' || format === 'jsonl')
      ? { jurisdiction, format: format as 'csv' | 'jsonl', out, account }
      : null;
  } catch {
    return null;
  }
}

async function findExporter(
  db: Db,
  home: Jurisdiction,
  username: string,
): Promise<{ id: string; jurisdictionId: number } | null> {
  const account = (await findByUsername(db, username))?.account;
  const may =
    account?.active === true &&
    account.jurisdictionId === home.id &&
    account.roles.some((role) => rolePermissions[role].includes('case.export'));
  return may ? { id: account.id, jurisdictionId: home.id } : null;
}
