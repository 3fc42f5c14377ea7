import { z } from 'zod';
import { areNetworks } from './modules/accounts/terminals.ts';
import { setting, wholeNumber } from './setting.ts';

/** What the installation asks of whoever comes to its doors (docs/security.md). */
export const doorSettings = {
  secondFactor: setting({
    variable: 'SECOND_FACTOR',
    standard: null,
    meaning: {
      zh: '哪些账号必须用动态口令；未给出时，production 为 administrators，demo 为 nobody',
      en: 'whose accounts must have a second factor; without it administrators in production, nobody in a demo',
    },
    right: { zh: 'nobody、administrators 或 everybody', en: 'nobody, administrators or everybody' },
    read: z.enum(['nobody', 'administrators', 'everybody']).optional(),
  }),
  codeWindow: setting({
    variable: 'CODE_WINDOW',
    standard: 'previous',
    meaning: {
      zh: '接受哪些动态口令：current 仅当前半分钟的；previous 含前一个（共 60 秒）；around 再含后一个（共 90 秒），手机时钟不准时用',
      en: 'which codes of a second factor are taken: current, that of this half-minute alone; previous, also the one before (60 seconds); around, also the one after (90 seconds), for telephones whose clocks are off',
    },
    right: { zh: 'current、previous 或 around', en: 'current, previous or around' },
    read: z.enum(['current', 'previous', 'around']).default('previous'),
  }),
  administratorNetworks: setting({
    variable: 'ADMINISTRATOR_NETWORKS',
    standard: null,
    meaning: {
      zh: '三员只能从这些地址或网段登录和办理；未给出时不限',
      en: 'the addresses or networks from which the three administrators may sign in and work; without it from anywhere',
    },
    right: {
      zh: 'IP 地址或网段，逗号分隔，如 10.1.2.0/24',
      en: 'addresses or networks, separated by commas, such as 10.1.2.0/24',
    },
    read: z
      .string()
      .transform((list) => list.split(/\s*,\s*/))
      .refine(areNetworks)
      .default([]),
  }),
  passwordDays: setting({
    variable: 'PASSWORD_DAYS',
    standard: '90',
    meaning: {
      zh: '管理员密码的有效天数，到期前 14 天提醒；0 表示不过期',
      en: "days after which an administrator's password must be replaced, told 14 days before; 0 for never",
    },
    right: { zh: '0–3650 的整数', en: 'a whole number 0–3650' },
    read: wholeNumber({ least: 0, most: 3650, standard: 90 }),
  }),
  passwordsRemembered: setting({
    variable: 'PASSWORDS_REMEMBERED',
    standard: '5',
    meaning: {
      zh: '最近用过的几个密码不得再用',
      en: 'how many passwords before the present one may not be taken again',
    },
    right: { zh: '0–24 的整数', en: 'a whole number 0–24' },
    read: wholeNumber({ least: 0, most: 24, standard: 5 }),
  }),
  auditDays: setting({
    variable: 'AUDIT_DAYS',
    standard: '730',
    meaning: {
      zh: '审计记录保存的天数；不得少于六个月',
      en: 'days for which the audit is kept; never less than six months',
    },
    right: { zh: '180–36500 的整数', en: 'a whole number 180–36500' },
    read: wholeNumber({ least: 180, most: 36_500, standard: 730 }),
  }),
  requestsPerMinute: setting({
    variable: 'REQUESTS_PER_MINUTE',
    standard: '1200',
    meaning: {
      zh: '每个账号或令牌每分钟的请求上限，每个来访地址为其 5 倍；按服务进程分别计算，0 表示不限',
      en: 'requests a minute from one account or token, and five times as many from one address; each server process counts for itself; 0 for no limit',
    },
    right: { zh: '0–600000 的整数', en: 'a whole number 0–600000' },
    read: wholeNumber({ least: 0, most: 600_000, standard: 1200 }),
  }),
};
