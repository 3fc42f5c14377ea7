import { unitFacts } from '../../../server/modules/budget/lifecycle.ts';
import type { JsonSchema } from '../../kit/schemaFields.ts';
import { schemaOf } from '../../kit/shapeSchema.ts';
import type { Budget } from './queries.ts';

type Unit = Budget['unit'];

const money = (zh: string, en: string): JsonSchema => ({ label: { zh, en }, widget: 'money' });
const counted = (zh: string, en: string): JsonSchema => ({ label: { zh, en } });

/** The groups of facts that lie one level deeper, with the words of their fields. */
const groups = {
  vehicles: {
    ministerial: counted('车辆：省部级领导干部用车', 'Vehicles: ministerial'),
    confidential: counted('车辆：机要通信', 'Vehicles: confidential post'),
    emergency: counted('车辆：应急保障', 'Vehicles: emergency'),
    lawEnforcement: counted('车辆：执法执勤', 'Vehicles: law enforcement'),
    special: counted('车辆：特种专业技术', 'Vehicles: special purpose'),
    other: counted('车辆：其他', 'Vehicles: other'),
  },
  equipment: {
    over500k: counted('单价 50 万元以上通用设备', 'General equipment over 500,000'),
    over1m: counted('单价 100 万元以上专用设备', 'Special equipment over 1,000,000'),
    plannedVehicles: counted('计划购置车辆', 'Vehicles to be bought'),
    planned500k: counted('计划购置 50 万元以上通用设备', 'General equipment to be bought'),
    planned1m: counted('计划购置 100 万元以上专用设备', 'Special equipment to be bought'),
  },
  visits: {
    overseasTrips: counted('因公出国（境）团组数', 'Trips abroad'),
    overseasPersons: counted('因公出国（境）人次', 'Persons abroad'),
    receptions: counted('公务接待批次', 'Receptions'),
    receptionPersons: counted('公务接待人次', 'Persons received'),
    vehiclesBought: counted('公务用车购置数', 'Vehicles bought'),
    vehiclesKept: counted('公务用车保有量', 'Vehicles kept'),
  },
  prior: {
    totalFen: money('上年预算收支合计', 'Last year: total'),
    generalFen: money('上年一般公共预算拨款支出', 'Last year: general public budget'),
    agencyFen: money('上年机关运行经费', 'Last year: agency operating fund'),
    overseasFen: money('上年因公出国（境）费', 'Last year: abroad'),
    receptionFen: money('上年公务接待费', 'Last year: receptions'),
    vehiclePurchaseFen: money('上年公务用车购置费', 'Last year: vehicles bought'),
    vehicleRunningFen: money('上年公务用车运行费', 'Last year: vehicles run'),
  },
} satisfies Partial<Record<keyof Unit, Record<string, JsonSchema>>>;
type Group = keyof typeof groups;

const top = schemaOf(unitFacts, {
  nameZh: counted('单位名称', 'Name'),
  shortNameZh: counted('单位简称', 'Short name'),
  districtZh: counted('所属区划', 'District'),
  kind: {
    label: { zh: '单位性质', en: 'Kind of unit' },
    choices: {
      administrative: { zh: '行政单位', en: 'Administrative' },
      civilServiceManaged: { zh: '参公管理单位', en: 'Under the civil-service law' },
      institution: { zh: '事业单位', en: 'Institution' },
    },
  },
  fundingNatureZh: counted('经费性质', 'Funding'),
  staffQuota: counted('人员编制数', 'Posts'),
  staffInPost: counted('在职人数', 'In post'),
  internalDepartments: counted('内设机构数', 'Internal departments'),
  subordinateUnits: counted('下属单位数', 'Subordinate units'),
});

/** All facts of a unit as one form; fields of a group are asked by their own names, which no two groups share. */
export const unitSchema: JsonSchema = {
  ...top,
  properties: {
    ...top.properties,
    ...Object.fromEntries(
      Object.entries(groups).flatMap(([group, words]) => {
        const shape = unitFacts.shape[group as Group];
        return Object.entries(schemaOf('unwrap' in shape ? innermost(shape) : shape, words).properties ?? {});
      }),
    ),
  },
};

function innermost(shape: { unwrap: () => unknown }): Parameters<typeof schemaOf>[0] {
  const inner = shape.unwrap() as Parameters<typeof schemaOf>[0];
  return 'unwrap' in inner ? innermost(inner as never) : inner;
}

/** The facts of a unit as answers of the form. */
export function factsOf(unit: Unit): Record<string, unknown> {
  const deeper = Object.keys(groups).map((group) => unit[group as Group] ?? {});
  return { ...unit, ...Object.assign({}, ...deeper) };
}

/** The answers of the form as facts; what the form does not ask stays as it was, what was left blank is not known. */
export function unitOf(unit: Unit, answers: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const own = Object.keys(top.properties ?? {});
  const nullable = ['staffQuota', 'staffInPost', 'internalDepartments', 'subordinateUnits'];
  const read = (name: string, blank: unknown) => answers[name] ?? blank;
  const group = (name: Group, blank: number | null) =>
    Object.fromEntries(Object.keys(groups[name]).map((field) => [field, read(field, blank)]));
  return {
    ...unit,
    ...Object.fromEntries(own.map((name) => [name, read(name, nullable.includes(name) ? null : '')])),
    vehicles: group('vehicles', 0),
    equipment: group('equipment', 0),
    visits: group('visits', 0),
    prior: group('prior', null),
  };
}
