import { describe, expect, test } from 'vitest';
import { readSearch } from '../../address.ts';
import { caseAddress, deskOf, filterOf, sameQueue, saysNothing, statesFor, toQueue, usualOrder } from './filters.ts';

const ZONE = 'Asia/Shanghai';
const filter = (raw: Record<string, string | string[]>) => filterOf(readSearch(caseAddress, raw), ZONE);

describe('the filter of a workbench', () => {
  test('shows open cases where nothing is said, and all cases where somebody searches', () => {
    expect(filter({ scope: 'open' })).toEqual({ open: 'true' });
    expect(filter({ q: 'GU20261120' })).toEqual({ text: 'GU20261120' });
    expect(filter({ q: '井盖', time: 'overdue' })).toEqual({ text: '井盖', open: 'true', time: 'overdue' });
    expect(filter({ scope: 'all' })).toEqual({});
  });
  test('takes both days of a range whole, by the clock on the centre’s wall', () => {
    expect(filter({ from: '2026-11-01', to: '2026-11-02', scope: 'all' })).toEqual({
      from: '2026-10-31T16:00:00.000Z',
      to: '2026-11-02T16:00:00.000Z',
    });
  });
  test('ignores the broken part of a link and keeps the rest', () => {
    expect(filter({ time: 'yesterday', case: 'x', state: 'handling', from: 'soon' })).toEqual({ state: ['handling'] });
  });
  test('is an officer’s own queue where the address says nothing, whatever is open beside it', () => {
    expect(saysNothing(readSearch(caseAddress, { order: 'newest' }))).toBe(true);
    expect(saysNothing(readSearch(caseAddress, { q: '井盖' }))).toBe(false);
  });
});

describe('the queue of a desk', () => {
  test('is what waits for that desk: the dispatcher’s dispatching, the unit’s handling, the leader’s overdue', () => {
    expect(deskOf(['dispatcher']).state).toEqual(['registered', 'failed', 'disputed']);
    expect(deskOf(['unitOfficer']).state).toEqual(['dispatched', 'handling']);
    expect(deskOf(['leader'])).toEqual({ time: 'overdue' });
    expect(deskOf(['auditAdministrator'])).toEqual({ scope: 'open' });
  });
  test('runs out first at the top, but newest first for who reports and who evaluates', () => {
    expect(usualOrder(['dispatcher'])).toBe('endangered');
    expect(usualOrder(['callAgent'])).toBe('newest');
    expect(usualOrder(['callAgent', 'intakeOfficer'])).toBe('endangered');
  });
  test('replaces the queue before it whole, in whatever order its states are written', () => {
    expect(toQueue({ time: 'amber' })).toMatchObject({ state: undefined, time: 'amber', scope: undefined });
    expect(sameQueue({ state: ['failed', 'registered'] }, { state: ['registered', 'failed'] })).toBe(true);
    expect(sameQueue({ state: ['registered'] }, { state: ['registered'], urgent: 'true' })).toBe(false);
  });
  test('counts the stages of a case in the order of its life, with those of one’s own desk among them', () => {
    const life = [
      'reported',
      'verifying',
      'accepted',
      'registered',
      'dispatched',
      'handling',
      'handled',
      'failed',
      'checked',
    ];
    expect(statesFor(['intakeOfficer'], life)).toEqual(life.filter((state) => state !== 'failed'));
    expect(statesFor(['inspector'], life)).toEqual(['verifying', 'handled']);
  });
});
