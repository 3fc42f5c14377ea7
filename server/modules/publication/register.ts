import type { UnitFacts, VehicleKind } from '../budget/model.ts';
import type { AssetRecord, EngagementRecord, QuotaRecord } from '../staff/procedures.ts';
import { inPostOn, quotaOn } from '../staff/rules.ts';

/** 台账 — what the registers of staff and assets hold on a day; null where a register was never kept. */
export interface Register {
  /** Local date. */
  on: string;
  staffInPost: number | null;
  staffQuota: number | null;
  vehicles: Record<VehicleKind, number> | null;
  /** 单位价值 50 万元以上通用设备、100 万元以上专用设备. */
  equipment: { over500k: number; over1m: number } | null;
}

export interface Registers {
  assets: readonly AssetRecord[];
  engagements: readonly EngagementRecord[];
  quotas: readonly QuotaRecord[];
}

/** In fen. */
const HALF_MILLION = 50_000_000;
const MILLION = 100_000_000;

const NO_VEHICLES: Record<VehicleKind, number> = {
  ministerial: 0,
  confidential: 0,
  emergency: 0,
  lawEnforcement: 0,
  special: 0,
  other: 0,
};

/** The registers as they stood at the end of a day: the situation text tells 31 December of the year before. */
export function registerOn(on: string, { assets, engagements, quotas }: Registers): Register {
  const held = assets.filter(({ history }) => {
    const state = history.filter((step) => step.on <= on).at(-1)?.state;
    return state !== undefined && state !== 'disposed';
  });
  const vehicles = { ...NO_VEHICLES };
  const equipment = { over500k: 0, over1m: 0 };
  for (const { category, use, valueFen } of held) {
    if (category === 'vehicle') vehicles[vehicleOf(use)]++;
    if (category !== 'equipment') continue;
    if (use === 'specialEquipment') equipment.over1m += Number(valueFen >= MILLION);
    else equipment.over500k += Number(valueFen >= HALF_MILLION);
  }
  const wasKept = engagements.some(({ state, kind }) => state !== 'annulled' && kind === 'establishment');
  const inPost = inPostOn(engagements, on, ['establishment']).get('establishment') ?? [];
  return {
    on,
    staffInPost: wasKept ? inPost.length : null,
    staffQuota: quotaOn(quotas, on),
    vehicles: assets.length > 0 ? vehicles : null,
    equipment: assets.length > 0 ? equipment : null,
  };
}

function vehicleOf(use: AssetRecord['use']): VehicleKind {
  if (use === 'specialVehicle') return 'special';
  return use !== undefined && use in NO_VEHICLES ? (use as VehicleKind) : 'other';
}

/** The facts of the unit with what the registers hold in place of what was typed. */
export function asRegistered<U extends UnitFacts>(unit: U, register: Register | null): U {
  if (register === null) return unit;
  return {
    ...unit,
    staffInPost: register.staffInPost ?? unit.staffInPost,
    staffQuota: register.staffQuota ?? unit.staffQuota,
    vehicles: register.vehicles ?? unit.vehicles,
    equipment: { ...unit.equipment, ...register.equipment },
  };
}

/** A fact that comes from a register, beside what was typed with the budget. */
export interface Registered {
  labelZh: string;
  typed: number | null;
  registered: number;
}

const VEHICLES: Record<VehicleKind, string> = {
  ministerial: '省部级领导干部用车',
  confidential: '机要通信用车',
  emergency: '应急保障用车',
  lawEnforcement: '执法执勤用车',
  special: '特种专业技术用车',
  other: '其他用车',
};

export function registeredFacts(unit: UnitFacts, register: Register | null): Registered[] {
  if (register === null) return [];
  const { staffInPost, staffQuota, vehicles, equipment } = register;
  const one = (labelZh: string, typed: number | null, registered: number | null): Registered[] =>
    registered === null ? [] : [{ labelZh, typed, registered }];
  return [
    ...one('在职人数', unit.staffInPost, staffInPost),
    ...one('编制数', unit.staffQuota, staffQuota),
    ...(Object.keys(VEHICLES) as VehicleKind[]).flatMap((kind) =>
      one(VEHICLES[kind], unit.vehicles[kind], vehicles?.[kind] ?? null),
    ),
    ...one('单位价值50万元以上通用设备', unit.equipment.over500k, equipment?.over500k ?? null),
    ...one('单位价值100万元以上专用设备', unit.equipment.over1m, equipment?.over1m ?? null),
  ];
}
