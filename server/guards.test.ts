import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import packageJson from '../package.json' with { type: 'json' };
import { followers, jobs, lifecycles, modules, routes } from './app.ts';
import { staleDocuments } from './cli/docs.ts';
import { SETTINGS } from './config.ts';
import { printedDocuments } from './docs.ts';
import { tablesOf } from './docs-schema.ts';
import { askedElsewhere, houseFlaws, keptFlaws, permissionFlaws, permissionsInUse } from './house.ts';
import type { AnyRoute } from './kernel/http.ts';
import { defineLifecycle, flawsOf } from './kernel/lifecycle.ts';
import { readMigrations } from './kernel/migrate.ts';
import { roleNames, rolePermissions } from './modules/accounts/roles.ts';
import { rules } from './modules/disclosure/checks/registry.ts';
import { yearRules } from './modules/disclosure/checks/years.ts';
import { planRules } from './modules/targets/checks/plan-rules.ts';
import { isCode, isTest, ROOT, readSources, type Sources } from './sources.fixture.ts';

/** What these answer with is a file, whose shape is not JSON of ours: a photo, or the district as GeoJSON. */
const FILES = new Set([
  '/files/:id',
  '/tasks/:id/evidence/:fileId',
  '/geo/map',
  '/geo/cells',
  '/geo/basemap',
  '/exports/cases',
  '/exports/audit',
  '/publications/:id/files/:format',
  '/targets/plans/:id/report/:format',
  '/targets/evaluations/:id/form/:format',
  '/public/:jurisdiction/budget/:year/files/:format',
]);

/** Routes of which something is missing: a permission, a summary in both languages, a shape for what it answers. */
function routeFlaws(all: readonly AnyRoute[]): string[] {
  return all.flatMap((route) => {
    const name = `${route.method} ${route.path}`;
    const files = FILES.has(route.path);
    return [
      /^(?:public|signedIn|[a-z]+(?:[A-Z]\w*)?\.[a-z]\w*)$/.test(route.permission) ? '' : `${name} has no permission`,
      /\p{Script=Han}/u.test(route.summary.zh) && /^[\x20-\x7e–—‘’“”]+$/.test(route.summary.en)
        ? ''
        : `${name} has no summary in both languages`,
      route.answer || route.status === 204 || files ? '' : `${name} answers without a shape`,
      route.path.includes(':') && !route.params ? `${name} does not read its parameters` : '',
    ].filter(Boolean);
  });
}

describe('routes', () => {
  test('each has a permission, a summary in both languages, and shapes for what it takes and gives', () => {
    expect(routeFlaws(routes)).toEqual([]);
  });

  test('one that lacks them is named', () => {
    const bare = {
      method: 'GET',
      path: '/lamps/:id',
      permission: '',
      summary: { zh: 'Lamps', en: 'Lamps' },
      handle: async () => null,
    } as const;
    expect(routeFlaws([bare])).toEqual([
      'GET /lamps/:id has no permission',
      'GET /lamps/:id has no summary in both languages',
      'GET /lamps/:id answers without a shape',
      'GET /lamps/:id does not read its parameters',
    ]);
  });

  test('whoever may be asked by anybody keeps a pace, but for a word to a probe, which is answered by one look-up', () => {
    const free = routes.filter(({ permission, pace }) => permission === 'public' && pace === undefined);
    expect(free.map(({ method, path }) => `${method} ${path}`)).toEqual(['POST /heartbeats/:id']);
  });

  test('what anybody may read without a word of his own is kept for the next reader, and nothing else is', () => {
    const read = routes.filter(({ permission, method }) => permission === 'public' && method === 'GET');
    expect(read.length).toBeGreaterThan(3);
    const alone = read.filter(({ keptSeconds }) => keptSeconds === undefined);
    expect(alone.map(({ path }) => path)).toEqual(['/public/surveys/:word']);
    expect(keptFlaws(routes)).toEqual([]);
    const lamp = { method: 'GET' as const, path: '/lamps', permission: 'lamp.read', keptSeconds: 5 };
    expect(keptFlaws([lamp])).toEqual(['GET /lamps is kept for anybody, but not anybody may read it']);
  });

  test('whatever settles something for the whole district stands in the audit, in the same transaction', () => {
    const settling = /^(?:organisation|calendar|catalogue|uptime|score)\.manage$/;
    const changing = routes.filter(({ method, ownTransactions }) => method !== 'GET' && !ownTransactions);
    const silent = changing.filter(({ permission, setting }) => settling.test(permission) && !setting);
    expect(silent.map(({ method, path }) => `${method} ${path}`)).toEqual([]);
    expect(routes.filter((route) => route.setting && !changing.includes(route))).toEqual([]);
  });

  test('no two answer at the same address', () => {
    const addresses = routes.map(({ method, path }) => `${method} ${path.replace(/:\w+/g, ':')}`);
    expect(addresses.filter((address, at) => addresses.indexOf(address) !== at)).toEqual([]);
  });

  test('none puts a secret or a name into its address', () => {
    expect(
      routes.map(({ path }) => path).filter((path) => /:(?:password|phone|username|idCard|token$)/i.test(path)),
    ).toEqual([]);
  });
});

describe('rights', () => {
  test('every door can be opened by some role, and every right opens a door', () => {
    expect(permissionFlaws(routes, lifecycles, rolePermissions)).toEqual([]);
  });

  test('a door that nobody can open, and a right that opens nothing, are named', () => {
    const door = { method: 'GET' as const, path: '/lamps', permission: 'lamp.read' };
    expect(permissionFlaws([door], [], { leader: ['lamp.light', ...Object.keys(askedElsewhere)] })).toEqual([
      'lamp.read is granted to no role (GET /lamps)',
      'lamp.light is granted, but nothing asks for it',
    ]);
  });

  test('what is asked for elsewhere is asked for in the code', () => {
    const asking = [...readSources()].filter(
      ([path]) => isCode(path) && !isTest(path) && !/roles\.ts$|^server\/house\.ts$/.test(path),
    );
    const code = asking.map(([, text]) => text).join('\n');
    expect(Object.keys(askedElsewhere).filter((permission) => !code.includes(`'${permission}'`))).toEqual([]);
  });

  test('the screens ask for rights that exist', () => {
    const used = permissionsInUse({ routes, lifecycles });
    const asked = [...readSources()]
      .filter(([path]) => path.startsWith('web/') && isCode(path) && !isTest(path))
      .flatMap(([path, text]) =>
        [...text.matchAll(/\b(?:permission: |may\()'(\w+\.\w+)'/g)].map(([, permission = '']) => ({
          path,
          permission,
        })),
      );
    expect(asked.filter(({ permission }) => !used.has(permission))).toEqual([]);
  });

  test('the three administrators hold nothing of the work, and nothing of each other', () => {
    const { systemAdministrator, securityAdministrator, auditAdministrator } = rolePermissions;
    const seeing = new Set(['account.read', 'look.read']);
    const held = [...systemAdministrator, ...securityAdministrator, ...auditAdministrator].filter(
      (permission) => !seeing.has(permission),
    );
    expect(held.filter((permission) => permission.startsWith('case.'))).toEqual([]);
    expect(held.filter((permission, at) => held.indexOf(permission) !== at)).toEqual([]);
  });
});

describe('life-cycles', () => {
  test('have no flaw: every state is reached and left, every name is known', () => {
    expect(lifecycles.length).toBeGreaterThan(0);
    expect(houseFlaws({ routes, lifecycles, rolePermissions })).toEqual([]);
  });

  test('with flaws are told every one', () => {
    const words = { zh: '灯', en: 'lamp' };
    const lamp = defineLifecycle({
      kind: 'lamp',
      label: words,
      initial: 'off',
      openings: {},
      relations: {},
      refusals: { broken: words },
      states: {
        off: { label: words, look: 'waiting' },
        on: { label: words, look: 'done' },
        lost: { label: words, look: 'refused', final: true },
      },
      actions: { light: { label: words, from: ['off'], to: 'on', by: 'lamp.light', asks: z.object({}) } },
    });
    expect(flawsOf(lamp)).toEqual([
      'state on has no way out and is not final',
      'state lost cannot be reached from off',
      'refusal broken is never used',
    ]);
  });
});

describe('migrations', () => {
  const numbers = readMigrations().map(({ number }) => number);

  test('are numbered without a gap', () => {
    expect(numbers).toEqual(numbers.map((_, at) => at + 1));
  });

  test('make tables that are printed whole: each has columns and a primary key', () => {
    const tables = tablesOf(readMigrations());
    // A table that becomes the first part of another of its name is printed once, and parts are not.
    const made = readMigrations().flatMap(({ text }) =>
      [...text.matchAll(/^create table (?:if not exists )?(\w+) \((?!like )/gm)].map(([, name]) => name),
    );
    expect(tables.map(({ name }) => name)).toEqual(made);
    const keyless = tables.filter(
      ({ columns, rules }) => ![...rules, ...columns.map(({ type }) => type)].some((rule) => /primary key/.test(rule)),
    );
    expect(keyless.map(({ name }) => name)).toEqual([]);
  });
});

describe('work by the clock and by the log', () => {
  test('each has a name of its own, which is its cursor', () => {
    const names = [...followers(), ...jobs()].map(({ name }) => name);
    expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
    const owners = new Set<string>(modules.map(({ name }) => name));
    expect(
      names.filter((name) => !owners.has(name.split('.')[0] ?? '') && !owners.has(`${name.split('.')[0]}s`)),
    ).toEqual([]);
  });
});

describe('printed documents', () => {
  const folder = mkdtempSync(join(tmpdir(), 'drumtower-docs-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  test('are what the code says', () => {
    expect(staleDocuments()).toEqual([]);
  });

  test('that are changed by hand, missing or left over are named', () => {
    const documents = new Map([
      ['a.md', 'one\n'],
      ['b.md', 'two\n'],
      ['c.md', 'three\n'],
    ]);
    writeFileSync(join(folder, 'a.md'), 'one\n');
    writeFileSync(join(folder, 'b.md'), 'by hand\n');
    writeFileSync(join(folder, 'old.md'), '');
    expect(staleDocuments(documents, folder)).toEqual(['b.md', 'c.md', 'old.md']);
  });

  test('are the same every time they are printed', () => {
    expect(printedDocuments()).toEqual(printedDocuments());
  });

  test('name every role, and every setting', () => {
    const documents = printedDocuments();
    for (const role of roleNames) expect(documents.get('permissions.md')).toContain(`\`${role}\``);
    for (const { variable } of Object.values(SETTINGS))
      expect(documents.get('settings.md')).toContain(`\`${variable}\``);
  });
});

describe('rules of reconciliation', () => {
  const all = [...rules, ...yearRules, ...planRules];
  const twice = (list: readonly { id: string }[]) =>
    list.map(({ id }) => id).filter((id, at, ids) => ids.indexOf(id) !== at);

  test('have one id each, of a published text, of several years and of a plan together', () => {
    expect(twice(all)).toEqual([]);
    expect(twice([...all, { id: 'K-16' }])).toEqual(['K-16']);
  });

  test('are all that the code names by an id', () => {
    const known = new Set(all.map(({ id }) => id));
    const named = [...readSources()]
      .filter(
        ([path]) => isCode(path) && !isTest(path) && /^server\/modules\/(?:disclosure|targets)\/checks\//.test(path),
      )
      .flatMap(([path, text]) =>
        [...text.matchAll(/'((?:X|N|K|C|Q|Y)-\d+[a-z]?)'/g)].map(([, id = '']) => ({ path, id })),
      );
    expect(named.length).toBeGreaterThan(100);
    expect(named.filter(({ id }) => !known.has(id))).toEqual([]);
  });
});

describe('written documents', () => {
  const sources = readSources();
  const links = [...sources]
    .filter(([path]) => path.endsWith('.md'))
    .flatMap(([path, text]) =>
      [...text.matchAll(/\]\((?!https?:)([^)#]+)[^)]*\)/g)].map(([, to = '']) => ({
        path,
        to: join(ROOT, path, '..', to),
      })),
    );

  test('link only to what is there', () => {
    expect(links.length).toBeGreaterThan(20);
    expect(links.filter(({ to }) => !existsSync(to)).map(({ path, to }) => `${path} → ${relative(ROOT, to)}`)).toEqual(
      [],
    );
  });

  test('argue for every package that is installed, and for no other', () => {
    const { dependencies, devDependencies, optionalDependencies } = packageJson;
    const installed = Object.keys({ ...dependencies, ...devDependencies, ...optionalDependencies });
    const page = sources.get('docs/decisions/0014-dependencies.md') ?? '';
    const argued = [...page.matchAll(/^\| (`.*?) \|/gm)].flatMap(([, cell = '']) =>
      [...cell.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name),
    );
    const matches = (name: string, known: string) =>
      known.endsWith('*') ? name.startsWith(known.slice(0, -1)) : name === known;
    expect(installed.filter((name) => !argued.some((known) => matches(name, known)))).toEqual([]);
    expect(argued.filter((known) => !installed.some((name) => matches(name, known)))).toEqual([]);
  });

  test('number the decisions without a gap', () => {
    const numbers = [...sources.keys()]
      .flatMap((path) => /^docs\/decisions\/(\d{4})-[\w-]+\.md$/.exec(path)?.[1] ?? [])
      .map(Number);
    expect(numbers).toEqual(numbers.map((_, at) => at + 1));
  });
});

/** What must stand nowhere: a path of one machine, a host of packages, a note to oneself, a document that is not here. */
const NOWHERE: [string, RegExp][] = [
  ['a path of one machine', /(?<![\w.])\/(?:home|Users|root|work)\/[\w.-]+/],
  ['a host of packages', /\bregistry\.(?:npmjs|npmmirror|yarnpkg)|"resolved": "http/],
  ['a note to oneself', /\b(?:TODO|FIXME|XXX|HACK)\b/],
  ['a document that is not here', /\b(?:domain|stack|stack-web|budget|peers|command)\.md\b|\bdomain notes\b/],
];

function misplaced(sources: Sources): string[] {
  return [...sources].flatMap(([path, text]) =>
    NOWHERE.filter(([, sign]) => sign.test(text)).map(
      ([what, sign]) => `${path} holds ${what}: ${sign.exec(text)?.[0]}`,
    ),
  );
}

describe('the text of the repository', () => {
  test('holds nothing that belongs to one machine or to one moment', () => {
    const sources = readSources();
    sources.delete('server/guards.test.ts');
    expect(misplaced(sources)).toEqual([]);
  });

  test('that holds such a thing is named', () => {
    const word = ['TO', 'DO'].join('');
    expect(
      misplaced(
        new Map([
          ['a.md', `see /home/somebody/a`],
          ['b.ts', `// ${word}: later`],
        ]),
      ),
    ).toEqual(['a.md holds a path of one machine: /home/somebody', `b.ts holds a note to oneself: ${word}`]);
  });
});
