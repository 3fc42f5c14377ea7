import packageJson from '../package.json' with { type: 'json' };
import { lifecycles, routes } from './app.ts';
import { SETTINGS } from './config.ts';
import { problemsOf } from './data/problems.ts';
import { schemaDocument } from './docs-schema.ts';
import { targetsPage } from './docs-targets.ts';
import { glossary } from './glossary.ts';
import { permissionsInUse } from './house.ts';
import { type Action, type AnyLifecycle, diagramOf, type Opening, type State } from './kernel/lifecycle.ts';
import { liveEvents } from './kernel/live.ts';
import { readMigrations } from './kernel/migrate.ts';
import { openapiOf } from './kernel/openapi.ts';
import type { Words } from './kernel/words.ts';
import { roleLabels, roleNames, rolePermissions } from './modules/accounts/roles.ts';
import { rules } from './modules/disclosure/checks/registry.ts';
import { yearRules } from './modules/disclosure/checks/years.ts';
import { LIMITS } from './modules/disclosure/data/limits.ts';
import { sourceOf } from './modules/disclosure/data/rule-sources.ts';
import { indicatorOf } from './modules/evaluation/indicators.ts';
import { objectWords } from './modules/evaluation/model.ts';
import { planRules } from './modules/targets/checks/plan-rules.ts';

/** The documents that are printed from the code, by their name in docs/printed. The same code always prints the same. */
export function printedDocuments(): Map<string, string> {
  const pages: [string, string][] = [
    ['glossary.md', glossaryPage()],
    ['lifecycles.md', lifecyclesPage()],
    ['permissions.md', permissionsPage()],
    ['indicators.md', indicatorsPage()],
    ['targets.md', targetsPage()],
    ['reconciliation.md', reconciliationPage()],
    ['settings.md', settingsPage()],
    ['problems.md', problemsPage()],
    ['schema.md', schemaDocument(readMigrations())],
  ];
  const openapi = `${JSON.stringify(openapiOf(routes, [liveEvents], packageJson.version), null, 1)}\n`;
  return new Map([
    ...pages.map(([name, text]): [string, string] => [name, `${NOTICE}\n\n${text.trim()}\n`]),
    ['openapi.json', openapi],
  ]);
}

const NOTICE = '<!-- Printed by `npm run docs`; never changed by hand. -->';

/** A Markdown table. A bar in a cell would end it. */
function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |`;
  return [line(heads), line(heads.map(() => '---')), ...rows.map(line)].join('\n');
}

const code = (text: string) => `\`${text}\``;
const codes = (names: readonly string[]) => names.map(code).join(' ');
const both = ({ zh, en }: Words) => `${zh} ${en}`;

function glossaryPage(): string {
  const chapters = glossary.map(({ title, terms }) => {
    const rows = terms.map(({ zh, en, names, means, source }) => [zh.join('、'), en, codes(names), means, source]);
    return `## ${title}\n\n${table(['中文', 'English', 'In code', 'Meaning', 'Source'], rows)}`;
  });
  return ['# Glossary 词汇表', ...chapters].join('\n\n');
}

function lifecyclesPage(): string {
  return ['# Life-cycles 生命周期', ...lifecycles.map(lifecycleChapter)].join('\n\n');
}

function lifecycleChapter(lifecycle: AnyLifecycle): string {
  const states = Object.entries<State>(lifecycle.states).map(([name, { label, clocks, final, look }]) => [
    code(name),
    label.zh,
    label.en,
    codes(clocks ?? []),
    final ? 'yes' : '',
    look,
  ]);
  const openings = Object.entries<Opening>(lifecycle.openings).map(([name, { label, by, asks, system }]) => [
    code(name),
    label.zh,
    label.en,
    system ? 'the system' : code(by),
    codes(Object.keys(asks.shape)),
  ]);
  const actions = Object.entries<Action<string, string, string>>(lifecycle.actions).map(([name, action]) => [
    code(name),
    action.label.zh,
    action.label.en,
    action.system
      ? 'the system'
      : [code(action.by), action.as && lifecycle.relations[action.as]?.en].filter(Boolean).join(', '),
    codes(action.from),
    action.to === 'same' ? 'same' : codes(typeof action.to === 'string' ? [action.to] : action.to),
    codes(Object.keys(action.asks.shape)),
    codes(action.unless ?? []),
  ]);
  const refusals = Object.entries<Words>(lifecycle.refusals).map(([name, { zh, en }]) => [code(name), zh, en]);
  return [
    `## ${both(lifecycle.label)}`,
    `\`\`\`mermaid\n${diagramOf(lifecycle)}\n\`\`\``,
    '### States 状态',
    table(['State', '中文', 'English', 'Clocks that run', 'Final', 'Look'], states),
    '### How it begins 起始',
    table(['Opening', '中文', 'English', 'Who', 'Asks'], openings),
    '### Actions 办理',
    table(['Action', '中文', 'English', 'Who', 'From', 'To', 'Asks', 'Refused when'], actions),
    '### Refusals 不能办理的理由',
    table(['Refusal', '中文', 'English'], refusals),
  ].join('\n\n');
}

const FAMILIES: [begins: string, title: string][] = [
  ['R-', 'Inside a table 表内'],
  ['X-', 'Between tables 表间'],
  ['N-', 'Text against tables 文表'],
  ['K-', 'Targets 绩效目标'],
  ['C-', 'Completeness 完整性'],
  ['F-', 'Form 形式'],
  ['Q-', 'Plausibility 合理性'],
  ['Y-', 'Year to year 跨年'],
];

function reconciliationPage(): string {
  const all = [...rules, ...yearRules, ...planRules];
  const chapters = FAMILIES.map(([begins, title]) => {
    const rows = all
      .filter(({ id }) => id.startsWith(begins))
      .map(({ id, severity, title: { zh, en }, compares, tolerance }) => [
        code(id),
        severity,
        zh,
        compares.zh,
        en,
        compares.en,
        tolerance ?? '',
        both(sourceOf(id)),
      ]);
    const heads = ['Rule', 'Severity', '规则', '公式', 'Says', 'Formula', 'Tolerance', 'Source'];
    return `## ${title}\n\n${table(heads, rows)}`;
  });
  const limits = Object.entries<Words>(LIMITS).map(([kind, { zh, en }]) => [code(kind), zh, en]);
  return [
    '# Reconciliation 勾稽规则',
    'What `drumtower budget check` and the reconciliation centre compare, and what a plan of targets is asked while it is ' +
      'typed. An error blocks publication, a warning wants a ' +
      'confirming note, an info is advice; a single finding may weigh less than its rule. A blank cell counts as zero in sums.',
    ...chapters,
    '## What cannot be found 查不出的',
    'Of one thing changed at random `drumtower budget mutate FILE` prints how much is found. What is not:',
    table(['Kind', '原因', 'Why'], limits),
  ].join('\n\n');
}

function permissionsPage(): string {
  const used = permissionsInUse({ routes, lifecycles });
  const permissions = [...used.keys()].sort();
  const grants = permissions.map((permission) => [
    code(permission),
    ...roleNames.map((role) => (rolePermissions[role].includes(permission) ? '●' : '')),
  ]);
  const asking = (by: string) => (/^[A-Z]+ \/|^\w+\.\w+$/.test(by) ? code(by) : by);
  const opens = permissions.map((permission) => [
    code(permission),
    (used.get(permission) ?? []).map(asking).join(', '),
  ]);
  const doors = [...routes, { method: 'GET', ...liveEvents }].map(({ method, path, permission, summary }) => [
    method,
    code(`/api${path}`),
    code(permission),
    summary.zh,
    summary.en,
  ]);
  return [
    '# Permissions 权限',
    'A role gives permissions; a route or an action takes one. `signedIn`: any account; `public`: anybody.',
    '## Roles 角色',
    table(['', ...roleNames.map((role) => roleLabels[role].zh)], grants),
    table(
      ['Role', '中文', 'English'],
      roleNames.map((role) => [code(role), roleLabels[role].zh, roleLabels[role].en]),
    ),
    '## What each permission opens',
    table(['Permission', 'Routes and actions'], opens),
    '## Routes',
    table(['', 'Path', 'Permission', '中文', 'English'], doors),
  ].join('\n\n');
}

function indicatorsPage(): string {
  const entries = Object.entries(indicatorOf).flatMap(([name, indicator]) => (indicator ? [{ name, indicator }] : []));
  const rows = entries.map(({ name, indicator }) => [
    code(name),
    indicator.label.zh,
    indicator.label.en,
    indicator.measure,
    `${indicator.meaning.zh}<br>${indicator.meaning.en}`,
    (Object.keys(indicator.charged) as (keyof typeof objectWords)[]).map((kind) => objectWords[kind].zh).join('、'),
    code(indicator.period),
    indicator.source,
  ]);
  const conditions = entries.map(({ name, indicator: { over, of, met } }) => [
    code(name),
    over,
    of.map(said).join(' and '),
    met.map(said).join(' and '),
  ]);
  return [
    '# Indicators 指标',
    'Every number is read from the log as it stood on a day. A rate is *met* ÷ *of*; without anything in *of* there is no number, neither 0 nor 100.',
    table(['Code', '中文', 'English', '', 'Meaning', 'Charged to', 'Belongs to the period of', 'Source'], rows),
    '## What is counted',
    table(['Code', 'Over each', 'Of', 'Met'], conditions),
  ].join('\n\n');
}

/** A condition as it is written in the table of indicators, whatever it is over. */
interface Said {
  any?: readonly Said[];
  done?: string;
  by?: string;
  open?: string;
  passed?: string;
  notPassed?: string;
  known?: string;
  is?: string;
  value?: string | number | boolean;
}

/** One condition of an indicator, read aloud. */
function said(condition: Said): string {
  const { any, done, by, open, passed, notPassed, known, is, value } = condition;
  if (any) return `(${any.map(said).join(' or ')})`;
  if (done) return by ? `${done} ≤ ${by}` : `${done} happened`;
  if (open) return `${open} did not happen`;
  if (passed) return `${passed} has passed`;
  if (notPassed) return `${notPassed} has not passed`;
  return known ? `${known} is known` : `${is} = ${value}`;
}

function problemsPage(): string {
  const rows = [...problemsOf(lifecycles)].map(([name, { zh, en }]) => [code(name), zh, en]);
  return [
    '# Problems 拒绝代码',
    'Every way in which the house says no. The `type` of an answer of RFC 9457 leads to the same words.',
    table(['Code', '中文', 'English'], rows),
  ].join('\n\n');
}

function settingsPage(): string {
  const rows = Object.values(SETTINGS).map(({ variable, standard, meaning, right }) => [
    code(variable),
    standard === null ? '–' : code(standard),
    `${meaning.zh}<br>${meaning.en}`,
    `${right.zh}<br>${right.en}`,
  ]);
  return [
    '# Settings 设置',
    'Read from the environment and checked at start; a wrong value is refused with what would be right. An empty value counts as not given.',
    table(['Variable', 'Default', 'Meaning', 'A right value'], rows),
  ].join('\n\n');
}
