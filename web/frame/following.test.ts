import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { lifecycles } from '../../server/app.ts';
import { readingOf } from './following.ts';

test('every kind of record but the case is followed, by readings that there are', () => {
  const kinds = lifecycles.map(({ kind }) => kind).filter((kind) => kind !== 'case');
  expect(Object.keys(readingOf).toSorted()).toEqual(kinds.toSorted());
  const keyed = (feature: string) => readFileSync(`web/features/${feature}/queries.ts`, 'utf8');
  const features: Record<string, string> = { publications: 'publication' };
  for (const name of new Set(Object.values(readingOf)))
    expect(keyed(features[name] ?? name), name).toContain(`queryKey: ['${name}'`);
});
