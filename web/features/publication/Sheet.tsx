import { useWords } from '../../i18n/language.ts';
import type { Block, Finding, TableBlock } from './queries.ts';

export const anchorOf = (line: number) => `line-${line}`;

/** The document as it is laid out; what a finding is about is marked where it stands. */
export function Sheet({
  blocks,
  findings = [],
  at,
}: {
  blocks: readonly Block[];
  findings?: readonly Finding[];
  at?: string | undefined;
}) {
  const byLine = new Map<number, Finding>();
  const byPointer = new Map<string, Finding>();
  for (const one of findings) {
    if (one.at.pointer?.includes('/cells/') && !byPointer.has(one.at.pointer)) byPointer.set(one.at.pointer, one);
    for (const line of one.at.lines) if (!byLine.has(line)) byLine.set(line, one);
  }
  const chosen = findings.find(({ key }) => key === at);
  return (
    <div className="sheet" lang="zh-CN">
      {blocks.map((block) => {
        if (block.kind === 'table')
          return (
            <SheetTable
              key={`${block.id}-${block.line}`}
              table={block}
              byPointer={byPointer}
              byLine={byLine}
              chosen={chosen}
            />
          );
        const found = byLine.get(block.line);
        const mark = {
          id: anchorOf(block.line),
          'data-finding': found?.severity,
          'data-chosen': chosen?.at.lines.includes(block.line) || undefined,
        };
        if (block.kind === 'paragraph')
          return (
            <p key={block.line} {...mark}>
              {block.text}
            </p>
          );
        const Heading = `h${block.level + 1}` as 'h2' | 'h3' | 'h4' | 'h5';
        return (
          <Heading key={block.line} {...mark}>
            {block.text}
          </Heading>
        );
      })}
    </div>
  );
}

/** Tables of more columns are printed across. */
const WIDE = 6;

function SheetTable({
  table,
  byPointer,
  byLine,
  chosen,
}: {
  table: TableBlock;
  byPointer: ReadonlyMap<string, Finding>;
  byLine: ReadonlyMap<number, Finding>;
  chosen: Finding | undefined;
}) {
  const words = useWords();
  const key = (row: number, column: number) => `${row}.${column}`;
  return (
    <section
      className="sheet-table"
      id={anchorOf(table.line)}
      data-wide={table.widths.length > WIDE || undefined}
      aria-label={table.title || table.id}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a table wider than the page is scrolled by the keyboard, too
      tabIndex={0}
    >
      <table>
        {table.title && (
          <caption>
            {table.title}
            <span>{table.unit}</span>
          </caption>
        )}
        {table.head.length > 0 && (
          <thead>
            {table.head.map((cells, r) => (
              <tr key={key(r, -1)}>
                {cells.map((cell, c) => (
                  <th key={key(r, c)} scope="col" colSpan={cell.colSpan} rowSpan={cell.rowSpan}>
                    {cell.text}
                  </th>
                ))}
              </tr>
            ))}
          </thead>
        )}
        <tbody>
          {table.rows.map((row, r) => (
            <tr
              key={key(r, -1)}
              id={row.line === undefined ? undefined : anchorOf(row.line)}
              data-strong={row.strong || undefined}
              data-chosen={(row.line !== undefined && chosen?.at.lines.includes(row.line)) || undefined}
              data-finding={
                row.line !== undefined && table.head.length === 0 ? byLine.get(row.line)?.severity : undefined
              }
            >
              {row.cells.map((cell, c) => {
                const found = cell.pointer ? byPointer.get(cell.pointer) : undefined;
                return (
                  <td
                    key={key(r, c)}
                    colSpan={cell.colSpan}
                    rowSpan={cell.rowSpan}
                    className={cell.align}
                    data-finding={found?.severity}
                    title={found ? `${found.rule} ${words(found.message)}` : undefined}
                  >
                    {cell.text}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
      {table.statement && <p className="sheet-statement">{table.statement}</p>}
    </section>
  );
}
