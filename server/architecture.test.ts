import { describe, expect, test } from 'vitest';
import {
  type Import,
  importsOf,
  isCode,
  isTest,
  readSources,
  type Sources,
  withoutComments,
} from './sources.fixture.ts';

/** One rule of the house: gives a sentence for each place where it is broken. */
type Rule = (sources: Sources) => string[];

// The bench sets the house beside hand-written SQL on a bare driver, so it may name both.
const isBench = (path: string) => /^server\/(?:bench\/|cli\/bench\.ts$)/.test(path);
const code = (sources: Sources) => [...sources].filter(([path]) => isCode(path) && !isTest(path) && !isBench(path));
const importsIn = (sources: Sources) => code(sources).flatMap(([path, text]) => importsOf(path, text));
const breach = ({ from, to }: Import) => `${from} imports ${to}`;
const baseName = (path: string) => path.slice(path.lastIndexOf('/') + 1).replace(/\.tsx?$/, '');

const moduleOf = (path: string) => /^server\/modules\/(\w+)\//.exec(path)?.[1];

/** The order of `app.ts`: a module knows those before it. */
function orderOf(sources: Sources): string[] {
  return [...(sources.get('server/app.ts') ?? '').matchAll(/\{\s*name: '(\w+)'/g)].map(([, name = '']) => name);
}

const kernelKnowsNoModule: Rule = (sources) =>
  importsIn(sources)
    .filter(
      ({ from, to }) =>
        from.startsWith('server/kernel/') && to.startsWith('server/') && !to.startsWith('server/kernel/'),
    )
    .map(breach);

const modulesKnowOnlyEarlierOnes: Rule = (sources) => {
  const order = orderOf(sources);
  return importsIn(sources)
    .filter(({ from, to }) => {
      const own = moduleOf(from);
      if (own === undefined || !to.startsWith('server/')) return false;
      const other = moduleOf(to);
      if (other === undefined) return !/^server\/(?:kernel|adapters)\//.test(to);
      return order.indexOf(own) < 0 || order.indexOf(other) < 0 || order.indexOf(other) > order.indexOf(own);
    })
    .map(breach);
};

const adaptersKnowOnlyTheKernel: Rule = (sources) =>
  importsIn(sources)
    .filter(
      ({ from, to, names }) =>
        from.startsWith('server/adapters/') &&
        to.startsWith('server/') &&
        names.length > 0 &&
        !/^server\/(?:kernel|adapters)\//.test(to),
    )
    .map(breach);

const PURE_NAMES = new Set([
  'model',
  'lifecycle',
  'procedures',
  'payments',
  'adjustments',
  'assets',
  'government',
  'figures',
  'fill',
  'compose',
  'rules',
  'indicators',
  'clocks',
  'fold',
  'forms',
  'words',
  'redaction',
  'similarity',
  'search-keys',
  'images',
  'answers',
  'reading',
  'consequences',
  'blank',
  'zone',
  'timeline',
  'pauses',
  'explain',
  'codes',
  'roles',
  'conditions',
  'times',
  'passes',
  'plain-passwords',
  'devices',
  'notices',
  'board',
  'tables',
  'register',
  'shape',
]);
const PURE_KERNEL = new Set(
  ['words', 'refusal', 'faults', 'instant', 'lifecycle', 'actor', 'procedure', 'procedure-shapes', 'forms'].map(
    (name) => `server/kernel/${name}.ts`,
  ),
);

/** Decides, and does nothing: may be imported by anybody, the browser included. */
function isPure(path: string): boolean {
  if (PURE_KERNEL.has(path)) return true;
  return (
    moduleOf(path) !== undefined &&
    (PURE_NAMES.has(baseName(path)) || /\/(?:data|mappings|checks|document)\//.test(path))
  );
}

const pureFilesImportOnlyPureOnes: Rule = (sources) =>
  importsIn(sources)
    .filter(({ from, to, names }) => isPure(from) && names.length > 0 && to !== 'zod' && !isPure(to))
    .map(breach);

const IMPURE = [
  /\bDate\.now\b/,
  /\bnew Date\(\)/,
  /\bMath\.random\b/,
  /\bperformance\.now\b/,
  /\bcrypto\./,
  /\bawait\b/,
  /\basync\b/,
  /\bprocess\./,
];

const pureFilesOnlyDecide: Rule = (sources) =>
  code(sources)
    .filter(([path]) => isPure(path))
    .flatMap(([path, text]) =>
      IMPURE.filter((sign) => sign.test(withoutComments(text))).map((sign) => `${path} has ${sign.source}`),
    );

// `performance.now` is no clock but a stop-watch: a store may ask how old its memory is.
const timeIsAnArgument: Rule = (sources) =>
  code(sources)
    .filter(
      ([path, text]) => moduleOf(path) && /\bDate\.now\b|\bnew Date\(\)|\bMath\.random\b/.test(withoutComments(text)),
    )
    .map(([path]) => `${path} asks the clock or throws dice`);

const isStore = (path: string) => /(?:^|[/-])store\.ts$/.test(path);

const foreignStoresAreOnlyRead: Rule = (sources) =>
  importsIn(sources).flatMap(({ from, to, names }) =>
    isStore(to) && moduleOf(from) !== moduleOf(to)
      ? names
          .filter((name) => !/^(?:find|list|count|check)[A-Z]/.test(name))
          .map((name) => `${from} imports ${name} of ${to}`)
      : [],
  );

/** Tables by the migration that makes them: `0007_cases.sql` → `cases`. */
function tablesOf(sources: Sources): Map<string, string> {
  const tables = new Map<string, string>();
  for (const [path, text] of sources) {
    const owner = /^server\/migrations\/\d{4}_(\w+)\.sql$/.exec(path)?.[1];
    if (owner)
      for (const [, table = ''] of text.matchAll(/^create (?:table|sequence) (\w+)/gm)) tables.set(table, owner);
  }
  return tables;
}

const onlyStoresSpeakSql: Rule = (sources) =>
  code(sources)
    .filter(
      ([path, text]) =>
        /\bsql(?:<[^`]*>)?`/.test(withoutComments(text)) && !isStore(path) && !path.startsWith('server/kernel/'),
    )
    .map(([path]) => `${path} contains SQL`);

const storesNameTheirOwnTables: Rule = (sources) => {
  const tables = tablesOf(sources);
  return code(sources)
    .filter(([path]) => path.startsWith('server/'))
    .flatMap(([path, text]) => {
      const words = new Set(withoutComments(text).match(/\b[a-z]+(?:_[a-z]+)+\b/g));
      const owner = path.startsWith('server/kernel/') ? 'kernel' : moduleOf(path);
      return [...words]
        .filter((word) => tables.has(word) && tables.get(word) !== owner)
        .map((word) => `${path} names the table ${word}`);
    });
};

const tablesBeginWithTheirModule: Rule = (sources) =>
  [...tablesOf(sources)]
    .filter(
      ([table, owner]) =>
        owner !== 'kernel' && !table.startsWith(`${owner}_`) && !table.startsWith(`${owner.replace(/s$/, '')}_`),
    )
    .map(([table, owner]) => `${table} does not begin with the word of ${owner}`);

// `app.ts` lists them; the routes of one module may be gathered in its own `routes.ts`. The web takes only their types.
const onlyTheListNamesRoutesAndJobs: Rule = (sources) =>
  importsIn(sources)
    .filter(
      ({ from, to, names }) =>
        /^server\/(?:modules|system)\/.*(?:routes|jobs)\.ts$/.test(to) &&
        names.length > 0 &&
        from !== 'server/app.ts' &&
        moduleOf(from) !== moduleOf(to),
    )
    .map(breach);

/** Each package from outside and where it may be named: the framework, the driver and every outside system in one place. */
const PACKAGES: [RegExp, RegExp][] = [
  [/^(?:fastify|@fastify\/.*)$/, /^server\/kernel\/http[\w-]*\.ts$/],
  [/^pg(?:-copy-streams)?$/, /^server\/kernel\/(?:db[\w-]*|postgres[\w-]*|migrate|backup|restore|testing[\w-]*)\.ts$/],
  [/^kysely$/, /^server\/kernel\/|(?:^|[/-])store\.ts$/],
  [/^zod$/, /^(?:server|web)\//],
  [
    /^(?:gcoord|pinyin-pro|otpauth|uqr|hucre|docx|pdfmake|@expo-google-fonts\/.*|@zxcvbn-ts\/.*)$/,
    /^server\/adapters\//,
  ],
  [/^(?:fast-check|ajv)$/, /^server\/.*\.test\.ts$/],
  [/^prom-client$/, /^server\/system\/metrics\.ts$/],
  [/^exifr$/, /^server\/modules\/cases\/[\w-]*photo[\w-]*\.ts$/],
  [/^(?:react|react-dom|antd|@ant-design\/.*|@tanstack\/.*|dayjs|maplibre-gl|@fontsource.*)$/, /^web\//],
  [/^(?:vite|vitest|@vitejs\/.*)$/, /^(?:vite|vitest)\.config\.ts$|^server\/kernel\/testing[\w-]*\.ts$/],
  [/^playwright-core$|^@axe-core\/.*$/, /^(?:web|scripts)\//],
  [/^node:/, /^(?:server|scripts)\//],
];

const packagesStandInTheirPlace: Rule = (sources) =>
  importsIn(sources)
    .filter(({ to }) => !/^(?:server|web|scripts)\//.test(to) && !/\.(?:json|tsx?|css|svg)$/.test(to))
    .filter(
      ({ from, to, names }) => names.length > 0 && !PACKAGES.some(([name, place]) => name.test(to) && place.test(from)),
    )
    .map(breach);

const frameworkTypesStayAtTheDoor: Rule = (sources) =>
  importsIn(sources)
    .filter(
      ({ from, to }) =>
        /^(?:fastify|@fastify\/.*|pg)$/.test(to) && !from.startsWith('server/kernel/') && from !== 'server/serve.ts',
    )
    .map(breach);

const theWebTakesOnlyPureFiles: Rule = (sources) =>
  importsIn(sources)
    .filter(
      ({ from, to, names }) => from.startsWith('web/') && to.startsWith('server/') && names.length > 0 && !isPure(to),
    )
    .map(breach);

const featureOf = (path: string) => /^web\/features\/(\w+)\//.exec(path)?.[1];

const theKitKnowsNoFeature: Rule = (sources) =>
  importsIn(sources)
    .filter(({ from, to }) => from.startsWith('web/kit/') && featureOf(to) !== undefined)
    .map(breach);

const featuresDoNotKnowEachOther: Rule = (sources) =>
  importsIn(sources)
    .filter(
      ({ from, to }) =>
        featureOf(from) !== undefined && featureOf(to) !== undefined && featureOf(from) !== featureOf(to),
    )
    .map(breach);

/** A file that says something of its own may hand on a type beside it; one that does nothing else is a barrel. */
const whatIsImportedDeclaresIt: Rule = (sources) =>
  code(sources)
    .filter(([, text]) => /^export\b[^=;]*\bfrom '/m.test(text))
    .filter(([, text]) => /^export \*/m.test(text) || !/^export (?!type \{|\{)/m.test(text))
    .map(([path]) => `${path} only passes on what others declare`);

const nothingIsExportedByDefault: Rule = (sources) =>
  code(sources)
    .filter(([path, text]) => /^export default\b/m.test(text) && !/^vite(?:st)?\.config\.ts$/.test(path))
    .map(([path]) => `${path} has a default export`);

/** Tables and prints may be long: they are looked up in, not read through. */
const isTable = (path: string) =>
  /\/(?:data|mappings|i18n)\/|(?:^|\/)(?:lifecycle|indicators|glossary)\.ts$|^web\/.*\/(?:text|\w+Text)\.ts$/.test(
    path,
  );
const LINES = 300;

const filesHaveOneSubject: Rule = (sources) =>
  code(sources)
    .filter(([path]) => !isTable(path))
    .map(([path, text]) => ({ path, lines: text.split('\n').length - 1 }))
    .filter(({ lines }) => lines > LINES)
    .map(({ path, lines }) => `${path} has ${lines} lines`);

const VAGUE = /(?:^|\/)(?:utils?|helpers?|common|shared|types|interfaces|dto|services?|managers?|misc)(?:\/|\.tsx?$)/;
const namesSayWhatIsInside: Rule = (sources) =>
  code(sources).flatMap(([path]) => (VAGUE.test(path) ? [`${path} says nothing`] : []));

/** Paths in backticks, and those of the tree, whose folders are indented by two spaces. */
function namedPaths(text: string): string[] {
  const inline = [
    ...text.matchAll(/`((?:server|web|bin|scripts|docs|\.ci)\/[\w./-]*|[\w.-]+\.(?:ts|json|mjs|md))`/g),
  ].map(([, path = '']) => path);
  const tree: string[] = [];
  const folders: string[] = [];
  for (const line of (/```text\n([\s\S]*?)```/.exec(text)?.[1] ?? '').split('\n')) {
    const [, indent = '', name] = /^( *)([\w.-]+\/?)(?: |$)/.exec(line) ?? [];
    if (name === undefined) continue;
    folders.length = indent.length / 2;
    tree.push([...folders, name].join(''));
    folders.push(name);
  }
  return [...inline.filter((path) => path.includes('/')), ...tree];
}

const theMapShowsTheHouse: Rule = (sources) => {
  const map = sources.get('ARCHITECTURE.md') ?? '';
  const there = (path: string) =>
    [...sources.keys()].some((known) => known === path || known.startsWith(path.endsWith('/') ? path : `${path}/`));
  const unknown = namedPaths(map)
    .filter((path) => !there(path))
    .map((path) => `ARCHITECTURE.md names ${path}, which is not there`);
  const modules = new Set([...sources.keys()].map(moduleOf).filter((name) => name !== undefined));
  const unnamed = [...modules]
    .filter((name) => !new RegExp(`\\b${name}/`).test(map))
    .map((name) => `ARCHITECTURE.md does not name the module ${name}`);
  return [...unknown, ...unnamed];
};

const app = `export const modules = [\n  { name: 'geo' },\n  { name: 'cases' },\n];\n`;
const migration = 'create table geo_cell (\n);\ncreate table geo_area_shape (\n);\n';

/** Each rule with one small house in which it is broken, and what must then be said. */
const rules: [name: string, rule: Rule, broken: Record<string, string>, said: string][] = [
  [
    'the kernel knows no module',
    kernelKnowsNoModule,
    { 'server/kernel/log.ts': `import type { Cell } from '../modules/geo/model.ts';` },
    'server/kernel/log.ts imports server/modules/geo/model.ts',
  ],
  [
    'a module knows only modules before it in app.ts',
    modulesKnowOnlyEarlierOnes,
    { 'server/modules/geo/rules.ts': `import { act } from '../cases/rules.ts';` },
    'server/modules/geo/rules.ts imports server/modules/cases/rules.ts',
  ],
  [
    'a module that app.ts does not list knows nobody',
    modulesKnowOnlyEarlierOnes,
    { 'server/modules/duty/rules.ts': `import { act } from '../cases/rules.ts';` },
    'server/modules/duty/rules.ts imports server/modules/cases/rules.ts',
  ],
  [
    'a module does not reach up into the house',
    modulesKnowOnlyEarlierOnes,
    { 'server/modules/geo/jobs.ts': `import { jobs } from '../../app.ts';` },
    'server/modules/geo/jobs.ts imports server/app.ts',
  ],
  [
    'an adapter knows only the kernel',
    adaptersKnowOnlyTheKernel,
    { 'server/adapters/map.ts': `import { at } from '../modules/geo/rules.ts';` },
    'server/adapters/map.ts imports server/modules/geo/rules.ts',
  ],
  [
    'a pure file imports only pure files',
    pureFilesImportOnlyPureOnes,
    { 'server/modules/geo/rules.ts': `import {\n  type Tx,\n  transact,\n} from '../../kernel/db.ts';` },
    'server/modules/geo/rules.ts imports server/kernel/db.ts',
  ],
  [
    'a pure file asks nothing of the machine',
    pureFilesImportOnlyPureOnes,
    { 'server/modules/geo/data/cells.ts': `import { readFileSync } from 'node:fs';` },
    'server/modules/geo/data/cells.ts imports node:fs',
  ],
  [
    'a pure file has no clock',
    pureFilesOnlyDecide,
    { 'server/modules/cases/rules.ts': 'const now = new Date();' },
    'server/modules/cases/rules.ts has \\bnew Date\\(\\)',
  ],
  [
    'a pure file waits for nothing',
    pureFilesOnlyDecide,
    { 'server/modules/cases/clocks.ts': 'const cell = await find();' },
    'server/modules/cases/clocks.ts has \\bawait\\b',
  ],
  [
    'time is an argument in every module',
    timeIsAnArgument,
    { 'server/modules/cases/commands.ts': 'const now = Date.now();' },
    'server/modules/cases/commands.ts asks the clock or throws dice',
  ],
  [
    'a foreign store is only read',
    foreignStoresAreOnlyRead,
    { 'server/modules/cases/commands.ts': `import { findCell, saveCell } from '../geo/store.ts';` },
    'server/modules/cases/commands.ts imports saveCell of server/modules/geo/store.ts',
  ],
  [
    'SQL stands in stores only',
    onlyStoresSpeakSql,
    { 'server/modules/geo/commands.ts': 'await sql<Row>`select 1`.execute(tx);' },
    'server/modules/geo/commands.ts contains SQL',
  ],
  [
    'a store names only its own tables',
    storesNameTheirOwnTables,
    {
      'server/migrations/0005_geo.sql': migration,
      'server/modules/cases/list-store.ts': 'sql`select 1 from case_file join geo_cell using (code)`',
    },
    'server/modules/cases/list-store.ts names the table geo_cell',
  ],
  [
    'a table begins with the word of its module',
    tablesBeginWithTheirModule,
    { 'server/migrations/0007_cases.sql': migration },
    'geo_cell does not begin with the word of cases',
  ],
  [
    'routes and jobs are named by app.ts alone',
    onlyTheListNamesRoutesAndJobs,
    { 'server/modules/cases/commands.ts': `import { geoRoutes } from '../geo/routes.ts';` },
    'server/modules/cases/commands.ts imports server/modules/geo/routes.ts',
  ],
  [
    'the framework is named in kernel/http*.ts alone',
    packagesStandInTheirPlace,
    { 'server/modules/geo/routes.ts': `import cookie from '@fastify/cookie';` },
    'server/modules/geo/routes.ts imports @fastify/cookie',
  ],
  [
    'the driver is named at the bottom of the kernel alone',
    packagesStandInTheirPlace,
    { 'server/kernel/log.ts': `import pg from 'pg';` },
    'server/kernel/log.ts imports pg',
  ],
  [
    'a package has its place before it is used',
    packagesStandInTheirPlace,
    { 'web/kit/Tip.tsx': `import { get } from 'lodash/fp';` },
    'web/kit/Tip.tsx imports lodash',
  ],
  [
    'types of the framework stay at the door',
    frameworkTypesStayAtTheDoor,
    { 'server/modules/geo/routes.ts': `import type { FastifyRequest } from 'fastify';` },
    'server/modules/geo/routes.ts imports fastify',
  ],
  [
    'the web takes only pure files of the server, and types',
    theWebTakesOnlyPureFiles,
    { 'web/api.ts': `import { findCell } from '../server/modules/geo/store.ts';` },
    'web/api.ts imports server/modules/geo/store.ts',
  ],
  [
    'the kit knows no feature',
    theKitKnowsNoFeature,
    { 'web/kit/Tip.tsx': `import { keys } from '../features/cases/queries.ts';` },
    'web/kit/Tip.tsx imports web/features/cases/queries.ts',
  ],
  [
    'features do not know each other',
    featuresDoNotKnowEachOther,
    { 'web/features/geo/Map.tsx': `import { keys } from '../cases/queries.ts';` },
    'web/features/geo/Map.tsx imports web/features/cases/queries.ts',
  ],
  [
    'a lazy import counts as one',
    featuresDoNotKnowEachOther,
    { 'web/features/geo/Map.tsx': `const page = lazy(() => import('../cases/CasePage.tsx'));` },
    'web/features/geo/Map.tsx imports web/features/cases/CasePage.tsx',
  ],
  [
    'what is imported is imported where it is declared',
    whatIsImportedDeclaresIt,
    { 'server/modules/geo/index.ts': `export * from './rules.ts';` },
    'server/modules/geo/index.ts only passes on what others declare',
  ],
  [
    'nothing is exported by default',
    nothingIsExportedByDefault,
    { 'web/kit/Tip.tsx': 'export default function Tip() {}' },
    'web/kit/Tip.tsx has a default export',
  ],
  [
    'a file has one subject, in 300 lines',
    filesHaveOneSubject,
    { 'web/kit/Tip.tsx': 'const a = 1;\n'.repeat(301) },
    'web/kit/Tip.tsx has 301 lines',
  ],
  [
    'names say what is inside',
    namesSayWhatIsInside,
    { 'server/kernel/utils.ts': '' },
    'server/kernel/utils.ts says nothing',
  ],
  [
    'ARCHITECTURE.md names what is there',
    theMapShowsTheHouse,
    { 'ARCHITECTURE.md': '`server/modules/geo/gone.ts`' },
    'ARCHITECTURE.md names server/modules/geo/gone.ts, which is not there',
  ],
  [
    'the tree of ARCHITECTURE.md is the tree',
    theMapShowsTheHouse,
    { 'ARCHITECTURE.md': '```text\nserver/\n  modules/\n    port/   ships\n```' },
    'ARCHITECTURE.md names server/modules/port/, which is not there',
  ],
  [
    'ARCHITECTURE.md names every module',
    theMapShowsTheHouse,
    { 'ARCHITECTURE.md': '', 'server/modules/cases/rules.ts': '' },
    'ARCHITECTURE.md does not name the module cases',
  ],
];

describe('the house', () => {
  const house = readSources();

  test.each(rules.filter(([, rule], at) => rules.findIndex((other) => other[1] === rule) === at))(
    '%s',
    (_name, rule) => {
      expect(rule(house)).toEqual([]);
    },
  );

  test.each(rules)('a breach is named: %s', (_name, rule, broken, said) => {
    expect(rule(new Map([['server/app.ts', app], ...Object.entries(broken)]))).toContain(said);
  });
});
