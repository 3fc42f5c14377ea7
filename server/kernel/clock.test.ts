import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { logNotBefore, steadyClock } from './clock.ts';
import { transact } from './db.ts';
import { newId } from './id.ts';
import { instant } from './instant.ts';
import { append, CHAIN_START } from './log.ts';
import { sealPastDays } from './seal.ts';
import { settled, type TestDatabase, testDatabase } from './testing.ts';

const NINE = Date.parse('2026-03-02T09:00:00.000Z');
const HOUR = 3_600_000;

/** A machine whose clock can be set, and a stop-watch that cannot. */
function machine(notBefore = 0) {
  const told: number[] = [];
  let wall = NINE;
  let watch = 0;
  const clock = steadyClock(
    () => wall,
    () => watch,
    notBefore,
    (ms) => told.push(ms),
  );
  return {
    clock,
    told,
    pass(ms: number) {
      wall += ms;
      watch += ms;
    },
    set(ms: number) {
      wall += ms;
    },
  };
}

describe('the clock of the house', () => {
  test('shows what the machine shows, and follows it forward at once', () => {
    const { clock, pass, set } = machine();
    pass(1000);
    expect(clock()).toBe(NINE + 1000);
    set(HOUR);
    expect(clock()).toBe(NINE + HOUR + 1000);
  });

  test('set back an hour goes on at half speed, never back, until the machine has caught up; and says so once', () => {
    const { clock, pass, set, told } = machine();
    clock();
    set(-HOUR);
    let last = clock();
    for (let minute = 0; minute < 118; minute++) {
      pass(60_000);
      const now = clock();
      expect(now - last).toBe(30_000);
      last = now;
    }
    pass(3 * 60_000);
    expect(clock()).toBe(NINE + HOUR + 60_000);
    expect(told).toEqual([HOUR]);
  });

  test('begins where the log has ended, if the machine was set back while nobody looked', () => {
    const { clock, pass } = machine(NINE + HOUR);
    expect(clock()).toBe(NINE + HOUR);
    pass(1000);
    expect(clock()).toBe(NINE + HOUR + 500);
  });
});

describe('nothing is written before', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await testDatabase();
  });
  afterAll(() => database.close());

  const write = async (at: string) => {
    const entry = { jurisdictionId: 1, kind: 'trial', recordId: newId(Date.parse(at)), seq: 1, action: 'note' };
    const rest = { actorId: null, at, recordedAt: at, origin: 'acted' as const, data: {} };
    await append(database.db, [{ ...entry, ...rest }], CHAIN_START);
    await settled(database.db);
  };

  test('the newest entry and the end of the last sealed day; an entry far ahead was a wrong clock', async () => {
    expect(await logNotBefore(database.db, NINE)).toBe(0);
    await write('2026-03-01T23:50:00.000Z');
    expect(await logNotBefore(database.db, NINE)).toBe(Date.parse('2026-03-01T23:50:00.000Z'));
    await transact(database.db, (tx) => sealPastDays(tx, instant(NINE)));
    expect(await logNotBefore(database.db, NINE)).toBe(Date.parse('2026-03-02T00:00:00.000Z'));
    await write('2026-03-02T10:00:00.000Z');
    expect(await logNotBefore(database.db, NINE)).toBe(NINE + HOUR);
    await write('2027-03-02T10:00:00.000Z');
    expect(await logNotBefore(database.db, NINE)).toBe(Date.parse('2026-03-02T00:00:00.000Z'));
  });
});
