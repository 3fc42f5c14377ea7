import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from './kernel/testing.ts';
import { isCode, isTest, readSources, type Sources } from './sources.fixture.ts';

/**
 * Tables that every node would hold a whole copy of: small, read by all, changed rarely. Every other table is spread by
 * `jurisdiction_id`, which therefore stands first in its keys and in every join (docs/scale.md).
 */
const REFERENCE: Record<string, string> = {
  schema_migration: 'what was applied to this database',
  organisation_jurisdiction: 'the jurisdictions themselves',
  account_name: 'whose a user name is, asked before anybody is known',
  uptime_probe: 'watched systems, found by their token before anybody is known',
  vault_key: 'the fingerprints of the keys',
};

/** Tables of one process or one server, which no statement joins with those of the work. */
const LOCAL: Record<string, string> = {
  log_cursor: 'how far each follower has come',
  account_attempt: 'failed sign-ins, by name and address, of the last hours',
};

interface Key {
  table: string;
  name: string;
  columns: string[];
}

/** Keys of spread tables that do not begin with the jurisdiction. */
function keyFlaws(keys: readonly Key[]): string[] {
  return keys
    .filter(({ table }) => !(table in REFERENCE) && !(table in LOCAL))
    .filter(({ columns }) => columns[0] !== 'jurisdiction_id')
    .map(({ table, name, columns }) => `${table}: ${name} (${columns.join(', ')}) does not begin with jurisdiction_id`);
}

/** The texts of the `sql` templates of a source, those inside others in their places; other values show as `?`. */
function templatesOf(source: string): string[] {
  const found: string[] = [];
  const opening = /\bsql(?:<[^`]*?>)?`/g;
  for (let match = opening.exec(source); match; match = opening.exec(source)) {
    const { text, end } = templateAt(source, opening.lastIndex);
    found.push(text.replace(/\s+/g, ' ').trim());
    opening.lastIndex = end;
  }
  return found;
}

function templateAt(source: string, from: number): { text: string; end: number } {
  let text = '';
  let at = from;
  while (at < source.length && source[at] !== '`') {
    if (source.startsWith('${', at)) {
      const inside = expressionAt(source, at + 2);
      text += inside.text || '?';
      at = inside.end;
    } else {
      text += source[at];
      at += 1;
    }
  }
  return { text, end: at + 1 };
}

function expressionAt(source: string, from: number): { text: string; end: number } {
  let text = '';
  let depth = 1;
  let at = from;
  for (; at < source.length && depth > 0; at++) {
    if (source[at] === '{') depth += 1;
    if (source[at] === '}') depth -= 1;
    if (source[at] !== '`') continue;
    const inner = templateAt(source, at + 1);
    text += ` ${inner.text} `;
    at = inner.end - 1;
  }
  return { text, end: at };
}

/** Words of statements that a database spread over many nodes does not do. */
const UNSPREADABLE: [RegExp, string][] = [
  [/\bwith recursive\b/i, 'WITH RECURSIVE'],
  [/\b(?:rollup|cube)\s*\(|\bgrouping sets\b/i, 'ROLLUP, CUBE or GROUPING SETS'],
  [/\bcreate (?:or replace )?trigger\b/i, 'a trigger'],
  [/\bmaterialized view\b/i, 'a materialized view'],
];

const TABLE = /\b(?:from|join|update)\s+(?:only\s+)?([a-z]+(?:_[a-z]+)+)(?:\s+(?:as\s+)?([a-z]\w*))?/gi;
const NO_ALIAS = new Set([
  'where',
  'set',
  'on',
  'using',
  'order',
  'group',
  'limit',
  'select',
  'values',
  'join',
  'left',
]);

/** Statements that bring two spread tables together by anything else than the jurisdiction. */
function joinFlaws(statement: string, spread: ReadonlySet<string>): string[] {
  const tables = [...statement.matchAll(TABLE)].flatMap(([, table = '', alias = '']) =>
    spread.has(table) ? [{ table, alias: alias === '' || NO_ALIAS.has(alias.toLowerCase()) ? table : alias }] : [],
  );
  if (new Set(tables.map(({ alias }) => alias)).size < 2) return [];
  const bound = ({ table, alias }: { table: string; alias: string }) =>
    [
      `\\b${alias}\\.jurisdiction_id\\b`,
      `using \\(jurisdiction_id`,
      `\\b${table}\\b(?:\\s+(?:as\\s+)?${alias})?(?:\\s+set\\b[^;]*?)?\\s+where\\s[^()]*\\bjurisdiction_id\\b`,
    ].some((sign) => new RegExp(sign, 'i').test(statement));
  return tables.filter((one) => !bound(one)).map(({ table }) => `${table} is joined without its jurisdiction`);
}

function statementFlaws(sources: Sources, spread: ReadonlySet<string>): string[] {
  return [...sources]
    .filter(
      ([path]) => path.startsWith('server/') && isCode(path) && !isTest(path) && !path.startsWith('server/bench/'),
    )
    .flatMap(([path, source]) =>
      templatesOf(source).flatMap((statement) => [
        ...UNSPREADABLE.filter(([sign]) => sign.test(statement)).map(([, what]) => `${path} has ${what}`),
        ...joinFlaws(statement, spread).map((flaw) => `${path}: ${flaw}: ${statement.slice(0, 120)}`),
      ]),
    );
}

describe('what a database spread by jurisdiction needs', () => {
  let database: TestDatabase;
  let spread: Set<string>;
  beforeAll(async () => {
    database = await testDatabase();
    const { rows } = await sql<{ name: string }>`select c.relname as name from pg_class c
      where c.relnamespace = current_schema()::regnamespace and c.relkind in ('r', 'p') and not c.relispartition`.execute(
      database.db,
    );
    spread = new Set(rows.map(({ name }) => name).filter((name) => !(name in REFERENCE) && !(name in LOCAL)));
  });
  afterAll(() => database.close());

  test('every table but a few small ones has the jurisdiction first in its keys', async () => {
    const { rows } = await sql<Key>`
      select t.relname as table, i.relname as name, array(select coalesce(a.attname, '(expression)')::text
        from unnest(x.indkey::smallint[]) with ordinality k (number, place) left join pg_attribute a on a.attrelid = t.oid and a.attnum = k.number and a.attnum > 0
        order by place) as columns
      from pg_index x join pg_class t on t.oid = x.indrelid join pg_class i on i.oid = x.indexrelid
      where x.indisunique and t.relnamespace = current_schema()::regnamespace and not t.relispartition order by 1, 2`.execute(
      database.db,
    );
    expect(rows.length).toBeGreaterThan(20);
    expect(keyFlaws(rows)).toEqual([]);
  });

  test('every table has a key, and every reference to a spread table names the jurisdiction first', async () => {
    const { rows: keyless } = await sql<{ name: string }>`select c.relname as name from pg_class c
      where c.relnamespace = current_schema()::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
        and not exists (select 1 from pg_index x where x.indrelid = c.oid and x.indisprimary)`.execute(database.db);
    expect(keyless.map(({ name }) => name)).toEqual([]);
    const { rows } = await sql<Key & { to: string }>`
      select t.relname as table, c.conname as name, f.relname as to, array(select a.attname::text from unnest(c.conkey) with ordinality k (number, place)
        join pg_attribute a on a.attrelid = t.oid and a.attnum = k.number order by place) as columns
      from pg_constraint c join pg_class t on t.oid = c.conrelid join pg_class f on f.oid = c.confrelid
      where c.contype = 'f' and t.relnamespace = current_schema()::regnamespace and not t.relispartition`.execute(
      database.db,
    );
    expect(keyFlaws(rows.filter(({ to }) => spread.has(to)))).toEqual([]);
  });

  test('no trigger, rule or materialized view stands between a statement and its rows', async () => {
    const { rows } = await sql<{ name: string }>`
      select tgname::text as name from pg_trigger where not tgisinternal
      union all select matviewname::text from pg_matviews
      union all select rulename::text from pg_rules where schemaname = current_schema()`.execute(database.db);
    expect(rows).toEqual([]);
  });

  test('the small tables are small, and there', async () => {
    const { rows } = await sql<{
      name: string;
    }>`select tablename::text as name from pg_tables where schemaname = current_schema()`.execute(database.db);
    const names = new Set(rows.map(({ name }) => name));
    expect([...Object.keys(REFERENCE), ...Object.keys(LOCAL)].filter((name) => !names.has(name))).toEqual([]);
  });

  test('no statement does what only one node can do, or joins across jurisdictions', () => {
    expect(statementFlaws(readSources(), spread)).toEqual([]);
  });
});

describe('a breach is named:', () => {
  const spread = new Set(['case_file', 'case_search']);
  const said = (text: string) => statementFlaws(new Map([['server/modules/cases/store.ts', text]]), spread);

  test('a key that begins with something else', () => {
    expect(keyFlaws([{ table: 'case_file', name: 'case_file_number', columns: ['number'] }])).toEqual([
      'case_file: case_file_number (number) does not begin with jurisdiction_id',
    ]);
  });

  test('a tree walked by the database', () => {
    expect(said('sql`with recursive up as (select 1) select * from up`')).toEqual([
      'server/modules/cases/store.ts has WITH RECURSIVE',
    ]);
  });

  test('subtotals of subtotals', () => {
    expect(said('sql<Row>`select state, count(*) from case_file group by rollup (state)`')).toHaveLength(1);
  });

  test('two tables brought together by an identifier alone, also in a part of a statement', () => {
    expect(said('sql`select 1 from case_file f join case_search s on s.case_id = f.id`')).toHaveLength(2);
    expect(
      said(
        [
          'sql`select 1 from case_file f where f.jurisdiction_id = $',
          '{id} and f.id in ($',
          '{sql`select s.case_id from case_search s`})`',
        ].join(''),
      ),
    ).toEqual([expect.stringContaining('case_search is joined without its jurisdiction')]);
  });

  test('but not two that share their jurisdiction', () => {
    expect(
      said(
        'sql`select 1 from case_file f join case_search s on s.jurisdiction_id = f.jurisdiction_id and s.case_id = f.id`',
      ),
    ).toEqual([]);
  });
});
