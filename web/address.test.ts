import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { readQuery, readSearch, writeQuery } from './address.ts';

const shape = z.object({
  state: z.enum(['reported', 'closed']).optional(),
  unit: z.array(z.string()).default([]),
  page: z.coerce.number().int().min(1).default(1),
  q: z.string().optional(),
});
const read = (text: string) => readSearch(shape, readQuery(text));

describe('a page’s part of the address', () => {
  test('is written so that people can read it, and read back as it was', () => {
    const search = { state: 'closed', unit: ['a', 'b'], page: 2, q: '八一七路 12号' };
    expect(writeQuery(search)).toMatch(/^\?state=closed&unit=a&unit=b&page=2&q=/);
    expect(read(writeQuery(search))).toEqual(search);
  });
  test('leaves out what is not chosen', () => {
    expect(writeQuery({ state: undefined, unit: [], q: '' })).toBe('');
    expect(read('?unit=&state=&q=')).toEqual(read(''));
  });
  test('a number typed into the search stays text', () => {
    expect(read('?q=20261122').q).toBe('20261122');
  });
  test('one chosen value is a list of one', () => {
    expect(read('?unit=a').unit).toEqual(['a']);
  });
  test('a broken link degrades to defaults, name by name', () => {
    expect(read('?state=lost&page=-4&unit=a&evil=1')).toEqual({ unit: ['a'], page: 1 });
  });
  test('a name given twice where one is expected counts once', () => {
    expect(read('?state=closed&state=reported').state).toBe('closed');
  });
});
