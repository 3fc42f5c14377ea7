import type { Migration } from './kernel/migrate.ts';

interface Table {
  name: string;
  migration: string;
  note: string;
  columns: { name: string; type: string; note: string }[];
  /** Keys, checks and references, as they stand in the SQL. */
  rules: string[];
  indexes: { name: string; how: string }[];
}

/** Reads what the migrations make: tables with the comments above them and above their columns. */
export function tablesOf(migrations: readonly Pick<Migration, 'name' | 'text'>[]): Table[] {
  const tables: Table[] = [];
  for (const { name, text } of migrations) {
    let remarks: string[] = [];
    let open: Table | null = null;
    for (const line of linesOf(text)) {
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

/** Lines of SQL, a change of a table and an index each on one, however they are written. */
function linesOf(text: string): string[] {
  return text
    .replace(/^(?:alter table|create (?:unique )?index)[^;]*;/gm, (statement) => statement.replace(/\s*\n\s*/g, ' '))
    .split('\n');
}

/** A statement outside a table: it opens one, or adds an index or a column to one that is there, or takes it away. */
function beginning(line: string, migration: string, note: string, tables: Table[]): Table | null {
  const [, made] = /^create table (?:if not exists )?(\w+) \($/.exec(line) ?? [];
  if (made) {
    const opened: Table = { name: made, migration, note, columns: [], rules: [], indexes: [] };
    tables.push(opened);
    return opened;
  }
  const [, unique, index, indexed, how] = /^create (unique )?index (\w+) on (\w+) (.*);$/.exec(line) ?? [];
  if (index) {
    dropIndex(tables, index);
    tables.find(({ name }) => name === indexed)?.indexes.push({ name: index, how: `${unique ?? ''}${how}` });
  }
  const [, droppedIndex] = /^drop index (\w+);$/.exec(line) ?? [];
  if (droppedIndex) dropIndex(tables, droppedIndex);
  const [, altered, change = ''] = /^alter table (\w+) (.*);$/.exec(line) ?? [];
  const table = altered && tables.find(({ name }) => name === altered);
  if (!table) return null;
  const [, added] = /^add column (.*)$/.exec(change) ?? [];
  if (added) readLine(table, added, note);
  for (const [, dropped] of change.matchAll(/drop column (\w+)/g))
    table.columns = table.columns.filter(({ name }) => name !== dropped);
  return null;
}

function dropIndex(tables: readonly Table[], dropped: string): void {
  for (const table of tables) table.indexes = table.indexes.filter(({ name }) => name !== dropped);
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
      [...rules, ...indexes.map(({ how }) => `index ${how}`)].map((rule) => `- ${code(rule)}`).join('\n'),
    ]
      .filter(Boolean)
      .join('\n\n'),
  );
  return ['# Database schema 数据库结构', 'Printed from the migrations.', ...chapters].join('\n\n');
}
