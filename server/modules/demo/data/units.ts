import type { Words } from '../../../kernel/words.ts';
import type { UnitKind } from '../../organisation/model.ts';

/** The units of the demo district; the catalogue's list of duties names them by these codes. */
export interface DemoUnit {
  code: string;
  name: Words;
  kind: UnitKind;
  /** Compared with each other in the evaluation. */
  group: string;
  parentCode?: string;
}

/** The unit code of a sub-district's office, from the three digits of the sub-district. */
export function officeCode(subdistrict: string): string {
  return `JD${subdistrict}`;
}

type Row = readonly [code: string, zh: string, en: string, parentCode?: string];

function group(kind: UnitKind, name: string, rows: readonly Row[]): DemoUnit[] {
  return rows.map(([code, zh, en, parentCode]) => ({ code, name: { zh, en }, kind, group: name, parentCode }));
}

export const units: readonly DemoUnit[] = [
  ...group('centre', '中心', [['ZX', '智慧鼓楼服务中心', 'Smart Gulou Service Centre']]),
  ...group('department', '城市管理', [
    ['CGJ', '区城市管理局', 'District Urban Management Bureau'],
    ['ZFD', '区城管执法大队', 'Urban Management Enforcement Brigade', 'CGJ'],
    ['SZ', '区市政建设中心', 'Municipal Works Centre', 'CGJ'],
    ['YL', '区园林中心', 'Parks and Greenery Centre', 'CGJ'],
    ['HW', '区环境卫生中心', 'Environmental Sanitation Centre', 'CGJ'],
    ['NH', '区内河管理站', 'Canal Management Station', 'CGJ'],
    ['TC', '区停车管理站', 'Parking Management Station', 'CGJ'],
    ['LJFL', '区垃圾分类指导中心', 'Waste Sorting Guidance Centre', 'CGJ'],
  ]),
  ...group('department', '区直部门', [
    ['ZJJ', '区住房和建设局', 'District Housing and Construction Bureau'],
    ['FG', '区房屋管理中心', 'Housing Management Centre', 'ZJJ'],
    ['JJ', '公安交警大队', 'Traffic Police Brigade'],
    ['GA', '公安分局', 'Public Security Sub-bureau'],
    ['XF', '区消防救援大队', 'Fire and Rescue Brigade'],
    ['SCJG', '区市场监督管理局', 'District Market Regulation Bureau'],
    ['STHJ', '区生态环境局', 'District Ecology and Environment Bureau'],
    ['WT', '区文化体育和旅游局', 'District Culture, Sports and Tourism Bureau'],
    ['JY', '区教育局', 'District Education Bureau'],
    ['WJ', '区卫生健康局', 'District Health Bureau'],
    ['MZ', '区民政局', 'District Civil Affairs Bureau'],
    ['YJ', '区应急管理局', 'District Emergency Management Bureau'],
    ['SWJ', '区商务局', 'District Commerce Bureau'],
    ['GX', '区工业和信息化局', 'District Industry and Information Bureau'],
    ['RS', '区人力资源和社会保障局', 'District Human Resources Bureau'],
    ['ZRZY', '区自然资源和规划局', 'District Natural Resources and Planning Bureau'],
    ['NSJ', '区农业农村和水利局', 'District Agriculture and Water Bureau'],
    ['JT', '区交通运输局', 'District Transport Bureau'],
    ['SF', '区司法局', 'District Justice Bureau'],
    ['CZ', '区财政局', 'District Finance Bureau'],
    ['XFJ', '区信访局', 'District Petitions Bureau'],
    ['TYJR', '区退役军人事务局', 'District Veterans Affairs Bureau'],
    ['DSJ', '区大数据管理局', 'District Data Administration'],
  ]),
  ...group('subdistrict', '街镇', [
    ['JD001', '鼓东街道办事处', 'Gudong Sub-district Office'],
    ['JD002', '鼓西街道办事处', 'Guxi Sub-district Office'],
    ['JD003', '温泉街道办事处', 'Wenquan Sub-district Office'],
    ['JD004', '东街街道办事处', 'Dongjie Sub-district Office'],
    ['JD005', '南街街道办事处', 'Nanjie Sub-district Office'],
    ['JD006', '安泰街道办事处', 'Antai Sub-district Office'],
    ['JD007', '华大街道办事处', 'Huada Sub-district Office'],
    ['JD008', '水部街道办事处', 'Shuibu Sub-district Office'],
    ['JD009', '五凤街道办事处', 'Wufeng Sub-district Office'],
    ['JD100', '洪山镇人民政府', 'Hongshan Town Government'],
  ]),
  ...group('enterprise', '公用企业', [
    ['SW', '供水公司', 'Water Supply Company'],
    ['PS', '排水公司', 'Drainage Company'],
    ['RQ', '燃气公司', 'Gas Company'],
    ['GD', '供电公司', 'Power Supply Company'],
    ['TX', '通信公司甲', 'Telecom Company A'],
    ['TXB', '通信公司乙', 'Telecom Company B'],
    ['TXC', '通信公司丙', 'Telecom Company C'],
    ['TT', '通信铁塔公司', 'Telecom Tower Company'],
    ['GDW', '广电网络公司', 'Cable Network Company'],
    ['GJ', '公交公司', 'Bus Company'],
    ['GDJT', '轨道交通公司', 'Metro Company'],
    ['DXCA', '共享单车企业甲', 'Bicycle Sharing Company A'],
    ['DXCB', '共享单车企业乙', 'Bicycle Sharing Company B'],
    ['CDZ', '充电设施运营企业', 'Charging Operator'],
    ['YZ', '邮政企业', 'Postal Company'],
  ]),
  ...group('enterprise', '养护作业', [
    ['BJA', '环卫保洁企业甲', 'Street Cleaning Company A'],
    ['BJB', '环卫保洁企业乙', 'Street Cleaning Company B'],
    ['LHYH', '绿化养护企业', 'Greenery Maintenance Company'],
    ['LDYH', '路灯养护企业', 'Street Lighting Company'],
    ['DLYH', '道路养护企业', 'Road Maintenance Company'],
    ['ZTYS', '渣土运输企业', 'Spoil Transport Company'],
  ]),
  ...group('agency', '派遣单位', [
    ['PQA', '坐席服务派遣单位甲', 'Call Agent Staffing Agency A'],
    ['PQB', '监督员派遣单位乙', 'Inspector Staffing Agency B'],
  ]),
];
