import type { DisclosureDocument } from '../disclosure/model.ts';
import type { FrozenLine } from '../targets/model.ts';
import type { PrintedPlan } from '../targets/tables.ts';

/** What was measured, as it was reviewed at a cut-off. */
export interface Reviewed {
  cutoff: string;
  lines: readonly FrozenLine[];
}

const PARTS: [key: string, labelZh: string][] = [
  ['basicExpenditure.personnel', '人员经费'],
  ['basicExpenditure.public', '公用经费'],
  ['expenditure.project', '项目支出'],
  ['expenditure.institutionBusiness', '事业单位经营支出'],
  ['expenditure.remitToSuperior', '上缴上级支出'],
  ['expenditure.affiliateSubsidy', '对附属单位补助支出'],
];

/**
 * The document in what a citizen asks: how much, more or less than last year, for what, for which projects, and what is
 * promised for it. Every number is one that the document prints; actual values are those of a reviewed round only.
 */
export function citizenView(
  { narrative, tables, performance }: DisclosureDocument,
  plan: PrintedPlan | null,
  reviewed: Reviewed | null,
) {
  const fenOf = (key: string) => narrative.facts.find((fact) => fact.key === key)?.fen ?? null;
  const printedIncrease = narrative.facts.find(({ key }) => key === 'expenditure.increase');
  const reason = narrative.reasons.find(({ line }) => line === printedIncrease?.line)?.textZh ?? '';
  const total = fenOf('expenditure.total') ?? 0;
  const items = tables.find(({ columns }) => columns.some(({ key }) => key === 'personnel'));
  return {
    totalFen: total,
    increaseFen: printedIncrease?.fen ?? 0,
    reasonZh: reason.replace(/^主要原因是/, '') || null,
    parts: PARTS.map(([key, labelZh]) => ({ labelZh, fen: fenOf(key) ?? 0 })).filter(({ fen }) => fen > 0),
    items: (items?.rows ?? [])
      .filter(({ code }) => code?.length === 5)
      .map(({ nameZh, cells }) => ({ nameZh, fen: cells.total?.fen ?? 0 }))
      .filter(({ fen }) => fen > 0)
      .sort((a, b) => b.fen - a.fen),
    projects: performance.projects.map(({ nameZh, funds, overallGoalZh }) => ({
      nameZh,
      fen: funds.total.fen ?? 0,
      goalZh: overallGoalZh,
    })),
    cutoff: reviewed?.cutoff ?? null,
    targets: [
      ...(performance.overall?.indicators ?? []).map((one) => ({ scope: null as string | null, code: 'overall', one })),
      ...performance.projects.flatMap(({ nameZh, code, indicators }) =>
        indicators.map((one) => ({ scope: nameZh as string | null, code: code ?? '', one })),
      ),
    ].map(({ scope, code, one }) => ({
      scopeZh: scope,
      nameZh: one.level3Zh,
      targetZh: one.targetPrinted,
      unit: one.unit ?? '',
      ...actualOf(plan, reviewed, { scope: code, nameZh: one.level3Zh }),
    })),
  };
}

function actualOf(plan: PrintedPlan | null, reviewed: Reviewed | null, wanted: { scope: string; nameZh: string }) {
  const own = plan?.indicators.find(({ scope, level3Zh }) => scope === wanted.scope && level3Zh === wanted.nameZh);
  const line = own && reviewed?.lines.find(({ indicatorId }) => indicatorId === own.id);
  return {
    actual: line?.value.value ?? null,
    range: line?.value.range ?? null,
    verdict: line?.verdict ?? null,
  };
}
