import type { Words } from '../../../kernel/words.ts';
import type { Probe, SubjectKind } from '../../uptime/model.ts';

type DemoProbe = Omit<Probe, 'id' | 'subjectId' | 'active' | 'version'>;

interface DemoSubject {
  code: string;
  name: Words;
  kind: SubjectKind;
  scopes: string[];
  repairMinutes: number;
  isPublic: boolean;
  probes: DemoProbe[];
}

const database = (name: string): DemoProbe => ({
  name,
  kind: 'database',
  target: '',
  expects: null,
  intervalSeconds: 60,
  timeoutSeconds: 10,
  failuresToFault: 3,
});
const disk = (name: string): DemoProbe => ({
  ...database(name),
  kind: 'disk',
  target: '/',
  expects: 2,
  intervalSeconds: 120,
});
/** Devices report once a day by themselves; three days of silence are a fault. */
const daily: DemoProbe = {
  ...database('每日自检心跳'),
  kind: 'heartbeat',
  intervalSeconds: 86_400,
  timeoutSeconds: 60,
};

const system = (code: string, zh: string, en: string, probes: DemoProbe[]): DemoSubject => ({
  code,
  name: { zh, en },
  kind: 'system',
  scopes: ['city-management'],
  repairMinutes: 240,
  isPublic: true,
  probes,
});
const device = (code: string, zh: string, en: string): DemoSubject => ({
  ...system(code, zh, en, [daily]),
  kind: 'device',
  scopes: ['command-centre'],
  repairMinutes: 1440,
  isPublic: false,
});

export const subjects: readonly DemoSubject[] = [
  system('PT', '城市运行管理平台', 'City management platform', [database('平台数据库'), disk('附件存储空间')]),
  system('RX', '热线受理系统', 'Hotline system', [disk('录音存储空间')]),
  system('DT', '地理信息服务', 'Map service', [database('空间数据库')]),
  device('DP', '指挥大厅大屏', 'Wall of the command hall'),
  device('JHJ', '核心交换机', 'Core switch'),
  device('UPS', '不间断电源', 'Uninterruptible power supply'),
  device('ZD', '便民服务终端（一楼大厅）', 'Service kiosk in the entrance hall'),
];

/** A time in which a probe failed, or in which nobody looked. `atMinute` counts from local midnight. */
export interface Breakdown {
  subject: string;
  probe: string;
  kind: 'fault' | 'gap';
  daysAgo: number;
  atMinute: number;
  minutes: number;
  said: string;
  cause: string;
  lesson: string;
}

const gap = (subject: string, probe: string, daysAgo: number, atMinute: number, minutes: number): Breakdown => ({
  subject,
  probe,
  daysAgo,
  atMinute,
  minutes,
  kind: 'gap',
  said: '',
  cause: '',
  lesson: '',
});
const fault = (
  [subject, probe]: [string, string],
  [daysAgo, atMinute, minutes]: [number, number, number],
  said: string,
  cause: string,
  lesson = '',
): Breakdown => ({ subject, probe, kind: 'fault', daysAgo, atMinute, minutes, said, cause, lesson });

export const breakdowns: readonly Breakdown[] = [
  fault(
    ['PT', '平台数据库'],
    [301, 872, 36],
    'timeout',
    '夜间备份与报表同时运行，连接耗尽。',
    '备份改到凌晨三点，报表限并发。',
  ),
  fault(['PT', '平台数据库'], [188, 1010, 52], 'timeout', '机房市电闪断，存储控制器重启。', '控制器接入双路电源。'),
  fault(['PT', '平台数据库'], [64, 565, 21], 'timeout', '升级后索引未重建，查询变慢。', '升级清单增加索引核对。'),
  fault(
    ['PT', '平台数据库'],
    [20, 120, 80],
    'connection refused',
    '计划维护：数据库版本升级。',
    '按公告执行，无需改进。',
  ),
  fault(['PT', '附件存储空间'], [2, 690, 14], 'free 1%', '照片缩略图缓存未清理。'),
  gap('PT', '附件存储空间', 140, 180, 35),
  fault(['RX', '录音存储空间'], [255, 480, 130], 'free 1%', '录音未按期转存，磁盘写满。', '转存任务失败即告警。'),
  fault(['RX', '录音存储空间'], [152, 770, 205], 'free 0%', '转存服务器停机检修未通知。', '检修须提前一天公告。'),
  fault(['RX', '录音存储空间'], [83, 930, 175], 'free 1%', '录音编码设置错误，文件过大。', '设置变更须双人复核。'),
  fault(['RX', '录音存储空间'], [26, 540, 48], 'no answer', '运营商割接，探测线路中断。', '探测改走双线路。'),
  fault(['RX', '录音存储空间'], [5, 900, 12], 'free 1%', '告警阈值误设。'),
  gap('DT', '空间数据库', 210, 60, 260),
  fault(['DT', '空间数据库'], [118, 610, 310], 'timeout', '影像入库占满磁盘读写。', '入库改在夜间限速进行。'),
  fault(['DT', '空间数据库'], [47, 840, 26], 'timeout', '空间索引损坏，已重建。', '每月校验空间索引。'),
  gap('JHJ', '每日自检心跳', 70, 0, 5 * 1440),
  gap('ZD', '每日自检心跳', 35, 0, 4 * 1440),
];

const checklist: Words[] = [
  { zh: '门禁、监控正常', en: 'Doors and cameras in order' },
  { zh: '市电与 UPS 正常', en: 'Mains and UPS in order' },
  { zh: '空调运行正常', en: 'Air conditioning in order' },
  { zh: '无漏水、无异味', en: 'No leak, no smell' },
  { zh: '服务器指示灯正常', en: 'Server lights in order' },
  { zh: '网络设备指示灯正常', en: 'Network lights in order' },
  { zh: '消防设施正常', en: 'Fire protection in order' },
];

export const rooms = [
  {
    code: 'JF1',
    name: { zh: '中心机房', en: 'Main machine room' },
    checklist,
    temperature: { from: 18, to: 27 },
    scope: 'city-management',
  },
  {
    code: 'JF2',
    name: { zh: '指挥大厅弱电间', en: 'Wiring closet of the command hall' },
    checklist: checklist.slice(0, 5),
    temperature: { from: 16, to: 28 },
    scope: 'command-centre',
  },
];
