import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ROOT } from './sources.fixture.ts';

interface Row {
  control: string;
  text: string;
  shownBy: string[];
}

/** The rows of every table: what is asked first, what shows it last. */
function rowsOf(page: string): Row[] {
  return page
    .split('\n')
    .filter((line) => /^\| \d/.test(line))
    .map((line) => {
      const cells = line.split('|').map((cell) => cell.trim());
      const shownBy = [...(cells.at(-2) ?? '').matchAll(/`([^`]+)`/g)].map(([, path = '']) => path);
      return { control: cells[1] ?? '', text: line, shownBy };
    });
}

/** Rows that promise something nobody tries. */
function unproved(rows: readonly Row[], exists: (path: string) => boolean): string[] {
  return rows.flatMap(({ control, text, shownBy }) => [
    ...(shownBy.length === 0 && !text.includes('**not met**') ? [`${control} is shown by nothing`] : []),
    ...shownBy
      .filter((path) => !path.endsWith('.test.ts') || !exists(path))
      .map((path) => `${control}: ${path} is not there`),
  ]);
}

describe('the page about security', () => {
  const page = readFileSync(join(ROOT, 'docs/security.md'), 'utf8');

  test('names for each control a test that is there, or says that it is not met', () => {
    const rows = rowsOf(page);
    expect(rows.length).toBeGreaterThan(60);
    expect(unproved(rows, (path) => existsSync(join(ROOT, path)))).toEqual([]);
  });

  test('with a promise that nobody tries is told', () => {
    const rows = rowsOf(
      '| 1 a | asked | done | |\n| 2 b | asked | done | `server/gone.test.ts` |\n| 3 c | x | **not met** | |',
    );
    expect(unproved(rows, () => false)).toEqual(['1 a is shown by nothing', '2 b: server/gone.test.ts is not there']);
  });
});
