import { z } from 'zod';
import type { Words } from '../../kernel/words.ts';
import { asked, date, dayShape } from '../cases/forms.ts';
import { type Probe, type ProbeKind, probeKinds, subjectKinds } from './model.ts';

/** What is asked to enter or change what must run: the shapes that the server reads, from which the screens draw. */

export const code = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,39}$/);
const words = z.object({ zh: z.string().trim().min(1).max(100), en: z.string().trim().min(1).max(200) });
const name = asked(words, '名称', 'Name', 'words');
const newCode = asked(code, '编号', 'Code', 'text');

const subjectFields = {
  name,
  scopes: asked(z.array(code).max(20).default([]), '考核范围', 'Groups that targets are set for', 'codes'),
  servesUntil: asked(dayShape.nullable().default(null), '停用日期', 'First day out of service', 'date'),
  repairMinutes: asked(
    z.number().int().min(1).max(525_600).default(240),
    '处理时限（分钟）',
    'Repair limit in minutes',
    'number',
  ),
  isPublic: asked(z.boolean().default(false), '在公开状态页显示', 'On the public status page', 'boolean'),
};
export const subjectBody = z.strictObject(subjectFields);
export const newSubject = z.strictObject({
  code: newCode,
  kind: z.enum(subjectKinds).meta({
    label: { zh: '类型', en: 'Kind' },
    widget: 'choice',
    choices: { system: { zh: '系统', en: 'System' }, device: { zh: '设备', en: 'Device' } },
  }),
  servesFrom: date('启用日期', 'In service from'),
  ...subjectFields,
});

/** What a probe is pointed at and what a right answer is: all that a look needs. */
const lookFields = {
  target: asked(z.string().trim().max(500).default(''), '对象', 'Target', 'text'),
  expects: asked(z.number().int().min(0).max(100_000).nullable().default(null), '应为', 'Expected', 'number'),
  timeoutSeconds: asked(z.number().int().min(1).max(60).default(10), '超时（秒）', 'Time-out (s)', 'number'),
};
const probeFields = {
  name: asked(z.string().trim().min(1).max(100), '探测名称', 'Name of the probe', 'text'),
  ...lookFields,
  intervalSeconds: asked(z.number().int().min(10).max(86_400).default(60), '间隔（秒）', 'Interval (s)', 'number'),
  failuresToFault: asked(
    z.number().int().min(1).max(20).default(3),
    '连续几次失败算故障',
    'Failures in a row that are a fault',
    'number',
  ),
};
export const probeBody = z.strictObject(probeFields);
export const changedProbe = probeBody.extend({
  active: asked(z.boolean().default(true), '启用', 'Active', 'boolean'),
});

const HOST_AND_PORT = /^(\[[0-9a-fA-F:.]+\]|[\w.-]+):\d{1,5}$/;
/** What each kind of probe is pointed at, in words for whoever pointed it elsewhere. */
const targets: Record<ProbeKind, [(target: string) => boolean, Words]> = {
  http: [
    (target) => /^https?:\/\/\S+$/.test(target),
    { zh: '应为 http:// 或 https:// 开头的网址。', en: 'It must be an http or https address.' },
  ],
  tcp: [(target) => HOST_AND_PORT.test(target), { zh: '应为 主机:端口。', en: 'It must be host:port.' }],
  certificate: [(target) => HOST_AND_PORT.test(target), { zh: '应为 主机:端口。', en: 'It must be host:port.' }],
  disk: [(target) => target.startsWith('/'), { zh: '应为绝对路径。', en: 'It must be an absolute path.' }],
  database: [
    (target) => target === '',
    { zh: '应留空：所探测的是本系统的数据库。', en: 'Leave it empty: it is our own database.' },
  ],
  heartbeat: [
    (target) => target === '',
    { zh: '应留空：由对方主动上报。', en: 'Leave it empty: the other side reports.' },
  ],
};

/** What is wrong with where a probe is pointed; null if nothing. */
export function targetFault({ kind, target }: Pick<Probe, 'kind' | 'target'>): Words | null {
  const [right, message] = targets[kind];
  return right(target) ? null : message;
}

type Pointed = Pick<Probe, 'kind' | 'target'>;
const pointedRight = ({ kind, target }: Pointed, context: z.RefinementCtx<Pointed>) => {
  const message = targetFault({ kind, target });
  if (message) context.addIssue({ code: 'custom', path: ['target'], message: `${message.zh} ${message.en}` });
};
const kind = z.enum(probeKinds);

export const newProbe = probeBody.extend({ subjectId: z.guid(), kind }).superRefine(pointedRight);
/** 立即测试 — a look that nothing is counted from. A heartbeat is heard, not looked at. */
export const trialLook = z.strictObject({ ...lookFields, kind: kind.exclude(['heartbeat']) }).superRefine(pointedRight);

const degrees = z.number().int().min(-40).max(80);
const roomFields = {
  name,
  checklist: asked(
    z
      .array(
        z.object({
          zh: asked(words.shape.zh, '检查项', 'Item in Chinese', 'text'),
          en: asked(words.shape.en, '英文', 'Item in English', 'text'),
        }),
      )
      .min(1)
      .max(40),
    '巡检项目',
    'What the daily sheet asks',
    'list',
  ),
  temperature: asked(
    z
      .strictObject({ from: degrees, to: degrees })
      .refine(({ from, to }) => from < to, '下限须低于上限。 The lower end must be below the upper.'),
    '正常温度（℃）',
    'Right temperature (°C)',
    'degrees',
  ),
  scope: asked(code.nullable().default(null), '监测分组', 'Group whose probes watch over it', 'text'),
  contracts: asked(
    z
      .array(
        z
          .strictObject({
            number: asked(z.string().trim().min(1).max(100), '合同编号', 'Number', 'text'),
            from: date('起', 'First day'),
            to: date('止', 'Last day'),
          })
          .refine(({ from, to }) => from <= to, '合同的止日不能早于起日。 It cannot end before it begins.'),
      )
      .max(40)
      .default([]),
    '维护合同',
    'Maintenance contracts',
    'list',
  ),
};
export const newRoom = z.strictObject({ code: newCode, ...roomFields });
export const changedRoom = z.strictObject({
  ...roomFields,
  active: asked(z.boolean().default(true), '在用', 'In use', 'boolean'),
});
