import { z } from 'zod';
import { type Call, route } from '../../kernel/http.ts';
import { shown } from '../../kernel/procedure.ts';
import { actionNames, anyForm, recordId } from '../../kernel/procedure-shapes.ts';
import { deedOf, seenRecord } from '../../kernel/records.ts';
import { refuse, unknownRecord } from '../../kernel/refusal.ts';
import { listReadReplies } from '../evaluation/hotline-reading.ts';
import { type AnswerReading, listHotlineAnswers, listHotlineReplies } from '../evaluation/source-store.ts';
import { planFaults } from './checks/plan.ts';
import { draftPlan, handleEvaluation, handlePlan, handleRound, openEvaluation, openRound } from './commands.ts';
import { type Metric, metricOf } from './data/metrics.ts';
import { outlookOf } from './forecast.ts';
import { monitoringLifecycle, planContent, selfEvaluationLifecycle, targetPlanLifecycle } from './lifecycle.ts';
import { findMoney } from './looking-up.ts';
import { askedYear, measurePlan } from './measuring.ts';
import {
  monitoringProcedure,
  type SelfEvaluationRecord,
  selfEvaluationProcedure,
  type TargetPlanRecord,
  targetPlanProcedure,
} from './procedures.ts';
import { choicesOf, definedBy, gradeOf, mostOf, totalOf } from './rules.ts';
import { boardShape, evaluationShape, faultShape, metricShape, planShape, roundShape } from './shapes.ts';
import { findPlanOfYear, listEvaluations, listPlans, listRounds } from './store.ts';

type Asking = Pick<Call, 'tx' | 'actor' | 'now'>;
const yearOf = z.coerce.number().int().min(2000).max(2100);

async function planView(plan: TargetPlanRecord, call: Asking) {
  const money = await findMoney(call.tx, plan);
  const facts = { ...call, money };
  return { ...shown(targetPlanProcedure, plan, facts), faults: planFaults({ ...plan, money }) };
}

function evaluationView(record: SelfEvaluationRecord, call: Asking) {
  const { total, known } = totalOf(record.scores, record.execution);
  return {
    ...shown(selfEvaluationProcedure, record, call),
    total,
    known,
    grade: total === null ? null : gradeOf(total),
  };
}

function definitionOf(key: string, metric: Metric) {
  const { shape: _, otherwise: __, judged: ___, asks = null, notOffered = [], ...rest } = metric;
  return { ...rest, key, choices: choicesOf(metric), asks, notOffered: [...notOffered] };
}

const readingOf: Record<string, AnswerReading> = { satisfied: 'satisfied', full: 'full', solved: 'solved' };

async function planOfYear({ tx, actor }: Asking, year: number): Promise<TargetPlanRecord> {
  const plan = await findPlanOfYear(tx, actor.jurisdictionId, year);
  return plan && targetPlanProcedure.maySee(plan, actor) ? plan : refuse(unknownRecord(targetPlanLifecycle.label));
}

export const targetsRoutes = [
  route({
    method: 'GET',
    path: '/targets/metrics',
    permission: 'target.read',
    summary: { zh: '指标定义：公式、来源、口径', en: 'Definitions: formula, source, and the choices offered' },
    answer: z.object({ items: z.array(metricShape) }),
    handle: () =>
      Promise.resolve({
        items: Object.entries(metricOf).flatMap(([key, metric]) => (metric ? [definitionOf(key, metric)] : [])),
      }),
  }),
  route({
    method: 'POST',
    path: '/targets/check',
    permission: 'target.edit',
    summary: { zh: '校验目标：边填边查，不保存', en: 'Check a plan while it is typed; nothing is kept' },
    body: planContent.extend({ year: z.number().int().min(2000).max(2100) }),
    answer: z.object({ faults: z.array(faultShape) }),
    async handle({ tx, actor, body }) {
      const money = await findMoney(tx, { jurisdictionId: actor.jurisdictionId, year: body.year });
      return { faults: planFaults({ ...body, money }) };
    },
  }),
  route({
    method: 'GET',
    path: '/targets/plans',
    permission: 'target.read',
    summary: { zh: '各年度绩效目标', en: 'The plans, the newest year first' },
    answer: z.object({ items: z.array(planShape) }),
    async handle(call) {
      const plans = await listPlans(call.tx, call.actor.jurisdictionId);
      const items = [];
      for (const plan of plans) items.push(await planView(plan, call));
      return { items };
    },
  }),
  route({
    method: 'POST',
    path: '/targets/plans',
    permission: 'target.edit',
    summary: { zh: '编制目标', en: 'Draft the plan of a year' },
    status: 201,
    body: targetPlanLifecycle.openings.draftPlan.asks.strict(),
    answer: planShape,
    handle: async (call) => planView(await draftPlan(deedOf(call), call.body), call),
  }),
  route({
    method: 'GET',
    path: '/targets/plans/:id',
    permission: 'target.read',
    summary: { zh: '一个年度的绩效目标与校验结果', en: 'The plan of a year, with what is wrong with it' },
    params: recordId,
    answer: planShape,
    handle: async (call) => planView(await seenRecord(call.tx, targetPlanProcedure, call.actor, call.params.id), call),
  }),
  route({
    method: 'POST',
    path: '/targets/plans/:id/actions/:action',
    permission: 'target.read',
    summary: { zh: '办理目标', en: 'Take an action on a plan' },
    params: recordId.extend({ action: actionNames(targetPlanLifecycle) }),
    ifMatch: true,
    body: anyForm,
    answer: planShape,
    handle: async (call) =>
      planView(await handlePlan(deedOf(call), { ...call.params, input: call.body, version: call.version }), call),
  }),
  route({
    method: 'GET',
    path: '/targets/years/:year',
    permission: 'target.read',
    summary: { zh: '目标看板：目标、实际、预测、依据', en: 'The board: target, actual, forecast, evidence' },
    params: z.object({ year: yearOf }),
    query: z.object({ cutoff: z.iso.date().optional() }),
    answer: boardShape,
    async handle(call) {
      const plan = await planOfYear(call, call.params.year);
      const { asked, lines, money } = await measurePlan(call.tx, plan, { cutoff: call.query.cutoff, now: call.now });
      return {
        year: plan.year,
        cutoff: asked.dates.to,
        plan: { id: plan.id, state: plan.state, version: plan.version },
        money,
        lines: lines.map((line) => {
          const metric = definedBy(line.metric, line.choice);
          const forecast = line.forecast ?? null;
          return {
            ...line,
            definition: metric ? definitionOf(line.metric ?? '', metric) : null,
            forecast,
            outlook: outlookOf(forecast, line.indicator, mostOf(metric, plan.year)),
          };
        }),
      };
    },
  }),
  route({
    method: 'GET',
    path: '/targets/years/:year/indicators/:indicatorId/cases',
    permission: 'target.read',
    summary: { zh: '热线指标背后的案卷', en: 'The cases behind a hotline figure, the latest first' },
    params: z.object({ year: yearOf, indicatorId: z.string().max(40) }),
    query: z.object({
      part: z.enum(['of', 'met', 'missed']).default('missed'),
      cutoff: z.iso.date().optional(),
      limit: z.coerce.number().int().min(1).max(50).default(50),
    }),
    answer: z.object({ items: z.array(z.object({ caseId: z.string(), number: z.string(), dueAt: z.string() })) }),
    async handle(call) {
      const { year, indicatorId } = call.params;
      const plan = await planOfYear(call, year);
      const { metric, choice } = plan.indicators.find((one) => one.id === indicatorId) ?? {};
      if (metric !== 'hotline.replyRate' && metric !== 'hotline.satisfaction')
        refuse(unknownRecord({ zh: '热线指标', en: 'hotline indicator' }));
      const { jurisdictionId } = call.actor;
      const asked = await askedYear(call.tx, jurisdictionId, { year, cutoff: call.query.cutoff, now: call.now });
      const wanted = { ...asked, jurisdictionId, part: call.query.part, limit: call.query.limit };
      if (choice === 'calendarDays' || choice === 'wholeChain')
        return { items: await listReadReplies(call.tx, { ...wanted, reading: choice }) };
      if (metric === 'hotline.replyRate') return { items: await listHotlineReplies(call.tx, wanted) };
      const reading = readingOf[choice ?? ''] ?? 'satisfied';
      return { items: await listHotlineAnswers(call.tx, { ...wanted, reading }) };
    },
  }),
  route({
    method: 'GET',
    path: '/targets/rounds',
    permission: 'target.read',
    summary: { zh: '绩效监控：目标与资金双监控', en: 'Monitoring rounds: targets and money side by side' },
    answer: z.object({ items: z.array(roundShape) }),
    handle: async (call) => ({
      items: (await listRounds(call.tx, call.actor.jurisdictionId)).map((one) => shown(monitoringProcedure, one, call)),
    }),
  }),
  route({
    method: 'POST',
    path: '/targets/rounds',
    permission: 'target.edit',
    summary: { zh: '发起监控', en: 'Open a monitoring round' },
    status: 201,
    body: monitoringLifecycle.openings.openRound.asks.strict(),
    answer: roundShape,
    handle: async (call) => shown(monitoringProcedure, await openRound(deedOf(call), call.body), call),
  }),
  route({
    method: 'POST',
    path: '/targets/rounds/:id/actions/:action',
    permission: 'target.read',
    summary: { zh: '办理监控', en: 'Take an action on a round' },
    params: recordId.extend({ action: actionNames(monitoringLifecycle) }),
    ifMatch: true,
    body: anyForm,
    answer: roundShape,
    async handle(call) {
      const done = await handleRound(deedOf(call), { ...call.params, input: call.body, version: call.version });
      return shown(monitoringProcedure, done, call);
    },
  }),
  route({
    method: 'GET',
    path: '/targets/evaluations',
    permission: 'target.read',
    summary: { zh: '绩效自评', en: 'Self-evaluations' },
    answer: z.object({ items: z.array(evaluationShape) }),
    handle: async (call) => ({
      items: (await listEvaluations(call.tx, call.actor.jurisdictionId)).map((one) => evaluationView(one, call)),
    }),
  }),
  route({
    method: 'POST',
    path: '/targets/evaluations',
    permission: 'target.edit',
    summary: { zh: '发起自评', en: 'Open a self-evaluation' },
    status: 201,
    body: selfEvaluationLifecycle.openings.openEvaluation.asks.strict(),
    answer: evaluationShape,
    handle: async (call) => evaluationView(await openEvaluation(deedOf(call), call.body), call),
  }),
  route({
    method: 'POST',
    path: '/targets/evaluations/:id/actions/:action',
    permission: 'target.read',
    summary: { zh: '办理自评', en: 'Take an action on a self-evaluation' },
    params: recordId.extend({ action: actionNames(selfEvaluationLifecycle) }),
    ifMatch: true,
    body: anyForm,
    answer: evaluationShape,
    async handle(call) {
      const done = await handleEvaluation(deedOf(call), { ...call.params, input: call.body, version: call.version });
      return evaluationView(done, call);
    },
  }),
] as const;
