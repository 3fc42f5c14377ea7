import { z } from 'zod';

import { type PrintFormat, printed, printFormats, printKinds } from '../../adapters/printing.ts';
import { sha256 } from '../../kernel/digest.ts';
import { type Call, FileAnswer, route } from '../../kernel/http.ts';
import { readLog } from '../../kernel/log.ts';
import { shown } from '../../kernel/procedure.ts';
import { actionNames, anyForm, recordId } from '../../kernel/procedure-shapes.ts';
import { deedOf, findRecord, seenRecord } from '../../kernel/records.ts';
import { refuse, unknownRecord } from '../../kernel/refusal.ts';
import { recordExport } from '../accounts/commands.ts';
import { findNames } from '../accounts/store.ts';
import { csvOf } from '../imports/records.ts';
import { handleAssessment, recordAssessment } from './commands.ts';
import { cityAssessmentLifecycle } from './lifecycle.ts';
import { findProcedures, findUnitName } from './looking-up.ts';
import { bareLine, measurePlan } from './measuring.ts';
import {
  cityAssessmentProcedure,
  selfEvaluationProcedure,
  type TargetPlanRecord,
  targetPlanProcedure,
} from './procedures.ts';
import { logLines, type Outcome, reportOf } from './report.ts';
import { paperOfReport, rowsOfReport, selfEvaluationTables } from './report-paper.ts';
import { assessmentShape, reportShape } from './shapes.ts';
import { listAssessments } from './store.ts';

type Asking = Pick<Call, 'tx' | 'actor' | 'now'>;

/** The report of a year: of the frozen values once it is closed, of today's until then. */
async function yearReport({ tx, now }: Asking, plan: TargetPlanRecord) {
  const { jurisdictionId } = plan;
  const outcome = plan.closing ?? (await outcomeNow(tx, plan, now));
  const unitZh = plan.closing?.unitZh ?? (await findUnitName(tx, jurisdictionId, plan.year));
  const report = reportOf({ plan, unitZh, outcome, ...(await findProcedures(tx, plan)) });
  const entries = await readLog(tx, jurisdictionId, plan.id);
  const names = await findNames(
    tx,
    jurisdictionId,
    entries.flatMap(({ actorId }) => actorId ?? []),
  );
  return { report, checksum: sha256(JSON.stringify(report)), log: logLines(entries, names) };
}

async function outcomeNow(tx: Asking['tx'], plan: TargetPlanRecord, now: Asking['now']): Promise<Outcome> {
  const { asked, lines, money } = await measurePlan(tx, plan, { now });
  return { cutoff: asked.dates.to, lines: lines.map(bareLine), money };
}

const fileFormats = [...printFormats, 'json', 'csv'] as const;

/** 年度绩效报告、自评表与市级考评结果 */
export const targetReportRoutes = [
  route({
    method: 'GET',
    path: '/targets/plans/:id/report',
    permission: 'target.read',
    summary: { zh: '年度绩效报告：逐项可追溯', en: 'The report of the year, each number with what it rests on' },
    params: recordId,
    answer: reportShape,
    async handle(call) {
      const plan = await seenRecord(call.tx, targetPlanProcedure, call.actor, call.params.id);
      const { report, checksum, log } = await yearReport(call, plan);
      return { ...report, sha256: checksum, frozen: plan.closing?.sha256 ?? null, log };
    },
  }),
  route({
    method: 'GET',
    path: '/targets/plans/:id/report/:format',
    permission: 'target.read',
    summary: { zh: '下载年度绩效报告', en: 'The report of the year as a file' },
    params: recordId.extend({ format: z.enum(fileFormats) }),
    async handle(call) {
      const plan = await seenRecord(call.tx, targetPlanProcedure, call.actor, call.params.id);
      const { report, checksum, log } = await yearReport(call, plan);
      const { format } = call.params;
      await recordExport(call, { kind: 'targetPlan', recordId: plan.id, detail: { format } });
      const name = `${plan.year}年度绩效报告`;
      if (format === 'json') {
        const text = `${JSON.stringify({ ...report, sha256: checksum, log }, null, 1)}\n`;
        return new FileAnswer(text, 'application/json; charset=utf-8', { name: `${name}.json` });
      }
      if (format === 'csv')
        return new FileAnswer(csvOf(rowsOfReport(report)), 'text/csv; charset=utf-8', { name: `${name}.csv` });
      return printedFile(format, paperOfReport(report, log, checksum), name, call.now);
    },
  }),
  route({
    method: 'GET',
    path: '/targets/evaluations/:id/form/:format',
    permission: 'target.read',
    summary: { zh: '下载绩效自评表', en: 'A self-evaluation in the columns of the official form' },
    params: recordId.extend({ format: z.enum(printFormats) }),
    async handle(call) {
      const evaluation = await seenRecord(call.tx, selfEvaluationProcedure, call.actor, call.params.id);
      const { jurisdictionId } = call.actor;
      const plan = await findRecord(call.tx, targetPlanProcedure, jurisdictionId, evaluation.planId);
      if (!plan) return refuse(unknownRecord(targetPlanProcedure.lifecycle.label));
      const unitZh = await findUnitName(call.tx, jurisdictionId, plan.year);
      const { format } = call.params;
      await recordExport(call, { kind: 'selfEvaluation', recordId: evaluation.id, detail: { format } });
      const { cutoff, lines, money, scope } = evaluation;
      const report = reportOf({
        plan,
        unitZh,
        outcome: { cutoff, lines, money },
        rounds: [],
        evaluations: [evaluation],
      });
      const title = `${plan.year}年度${scope === 'overall' ? '部门整体' : '项目'}支出绩效自评表`;
      const own = report.tables.filter((one) => one.scope === scope);
      const paper = {
        title,
        cover: [`单位：${unitZh}`, `截至日期：${cutoff}`],
        blocks: own.flatMap(selfEvaluationTables),
      };
      return printedFile(format, paper, title, call.now);
    },
  }),
  route({
    method: 'GET',
    path: '/targets/assessments',
    permission: 'target.read',
    summary: { zh: '市级考评结果', en: 'The city’s published results of a year' },
    query: z.object({ year: z.coerce.number().int().min(2000).max(2100) }),
    answer: z.object({ items: z.array(assessmentShape) }),
    handle: async (call) => ({
      items: (await listAssessments(call.tx, call.actor.jurisdictionId, call.query.year)).map((one) =>
        shown(cityAssessmentProcedure, one, call),
      ),
    }),
  }),
  route({
    method: 'POST',
    path: '/targets/assessments',
    permission: 'target.edit',
    summary: { zh: '登记市级考评结果', en: 'Enter a published result' },
    status: 201,
    body: cityAssessmentLifecycle.openings.recordAssessment.asks.strict(),
    answer: assessmentShape,
    handle: async (call) => shown(cityAssessmentProcedure, await recordAssessment(deedOf(call), call.body), call),
  }),
  route({
    method: 'POST',
    path: '/targets/assessments/:id/actions/:action',
    permission: 'target.read',
    summary: { zh: '办理市级考评结果', en: 'Take an action on a published result' },
    params: recordId.extend({ action: actionNames(cityAssessmentLifecycle) }),
    ifMatch: true,
    body: anyForm,
    answer: assessmentShape,
    async handle(call) {
      const done = await handleAssessment(deedOf(call), { ...call.params, input: call.body, version: call.version });
      return shown(cityAssessmentProcedure, done, call);
    },
  }),
] as const;

async function printedFile(
  format: PrintFormat,
  paper: Parameters<typeof printed>[1],
  name: string,
  at: Asking['now'],
): Promise<FileAnswer> {
  const { ending, type } = printKinds[format];
  return new FileAnswer(await printed(format, paper, at), type, { name: `${name}.${ending}` });
}
