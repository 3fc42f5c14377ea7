import type { ErasureRule } from '../../kernel/erasure.ts';
import { countOldEvidence, eraseEvidence, listOldEvidence } from './evidence-store.ts';

/** 保存期限 of what was uploaded as evidence of key tasks: a photo may show people. */
export const officeErasures: readonly ErasureRule[] = [
  {
    name: 'taskEvidence',
    version: 1,
    what: { zh: '督办事项的佐证材料', en: 'evidence of key tasks' },
    since: { zh: '验收办结或撤销后', en: 'after the task was accepted or cancelled' },
    days: 1825,
    atLeast: 365,
    source: {
      zh: '个人信息保护法第十九条；考核和巡查核对的需要，天数由本区决定',
      en: 'PIPL article 19; needed when performance is checked, the district decides the number',
    },
    proves: 'each',
    count: (tx, jurisdictionId, before) => countOldEvidence(tx, jurisdictionId, { kind: 'ended', before }),
    find: (tx, jurisdictionId, before, limit) => listOldEvidence(tx, jurisdictionId, { kind: 'ended', before, limit }),
    erase: eraseEvidence,
  },
  {
    name: 'strayEvidence',
    version: 1,
    what: { zh: '上传后未使用的佐证材料', en: 'evidence that was uploaded and never used' },
    since: { zh: '上传后', en: 'after the upload' },
    days: 30,
    atLeast: 1,
    source: { zh: '个人信息保护法第六条（最小必要）', en: 'PIPL article 6 (no more than is needed)' },
    proves: 'each',
    count: (tx, jurisdictionId, before) => countOldEvidence(tx, jurisdictionId, { kind: 'stray', before }),
    find: (tx, jurisdictionId, before, limit) => listOldEvidence(tx, jurisdictionId, { kind: 'stray', before, limit }),
    erase: eraseEvidence,
  },
];
