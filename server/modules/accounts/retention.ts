import type { ErasureRule } from '../../kernel/erasure.ts';
import { countOldLooks, eraseLooks, listOldLooks } from './look-store.ts';

/** 保存期限 of who looked at what. Sessions, failed sign-ins and the audit have terms of their own (`rules.ts`). */
export const accountErasures: readonly ErasureRule[] = [
  {
    name: 'look',
    version: 1,
    what: { zh: '查阅记录', en: 'who looked at what' },
    since: { zh: '查阅后', en: 'after the look' },
    days: 1095,
    atLeast: 180,
    source: {
      zh: '网络安全法（2025 年修正）第二十三条：网络日志不少于六个月；追查泄露所需',
      en: 'Cybersecurity Law (as amended 2025) article 23: logs for six months at least; needed to trace a leak',
    },
    proves: 'all',
    count: countOldLooks,
    find: listOldLooks,
    erase: eraseLooks,
  },
];
