import type { Migration } from './kernel/migrate.ts';

interface Table {
  name: string;
  migration: string;
  note: string;
  columns: { name: string; type: string; note: string }[];
  /** Keys, checks and references, as they stand in the SQL. */
  rules: string[];
  indexes: string[];
}

/** Reads what the migrations make: tables with the comments above them and above their columns. */
export function tablesOf(migrations: readonly Pick<Migration, 'name' | 'text'>[]): Table[] {
  const tables: Table[] = [];
  for (const { name, text } of migrations) {
    let remarks: string[] = [];
    let open: Table | null = null;
    for (const line of text.split('\n')) {
      const remark = /^\s*-- ?(.*)$/.exec(line)?.[1];
      if (remark !== undefined) {
        remarks.push(remark);
        continue;
      }
      if (open && line.startsWith(')')) open = null;
      else if (open) readLine(open, line, remarks.join(' '));
      else open = beginning(line, name, remarks.join(' '), tables);
      remarks = [];
    }
  }
  return tables;
}

/** A statement outside a table: it opens one, or adds an index or a column to one that is there. */
function beginning(line: string, migration: string, note: string, tables: Table[]): Table | null {
  const [, made] = /^create table (?:if not exists )?(\w+) \($/.exec(line) ?? [];
  if (made) {
    const opened: Table = { name: made, migration, note, columns: [], rules: [], indexes: [] };
    tables.push(opened);
    return opened;
  }
  const [, unique, indexed, how] = /^create (unique )?index \w+ on (\w+) (.*);$/.exec(line) ?? [];
  if (indexed) tables.find(({ name }) => name === indexed)?.indexes.push(`${unique ?? ''}${how ?? ''}`);
  const [, altered, added] = /^alter table (\w+) add column (.*);$/.exec(line) ?? [];
  const table = altered && tables.find(({ name }) => name === altered);
  if (table) readLine(table, added ?? '', note);
  return null;
}

function readLine(table: Table, line: string, note: string): void {
  const said = line.trim().replace(/,$/, '');
  if (said === '') return;
  if (/^(?:primary key|unique|foreign key|check|constraint|references|and|or|on)\b|^\)/.test(said))
    table.rules.push(said);
  else {
    const [name = '', ...type] = said.split(' ');
    table.columns.push({ name, type: type.join(' '), note });
  }
}

const code = (text: string) => `\`${text.replaceAll('|', '\\|')}\``;

/** The database as a document. */
export function schemaDocument(migrations: readonly Pick<Migration, 'name' | 'text'>[]): string {
  const chapters = tablesOf(migrations).map(({ name, migration, note, columns, rules, indexes }) =>
    [
      `## ${name}`,
      `${note}${note ? ' ' : ''}(\`${migration}\`)`,
      [
        '| Column | Type | |',
        '| --- | --- | --- |',
        ...columns.map(
          (column) => `| ${code(column.name)} | ${code(column.type)} | ${column.note.replaceAll('|', '\\|')} |`,
        ),
      ].join('\n'),
      [...rules, ...indexes.map((index) => `index ${index}`)].map((rule) => `- ${code(rule)}`).join('\n'),
    ]
      .filter(Boolean)
      .join('\n\n'),
  );
  return ['# Database schema 数据库结构', 'Printed from the migrations.', ...chapters].join('\n\n');
}
