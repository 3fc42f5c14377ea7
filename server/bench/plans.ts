import { type CompiledQuery, Kysely, PostgresDialect } from 'kysely';
import type { Pool } from 'pg';
import type { Actor } from '../kernel/actor.ts';
import type { Db, Tx } from '../kernel/db.ts';
import { instant } from '../kernel/instant.ts';
import { entriesAfter, readLog } from '../kernel/log.ts';
import type { Role } from '../modules/accounts/roles.ts';
import { permissionsOf } from '../modules/accounts/rules.ts';
import { listPassedToday } from '../modules/cases/board-read-store.ts';
import { boardOf } from '../modules/cases/board-view.ts';
import { countOpen } from '../modules/cases/counters.ts';
import { listCases } from '../modules/cases/list-store.ts';
import { findCase } from '../modules/cases/store.ts';
import { periodOf } from '../modules/evaluation/periods.ts';
import { listReadVersions } from '../modules/evaluation/store.ts';
import { measureObjects } from '../modules/evaluation/total-store.ts';
import { barePool } from './thin.ts';

/** Tables that grow with every case: none of them may be read from end to end by what people wait for. */
export const BIG = /^(?:log_entry\w*|case_file|case_search|evaluation_round|evaluation_task)$/;

/** What the hot queries are asked with: somebody of each kind, and a case. */
export interface Asker {
  jurisdictionId: number;
  actors: Record<'dispatcher' | 'unitOfficer' | 'inspector', Actor>;
  caseId: string;
  now: string;
}

interface HotQuery {
  name: string;
  run(tx: Tx, asker: Asker): Promise<unknown>;
}

const list = (name: string, who: keyof Asker['actors'], order: 'newest' | 'endangered', text?: string): HotQuery => ({
  name,
  run: (tx, { actors, now }) =>
    listCases(tx, actors[who], {
      filter: { ...(order === 'endangered' ? { open: true } : {}), ...(text ? { text } : {}) },
      order,
      limit: 50,
      now,
    }),
});

/** What is asked most often, as the house asks it. */
export const hotQueries: readonly HotQuery[] = [
  {
    name: 'A case, to be read or changed',
    run: (tx, { jurisdictionId, caseId }) => findCase(tx, jurisdictionId, caseId),
  },
  { name: 'The log of a case', run: (tx, { jurisdictionId, caseId }) => readLog(tx, jurisdictionId, caseId) },
  list('Work list of a dispatcher, most endangered first', 'dispatcher', 'endangered'),
  list('List of a dispatcher, newest first', 'dispatcher', 'newest'),
  list('Work list of a unit, most endangered first', 'unitOfficer', 'endangered'),
  list('List of an inspector, newest first', 'inspector', 'newest'),
  list('Search for a common word', 'dispatcher', 'newest', '门口'),
  list('Search for a rare word', 'dispatcher', 'newest', '评话书场'),
  list('Search for a rare word, most endangered first', 'dispatcher', 'endangered', '评话书场'),
  list('Search of a unit, newest first', 'unitOfficer', 'newest', '评话书场'),
  {
    name: 'Counters above a work list',
    run: (tx, { actors, now }) => countOpen(tx, actors.dispatcher, {}, now),
  },
  {
    name: 'The board',
    run: (tx, { jurisdictionId, now }) =>
      boardOf(tx, { jurisdictionId, timeZone: 'Asia/Shanghai', unitId: null, window: 'open', now }),
  },
  {
    name: 'What passed its deadline or warning today',
    run(tx, { jurisdictionId, now }) {
      const today = now.slice(0, 10);
      const keeping = { timeZone: 'Asia/Shanghai', floor: today };
      const asked = { jurisdictionId, scope: '', from: null, states: null, flowFrom: today, today, keeping };
      return listPassedToday(tx, asked, now);
    },
  },
  {
    name: 'Scorecard of a unit for a month',
    run(tx, { jurisdictionId, actors, now }) {
      const month = periodOf(dayBefore(now, 31), dayBefore(now, 1), 'Asia/Shanghai');
      if ('refused' in month) throw new Error('a month is no period');
      const whose = { jurisdictionId, object: 'unit' as const, id: actors.unitOfficer.unitId ?? undefined };
      return measureObjects(tx, whose, [{ period: month, asOf: now }]);
    },
  },
  { name: 'What followers read of the log', run: (tx) => entriesAfter(tx, '1-1', 500) },
  {
    name: 'Which facts are read already',
    run: (tx, { jurisdictionId, caseId }) => listReadVersions(tx, jurisdictionId, [caseId]),
  },
];

const dayBefore = (now: string, days: number) => instant(Date.parse(now) - days * 86_400_000).slice(0, 10);

/** Somebody of each kind in the district with the most cases, who sees the most of his kind. */
export async function askerIn(pool: Pool, now: string): Promise<Asker> {
  const { rows } = await pool.query<{
    id: string;
    jurisdiction_id: number;
    name: string;
    roles: Role[];
    unit_id: string | null;
    case_id: string;
  }>(
    `select u.id, u.jurisdiction_id, u.name, u.roles, u.unit_id, f.id as case_id from account_user u
      join lateral (select id from case_file f where f.jurisdiction_id = u.jurisdiction_id order by reported_at limit 1) f on true
      where u.roles && array['dispatcher', 'unitOfficer', 'inspector'] order by u.username`,
  );
  const [first] = rows;
  if (!first) throw new Error('nobody works here');
  const as = (role: Role): Actor => {
    const found = rows.find(({ roles }) => roles.includes(role));
    if (!found) throw new Error(`nobody is ${role}`);
    const { id, jurisdiction_id: jurisdictionId, name, roles, unit_id: unitId } = found;
    return { id, jurisdictionId, name, roles, unitId, permissions: permissionsOf(roles), sessionId: null };
  };
  return {
    jurisdictionId: first.jurisdiction_id,
    caseId: first.case_id,
    now,
    actors: { dispatcher: as('dispatcher'), unitOfficer: as('unitOfficer'), inspector: as('inspector') },
  };
}

interface PlanNode {
  'Node Type': string;
  'Relation Name'?: string;
  'Index Name'?: string;
  Plans?: PlanNode[];
  [detail: string]: unknown;
}

export interface Planned {
  name: string;
  /** Each statement of it that reads a big table. */
  plans: PlanNode[];
}

/** Runs every hot query on a connection that notes the statements, and has each of them explained as it was asked. */
export async function plansOf(url: string, now: string): Promise<Planned[]> {
  const pool = barePool(url, 1);
  const asked: CompiledQuery[] = [];
  const db: Db = new Kysely({
    dialect: new PostgresDialect({ pool }),
    log: (event) => void asked.push(event.query as CompiledQuery),
  });
  try {
    const asker = await askerIn(pool, now);
    const planned: Planned[] = [];
    for (const { name, run } of hotQueries) {
      asked.length = 0;
      await run(db, asker);
      const plans: PlanNode[] = [];
      for (const { sql, parameters } of asked.slice()) {
        if (!/^\s*(?:select|with)\b/i.test(sql)) continue;
        const { rows } = await pool.query(`explain (format json, costs off) ${sql}`, [...parameters]);
        const [{ Plan: plan }] = rows[0]['QUERY PLAN'] as [{ Plan: PlanNode }];
        if (relationsIn(plan).some((relation) => BIG.test(relation))) plans.push(plan);
      }
      planned.push({ name, plans });
    }
    return planned;
  } finally {
    await pool.end();
  }
}

function nodesIn(plan: PlanNode): PlanNode[] {
  return [plan, ...(plan.Plans ?? []).flatMap(nodesIn)];
}

function relationsIn(plan: PlanNode): string[] {
  return nodesIn(plan).flatMap((node) => node['Relation Name'] ?? []);
}

/** The indexes by which the big tables are read. */
export function indexesOf({ plans }: Planned): string[] {
  return plans.flatMap(nodesIn).flatMap((node) => node['Index Name'] ?? []);
}

/** The big tables that a plan reads from end to end. */
export function scannedWhole({ plans }: Planned): string[] {
  return plans
    .flatMap(nodesIn)
    .filter((node) => node['Node Type'].endsWith('Seq Scan') && BIG.test(node['Relation Name'] ?? ''))
    .map((node) => node['Relation Name'] ?? '');
}

const CONDITIONS = ['Index Cond', 'Recheck Cond', 'Filter', 'Join Filter', 'Hash Cond', 'Sort Key', 'Presorted Key'];

/** A plan as lines: what it reads by which index under which conditions, and nothing that differs from run to run. */
function linesOf(plan: PlanNode, depth = 0): string[] {
  const indent = '  '.repeat(depth);
  const by = plan['Index Name'] ? ` by ${plan['Index Name']}` : '';
  const on = plan['Relation Name'] ? ` ${plan['Relation Name']}` : '';
  const conditions = CONDITIONS.flatMap((name) =>
    plan[name] ? [`${indent}    ${name}: ${steady(String(plan[name]))}`] : [],
  );
  return [
    `${indent}${plan['Node Type']}${on}${by}`,
    ...conditions,
    ...(plan.Plans ?? []).flatMap((part) => linesOf(part, depth + 1)),
  ];
}

function steady(condition: string): string {
  return condition
    .replace(/'[0-9a-f]{8}-[0-9a-f-]{27}'/g, "'…'")
    .replace(/'\{[0-9a-f-]{36}\}'/g, "'…'")
    .replace(/'\d{4}-\d\d-\d\d[^']*'/g, "'…'")
    .replace(/(jurisdiction_id = )\d+/g, '$1…')
    .replace(/\d+:(?=\p{Script=Han})/gu, '…:');
}

/** docs/printed/queries.md */
export function queriesDocument(planned: readonly Planned[], cases: number): string {
  const parts = planned.map(({ name, plans }) =>
    [`## ${name}`, ...plans.map((plan) => ['```text', ...linesOf(plan), '```'].join('\n'))].join('\n\n'),
  );
  return `${[
    '# The hottest queries and their plans',
    `Printed by \`drumtower bench --plans\` from a district of ${cases.toLocaleString('en')} cases: each statement that reads a table which grows with the cases, as PostgreSQL carries it out. \`server/plans.test.ts\` refuses a plan that reads such a table from end to end.`,
    ...parts,
  ].join('\n\n')}\n`;
}
