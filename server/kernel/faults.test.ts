import { expect, test } from 'vitest';
import { z } from 'zod';
import { faultsOf } from './faults.ts';

const shape = z.strictObject({
  text: z.string().min(2).max(4),
  urgent: z.boolean(),
  source: z.enum(['hotline', 'web']),
  days: z.int().positive().max(9),
  ids: z.array(z.uuid()).max(2),
  day: z.string().refine((text) => text === '11-22', '须为 MM-DD。 Must be MM-DD.'),
});
const right = { text: '井盖', urgent: true, source: 'web', days: 1, ids: [], day: '11-22' };

test.each([
  ['a field that is missing', { text: undefined }, 'text', '须填写。', 'This is needed.'],
  ['too little text', { text: '井' }, 'text', '至少 2 个字符。', 'At least 2 characters.'],
  ['too much text', { text: '井盖没有了' }, 'text', '最多 4 个字符。', 'At most 4 characters.'],
  ['a number for a text', { text: 5 }, 'text', '须为文字。', 'This must be a text.'],
  ['a text for yes or no', { urgent: 'yes' }, 'urgent', '须为 true 或 false。', 'This must be true or false.'],
  [
    'no choice of ours',
    { source: 'x' },
    'source',
    '须为其中之一：hotline、web。',
    'This must be one of: hotline, web.',
  ],
  ['too small a number', { days: 0 }, 'days', '须大于 0。', 'More than 0.'],
  ['too large a number', { days: 10 }, 'days', '最多为 9。', 'At most 9.'],
  ['too many', { ids: Array(3).fill(crypto.randomUUID()) }, 'ids', '最多 2 项。', 'At most 2 entries.'],
  ['no id', { ids: ['x'] }, 'ids.0', '无效UUID', 'Invalid UUID'],
  ['a field nobody knows', { color: 'red' }, 'color', '没有这样的字段：color。', 'There is no such field: color.'],
  ['a rule of our own', { day: '13-45' }, 'day', '须为 MM-DD。', 'Must be MM-DD.'],
])('%s is told at its place and in either language', (_what, wrong, path, zh, en) => {
  const read = shape.safeParse({ ...right, ...wrong }, { reportInput: true });
  expect(read.error && faultsOf(read.error)).toEqual([{ path, message: { zh, en } }]);
});

test('of an input that may have one of two forms it is told what keeps it from the nearer', () => {
  const near = z.strictObject({ lon: z.number(), lat: z.number(), metres: z.number() });
  const box = z.strictObject({ west: z.number(), south: z.number(), east: z.number(), north: z.number() });
  const either = z.object({ place: z.union([near, box]) });
  const read = either.safeParse({ place: { west: 1, south: 2, east: 3 } }, { reportInput: true });
  expect(read.error && faultsOf(read.error)).toEqual([
    { path: 'place.north', message: { zh: '须填写。', en: 'This is needed.' } },
  ]);
});

test('what was sent is not repeated in the answer', () => {
  const read = shape.safeParse({ ...right, source: '13800001234', day: '13800001234' }, { reportInput: true });
  expect(JSON.stringify(read.error && faultsOf(read.error))).not.toContain('1380');
});
