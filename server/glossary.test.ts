import { describe, expect, test } from 'vitest';
import { routes } from './app.ts';
import { glossary, knownNames, wordsFor } from './glossary.ts';
import { readMigrations } from './kernel/migrate.ts';
import { roleLabels, rolePermissions } from './modules/accounts/roles.ts';
import { limitUnits } from './modules/calendar/model.ts';
import { caseLifecycle, clockNames } from './modules/cases/lifecycle.ts';
import { categoryKinds } from './modules/catalogue/model.ts';
import { indicators } from './modules/evaluation/indicators.ts';
import { areaLevels, stages, unitKinds } from './modules/organisation/model.ts';

const permissions = [
  ...routes.map(({ permission }) => permission),
  ...Object.values(rolePermissions).flat(),
  ...Object.values(caseLifecycle.actions).map(({ by }) => by),
];
const tables = readMigrations().flatMap(({ text }) =>
  [...text.matchAll(/^create (?:table|sequence) (\w+)/gm)].map(([, name = '']) => name),
);

describe('the glossary', () => {
  test.each([
    ['state', Object.keys(caseLifecycle.states)],
    ['action', Object.keys(caseLifecycle.actions)],
    ['opening', Object.keys(caseLifecycle.openings)],
    ['clock', [...clockNames, ...stages]],
    ['refusal', Object.keys(caseLifecycle.refusals)],
    ['relation', Object.keys(caseLifecycle.relations)],
    [
      'permission subject and verb',
      permissions.filter((name) => name.includes('.')).flatMap((name) => name.split('.')),
    ],
    ['role', Object.keys(roleLabels)],
    ['indicator', Object.keys(indicators)],
    ['word of a table', tables.flatMap((name) => name.split('_'))],
    ['kind of unit, level of area, kind of category', [...unitKinds, ...areaLevels, ...categoryKinds]],
    ['unit of time limits', [...limitUnits]],
  ])('has every %s', (_what, names) => {
    expect([...new Set(names)].filter((name) => !knownNames.has(name))).toEqual([]);
  });

  test.each([
    ['states', caseLifecycle.states],
    ['actions', caseLifecycle.actions],
    ['openings', caseLifecycle.openings],
    ['indicators', indicators],
  ])('gives %s the very words that officers read', (_what, table) => {
    const strangers = Object.entries<{ label: { zh: string } }>(table).filter(
      ([name, { label }]) => !wordsFor(name).includes(label.zh),
    );
    expect(strangers.map(([name, { label }]) => `${name}: ${label.zh}`)).toEqual([]);
  });

  test('gives roles the very words that officers read', () => {
    expect(Object.entries(roleLabels).filter(([name, { zh }]) => !wordsFor(name).includes(zh))).toEqual([]);
  });

  test.each(glossary.map(({ title, terms }) => [title, terms] as const))(
    'is whole in “%s”: no name twice, nothing left out',
    (_title, terms) => {
      const names = terms.flatMap((term) => term.names);
      expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
      for (const term of terms) {
        expect(
          term.zh.every((word) => /^\p{Script=Han}+$/u.test(word)),
          term.en,
        ).toBe(true);
        expect(term.names.length && term.en && term.means.endsWith('.') && term.source, term.en).toBeTruthy();
      }
    },
  );
});
