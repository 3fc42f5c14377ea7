import { describe, expect, test } from 'vitest';
import type { UnitFacts } from '../budget/model.ts';
import type { AssetRecord, EngagementRecord, QuotaRecord } from '../staff/procedures.ts';
import { asRegistered, type Registers, registeredFacts, registerOn } from './register.ts';

const YEAR_END = '2025-12-31';
const nothing: Registers = { assets: [], engagements: [], quotas: [] };

const asset = (category: AssetRecord['category'], change: Partial<AssetRecord> = {}, ...later: [string, string][]) =>
  ({
    category,
    valueFen: 1,
    history: [['2020-05-01', 'inUse'] as const, ...later].map(([on, state]) => ({ on, state })),
    ...change,
  }) as AssetRecord;
const registered = (...assets: AssetRecord[]) => registerOn(YEAR_END, { ...nothing, assets });
const person = (personNumber: string, change: Partial<EngagementRecord> = {}) =>
  ({
    personNumber,
    kind: 'establishment',
    state: 'engaged',
    from: '2020-01-01',
    until: null,
    ...change,
  }) as EngagementRecord;

describe('台账 on 31 December', () => {
  test('counts vehicles by their use until they are gone; one whose use was never told is another', () => {
    const { vehicles } = registered(
      asset('vehicle', { use: 'specialVehicle' }),
      asset('vehicle', { use: 'emergency' }, [YEAR_END, 'disposing']),
      asset('vehicle', { use: 'emergency' }, [YEAR_END, 'disposed']),
      asset('vehicle', { use: 'emergency' }, ['2026-01-01', 'disposed']),
      asset('vehicle', { history: [{ on: YEAR_END, state: 'inUse' }] }),
      asset('vehicle', { history: [{ on: '2026-01-01', state: 'inUse' }] }),
      asset('vehicle', { use: 'otherVehicle' }),
      asset('furniture', { use: 'emergency' }),
    );
    expect(vehicles).toEqual({
      ministerial: 0,
      confidential: 0,
      emergency: 2,
      lawEnforcement: 0,
      special: 1,
      other: 2,
    });
  });

  test('counts general equipment from 500,000 yuan and special equipment from 1,000,000 yuan apiece', () => {
    const special = { use: 'specialEquipment' as const };
    const { equipment } = registered(
      asset('equipment', { valueFen: 50_000_000 }),
      asset('equipment', { valueFen: 49_999_999 }),
      asset('equipment', { ...special, valueFen: 100_000_000 }),
      asset('equipment', { ...special, valueFen: 99_999_999 }),
      asset('software', { valueFen: 900_000_000 }),
    );
    expect(equipment).toEqual({ over500k: 1, over1m: 1 });
  });

  test('tells nothing of a register that was never kept, so that what was typed stands', () => {
    const none = { on: YEAR_END, staffInPost: null, staffQuota: null, vehicles: null, equipment: null };
    expect(registerOn(YEAR_END, nothing)).toEqual(none);
    const others = [person('1', { kind: 'dispatched' }), person('2', { state: 'annulled' })];
    expect(registerOn(YEAR_END, { ...nothing, engagements: others })).toEqual(none);
  });

  test('tells staff and posts, nobody in post being told as well', () => {
    const quotas = [{ posts: 18, from: '2020-01-01', state: 'inForce' } as QuotaRecord];
    const left = person('1', { until: '2025-12-30', state: 'ended' });
    expect(registerOn(YEAR_END, { ...nothing, engagements: [left], quotas })).toMatchObject({
      staffInPost: 0,
      staffQuota: 18,
    });
  });
});

describe('the facts of a unit', () => {
  const unit = {
    staffInPost: 17,
    staffQuota: 20,
    vehicles: { ministerial: 0, confidential: 0, emergency: 1, lawEnforcement: 0, special: 0, other: 0 },
    equipment: { over500k: 2, over1m: 3, plannedVehicles: 4, planned500k: 5, planned1m: 6 },
  } as UnitFacts;

  test('come from the registers where these were kept; what is to be bought stays as it was typed', () => {
    const register = registerOn(YEAR_END, {
      assets: [asset('equipment', { valueFen: 60_000_000 })],
      engagements: [],
      quotas: [{ posts: 18, from: '2020-01-01', state: 'inForce' } as QuotaRecord],
    });
    expect(asRegistered(unit, register)).toMatchObject({
      staffInPost: 17,
      staffQuota: 18,
      vehicles: { emergency: 0 },
      equipment: { over500k: 1, over1m: 0, plannedVehicles: 4, planned500k: 5, planned1m: 6 },
    });
    const told = registeredFacts(unit, register).filter(({ typed, registered }) => typed !== registered);
    expect(told).toEqual([
      { labelZh: '编制数', typed: 20, registered: 18 },
      { labelZh: '应急保障用车', typed: 1, registered: 0 },
      { labelZh: '单位价值50万元以上通用设备', typed: 2, registered: 1 },
      { labelZh: '单位价值100万元以上专用设备', typed: 3, registered: 0 },
    ]);
    expect(asRegistered(unit, null)).toBe(unit);
  });
});
