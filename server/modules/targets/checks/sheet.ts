import { Sheet } from '../../disclosure/checks/sheet.ts';
import { FUJIAN } from '../../disclosure/data/fujian.ts';
import type { Indicator } from '../../disclosure/model.ts';
import { type PlanMoney, type PrintedPlan, targetTables } from '../tables.ts';

interface Draft extends PrintedPlan {
  year: number;
  staffInPost: number | null;
  money?: PlanMoney | null;
}

/** A document that has nothing but the plan's targets, for the rules to read; `places` tells which indicator stands where. */
export function planSheet(draft: Draft): { sheet: Sheet; places: Map<string, string> } {
  const { year, staffInPost, money = null } = draft;
  const tables = targetTables(draft, money);
  // Findings name indicators as the plan and its board do.
  const named = <Table extends { indicators: readonly Indicator[] }>(table: Table, scope: string): Table => {
    const own = draft.indicators.filter((one) => one.scope === scope);
    return { ...table, indicators: table.indicators.map((one, i) => ({ ...one, id: own[i]?.id ?? one.id })) };
  };
  const overall = named(tables.overall, 'overall');
  const projects = tables.projects.map((one) => named(one, one.code ?? ''));
  const sheet = new Sheet({
    template: FUJIAN,
    problems: [],
    outline: { front: [], toc: [], headings: [], blocks: [], rows: [], captions: [] },
    told: [],
    retold: null,
    document: {
      schemaVersion: '1.0.0',
      document: {
        id: 'plan',
        kind: 'unitBudget',
        fiscalYear: year,
        titlePrinted: '',
        titleZh: '',
        currency: { code: 'CNY', unitPrinted: '万元', unitFactor: 10_000 },
        approvalDate: null,
        publicationDate: null,
      },
      unit: {
        nameZh: '',
        districtZh: '',
        fundingNatureZh: '',
        staffInPost,
        staffQuota: null,
        internalDepartments: null,
        subordinateUnits: null,
        functionCode: '',
        lines: [],
      },
      toc: [],
      overview: { duties: [], tasksIntroLine: 0, tasks: [] },
      tables: [],
      narrative: {
        facts: [],
        personnelItems: { line: 0, items: [] },
        publicItems: { line: 0, items: [] },
        statements: [],
        reasons: [],
      },
      performance: { overall: { ...overall, goals: [] }, projects, headings: [] },
      glossary: { terms: [] },
      lines: [],
    },
  });
  const places = new Map<string, string>();
  const note = (scope: string, pointer: string) =>
    draft.indicators
      .filter((one) => one.scope === scope)
      .forEach(({ id }, i) => {
        places.set(`${pointer}/${i}`, id);
      });
  note('overall', '/performance/overall/indicators');
  for (const [i, { code }] of projects.entries()) note(code ?? '', `/performance/projects/${i}/indicators`);
  return { sheet, places };
}
