import { describe, expect, test } from 'vitest';
import { tablesOf } from './docs-schema.ts';

const made = `create table case_thing (
  id uuid primary key,
  -- 口径, as it was.
  old text
);
create index case_thing_old on case_thing (old);
`;

const printed = (changed: string) =>
  tablesOf([
    { name: '0001_cases.sql', text: made },
    { name: '0002_cases.sql', text: changed },
  ]);

describe('the printed schema', () => {
  test('has the columns and indexes that came later, over however many lines they are written', () => {
    const [thing] = printed(`-- When it last moved.
alter table case_thing add column moved_at timestamptz generated always as (greatest(
  a, b)) stored;
create unique index case_thing_moved on case_thing (moved_at)
  where moved_at is not null;
`);
    expect(thing?.columns.at(-1)).toEqual({
      name: 'moved_at',
      type: 'timestamptz generated always as (greatest( a, b)) stored',
      note: 'When it last moved.',
    });
    expect(thing?.indexes.map(({ how }) => how)).toEqual(['(old)', 'unique (moved_at) where moved_at is not null']);
  });

  test('has no column and no index that was taken away, and of one made anew only the new', () => {
    const [thing] = printed(`drop index case_thing_old;
create index case_thing_old on case_thing (id, old);
alter table case_thing drop column old, drop column older;
`);
    expect(thing?.columns.map(({ name }) => name)).toEqual(['id']);
    expect(thing?.indexes.map(({ how }) => how)).toEqual(['(id, old)']);
  });
});
