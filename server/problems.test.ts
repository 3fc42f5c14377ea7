import { expect, test } from 'vitest';
import { lifecycles } from './app.ts';
import { problemsOf } from './data/problems.ts';
import { isCode, isTest, readSources, type Sources } from './sources.fixture.ts';

const known = problemsOf(lifecycles);

/** How a code stands where somebody says no with it. */
const REFUSING = [
  /refused: '\w+',\s*code: '(\w+)'/g,
  /status: \d+,\s*code: '(\w+)'/g,
  /\b(?:say|problem)\(\s*(?:\d+|status),\s*'(\w+)'/g,
  /\bwrong\([^'()]*'[\w.]+', '(\w+)'|\bwrong\(`[^`]*`, '(\w+)'/g,
  /\brefuseFile\(\w+, '(\w+)'/g,
];

function refusals(sources: Sources): Set<string> {
  const code = [...sources].filter(([path]) => path.startsWith('server/') && isCode(path) && !isTest(path));
  return new Set(
    code.flatMap(([, text]) =>
      REFUSING.flatMap((pattern) => [...text.matchAll(pattern)].map(([, first, second]) => first ?? second ?? '')),
    ),
  );
}

test('every code by which the house says no is explained', () => {
  const used = refusals(readSources());
  expect(used.size).toBeGreaterThan(80);
  expect([...used].filter((code) => !known.has(code))).toEqual([]);
});

test('a code that nobody explains is named', () => {
  const text = `refuse({ refused: 'conflict', code: 'lampOut', message });`;
  expect([...refusals(new Map([['server/modules/lamps/rules.ts', text]]))]).toEqual(['lampOut']);
});

test('every explanation is in both languages', () => {
  const faulty = [...known].filter(([, { zh, en }]) => !/\p{Script=Han}/u.test(zh) || /\p{Script=Han}/u.test(en));
  expect(faulty).toEqual([]);
});
