import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { type Field, faultOf, fieldsOf, filledIn, type JsonSchema, sortFaults, startValues } from './schemaFields.ts';

const label = { zh: '意见', en: 'Note' };
const shape = z.object({
  note: z.string().min(4).max(500).meta({ label, widget: 'textarea' }),
  unitId: z.uuid().meta({ label: { zh: '主办单位', en: 'Unit' }, widget: 'unit' }),
  reason: z.enum(['notOurs', 'unclear']).meta({
    label: { zh: '理由', en: 'Reason' },
    widget: 'choice',
    choices: { notOurs: { zh: '非本单位', en: 'Not ours' }, unclear: { zh: '不清', en: 'Unclear' } },
  }),
  satisfied: z
    .boolean()
    .nullable()
    .default(null)
    .meta({ label: { zh: '满意', en: 'Satisfied' } }),
  urgent: z.boolean().default(false),
  amount: z.number().int().min(1).max(99).optional(),
  until: z.iso.date().optional(),
});
const form = z.toJSONSchema(shape, { io: 'input' }) as JsonSchema;
const field = (name: string) => {
  const found = fieldsOf(form).find((one) => one.name === name);
  if (!found) throw new Error(name);
  return found;
};

describe('a form drawn from what an action asks', () => {
  test('has the fields in the order of the table, each with its control', () => {
    expect(fieldsOf(form).map(({ name, widget }) => `${name}:${widget}`)).toEqual([
      'note:textarea',
      'unitId:unit',
      'reason:choice',
      'satisfied:boolean',
      'urgent:boolean',
      'amount:number',
      'until:date',
    ]);
  });
  test('demands only what has no answer of its own', () => {
    expect(
      fieldsOf(form)
        .filter((one) => one.required)
        .map((one) => one.name),
    ).toEqual(['note', 'unitId', 'reason']);
  });
  test('shows the words of a choice, not its keys', () => {
    expect(field('reason').options.map((option) => option.label.zh)).toEqual(['非本单位', '不清']);
  });
  test('pre-ticks no question whose answer may be unknown', () => {
    expect(startValues(form)).toEqual({ urgent: false });
    expect(startValues(form, { unitId: 'u' })).toEqual({ unitId: 'u', urgent: false });
  });
  test('sends what was answered and leaves out what was left blank', () => {
    expect(filledIn(form, { note: '已更换井盖', amount: '', until: undefined, urgent: false, stray: 1 })).toEqual({
      note: '已更换井盖',
      urgent: false,
    });
  });
});

describe('a fault', () => {
  test.each([
    ['note', '', '请填写此项。'],
    ['note', '短', '至少 4 个字。'],
    ['note', '已更换井盖', undefined],
    ['amount', 100, '不能大于 99。'],
    ['amount', '12a', '请填写数字。'],
    ['amount', undefined, undefined],
    ['satisfied', false, undefined],
  ])('%s = %s: %s', (name, value, said) => {
    expect(faultOf(field(name), value, 'zh')).toBe(said);
  });
  test('of a code says what would be right; of another pattern only that it is not met', () => {
    const patterned = (pattern: string) => fieldsOf({ properties: { it: { type: 'string', pattern } } })[0] as Field;
    expect(faultOf(patterned('^[A-Za-z0-9][A-Za-z0-9-]{0,30}$'), '项目1', 'zh')).toContain('字母、数字和连字符');
    expect(faultOf(patterned('^[A-Za-z0-9][A-Za-z0-9-]{0,30}$'), 'XM-1', 'zh')).toBeUndefined();
    expect(faultOf(patterned('^\\d{5}$'), '12', 'zh')).toBe('格式不对。');
  });
  test('told by the server goes to its field, the first one per field; what belongs to none stays above', () => {
    const errors = [
      { path: 'note', message: 'a' },
      { path: 'note', message: 'b' },
      { path: 'input.reason', message: 'c' },
      { path: 'elsewhere', message: 'd' },
    ];
    expect(sortFaults(form, errors, 'zh')).toEqual({ at: { note: 'a', reason: 'c' }, rest: ['d'] });
  });

  test('of a list it is told which entry is wrong, and in what', () => {
    const list = z.array(z.object({ name: z.string().meta({ label: { zh: '节点', en: 'Milestone' } }) }));
    const listed = z.toJSONSchema(z.object({ milestones: list })) as JsonSchema;
    const fault = (path: string, language: 'zh' | 'en') =>
      sortFaults(listed, [{ path, message: '…' }], language).at.milestones;
    expect(fault('milestones.1.name', 'zh')).toBe('第 2 项“节点”：…');
    expect(fault('milestones.1.name', 'en')).toBe('Entry 2, “Milestone”: …');
    expect(fault('milestones.0', 'en')).toBe('Entry 1: …');
    expect(fault('milestones', 'zh')).toBe('…');
  });
});
