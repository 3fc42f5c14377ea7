import { describe, expect, test } from 'vitest';
import { instant } from '../../kernel/instant.ts';
import { handOver, keep, newSpool, written } from './spool.ts';
import type { DueProbe } from './store.ts';

const probe: DueProbe = {
  jurisdictionId: 1,
  id: 'p',
  subjectId: 's',
  name: '首页',
  kind: 'http',
  target: 'https://example.org/',
  expects: 200,
  intervalSeconds: 60,
  timeoutSeconds: 10,
  failuresToFault: 3,
  active: true,
  version: 1,
};
const at = (minute: number) => instant(minute * 60_000);
const found = (spool: ReturnType<typeof newSpool>, minute: number, result: 'ok' | 'failed') =>
  keep(spool, probe, { result, at: at(minute), said: result });

describe('what is found while the database is away', () => {
  test('is one entry for checks in a row with one result, and handed over until it is written', () => {
    const spool = newSpool();
    for (const minute of [0, 1, 2]) found(spool, minute, 'failed');
    found(spool, 3, 'ok');
    const runs = handOver(spool).map(({ run }) => [run.result, run.first, run.last, run.checks]);
    expect(runs).toEqual([
      ['failed', at(0), at(2), 3],
      ['ok', at(3), at(3), 1],
    ]);
    found(spool, 4, 'ok');
    expect(handOver(spool)).toHaveLength(3);
    written(spool);
    expect(handOver(spool)).toEqual([]);
  });

  test('stays unknown beyond the most that is kept: no entry covers a failure that was left out', () => {
    const spool = newSpool();
    for (let minute = 0; minute < 400; minute++) found(spool, minute, minute % 2 === 0 ? 'ok' : 'failed');
    const runs = handOver(spool).map(({ run }) => run);
    expect(runs).toHaveLength(200);
    expect(runs.every(({ first, last }) => first === last)).toBe(true);
  });
});
