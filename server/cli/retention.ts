import { parseArgs } from 'node:util';

import { checkErasure, listErasures, previewErasure, setTerm } from '../kernel/erasure.ts';
import { instant } from '../kernel/instant.ts';
import { refuse, unknownRecord } from '../kernel/refusal.ts';
import { recordAudit } from '../modules/accounts/commands.ts';
import type { Jurisdiction } from '../modules/organisation/model.ts';
import { findJurisdictionByCode, listJurisdictions } from '../modules/organisation/store.ts';
import { erasureRules, keepTerms } from '../system/retention.ts';
import type { Command, Context } from './context.ts';

const USAGE = 'drumtower retention --dry-run | --run | --proof RECORD | --set RULE=DAYS  [--jurisdiction CODE]';
const atTheServer = { actor: null, address: 'command line' } as const;

/**
 * 保存期限 — `--dry-run`: what is over its term, by rule, with some ids and no data. `--run`: erases it, with proofs.
 * `--proof`: in which erasure a record went, and whether its proof holds. `--set`: how many days this jurisdiction keeps
 * what a rule is about.
 */
export const retentionCommand: Command = async (args, context) => {
  const { values } = parseArgs({
    args,
    options: {
      'dry-run': { type: 'boolean' },
      run: { type: 'boolean' },
      proof: { type: 'string' },
      set: { type: 'string' },
      jurisdiction: { type: 'string' },
    },
  });
  const wanted = [values['dry-run'], values.run, values.proof, values.set].filter((one) => one !== undefined);
  if (wanted.length !== 1) {
    context.write(USAGE);
    return 2;
  }
  const places = await jurisdictionsOf(context, values.jurisdiction);
  let status = 0;
  for (const place of places) {
    if (values['dry-run']) await preview(context, place);
    if (values.run) await run(context, place);
    if (values.set !== undefined) await set(context, place, values.set);
    if (values.proof !== undefined && !(await prove(context, place, values.proof))) status = 1;
  }
  return status;
};

async function jurisdictionsOf({ db }: Context, code: string | undefined): Promise<Jurisdiction[]> {
  if (code === undefined) return listJurisdictions(db);
  const found = await findJurisdictionByCode(db, code);
  return found ? [found] : refuse(unknownRecord({ zh: '辖区', en: 'jurisdiction' }));
}

async function preview({ db, write }: Context, { id, code }: Jurisdiction): Promise<void> {
  for (const due of await previewErasure(db, erasureRules, id, instant(Date.now()))) {
    const { rule, days, before, records, examples } = due;
    write(`${code}  ${rule.name}/${rule.version}  ${records}  ${rule.what.zh} · ${rule.what.en}`);
    write(`    ${rule.since.zh} ${days} 天 · ${days} days ${rule.since.en}; < ${before}; ${rule.source.en}`);
    for (const example of examples) write(`    ${example}`);
  }
}

async function run({ db, write }: Context, { id, code }: Jurisdiction): Promise<void> {
  const runs = await keepTerms(db, id, { ...atTheServer, now: instant(Date.now()) });
  for (const { id: proof, rule, ruleVersion, records, root } of runs)
    write(`${code}  ${rule}/${ruleVersion}  ${records}  ${proof}  ${root}`);
  write(`${code}: ${runs.reduce((sum, { records }) => sum + records, 0)} 条已删除 · records erased`);
}

async function set({ db, write }: Context, { id, code }: Jurisdiction, term: string): Promise<void> {
  const [name, days = ''] = term.split('=');
  const rule = erasureRules.find((one) => one.name === name);
  const wanted = /^\d{1,5}$/.test(days) ? Number(days) : 0;
  if (!rule || wanted < rule.atLeast)
    return refuse({
      refused: 'invalid',
      code: 'badTerm',
      message: {
        zh: rule ? `${rule.name} 至少保存 ${rule.atLeast} 天。` : `没有规则 ${name}。`,
        en: rule ? `${rule.name} is kept for at least ${rule.atLeast} days.` : `There is no rule ${name}.`,
      },
    });
  const now = instant(Date.now());
  await setTerm(db, id, rule, wanted, now);
  await recordAudit(
    db,
    { ...atTheServer, now },
    { jurisdictionId: id, action: 'settingsChanged', kind: 'retention', recordId: rule.name, detail: { days: wanted } },
  );
  write(`${code}  ${rule.name}: ${wanted}`);
}

async function prove({ db, write }: Context, { id, code }: Jurisdiction, recordId: string): Promise<boolean> {
  const [found] = await listErasures(db, id, { recordId, limit: 1 });
  if (!found) {
    write(`${code}: 没有删除记录 · no erasure of ${recordId}`);
    return false;
  }
  const holds = await checkErasure(db, id, found);
  write(`${code}  ${recordId}  ${found.erasedAt}  ${found.rule}/${found.ruleVersion}  ${found.root}`);
  write(holds ? '证明成立 · the proof holds' : '证明不成立 · the proof does not hold');
  return holds;
}
