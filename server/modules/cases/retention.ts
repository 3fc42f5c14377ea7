import type { ErasureRule } from '../../kernel/erasure.ts';
import {
  countEndedIdentities,
  countEndedPhotos,
  countStrayPhotos,
  eraseIdentities,
  erasePhotos,
  listEndedIdentities,
  listEndedPhotos,
  listStrayPhotos,
} from './erasure-store.ts';

const closing = { zh: '结案（不予立案、作废）后', en: 'after closing (rejection, voiding)' };

/** 保存期限 of what this module keeps of people. Cases that are open, reopened or on hold are exempt. */
export const caseErasures: readonly ErasureRule[] = [
  {
    name: 'caseIdentity',
    version: 1,
    what: { zh: '上报人身份及文字原文', en: "the reporter's identity, and texts as they were written" },
    since: closing,
    days: 730,
    atLeast: 30,
    source: {
      zh: '个人信息保护法第十九条（实现目的所必要的最短时间）、第四十七条；天数由本区决定',
      en: 'PIPL articles 19 (no longer than the purpose needs) and 47; the district decides the number',
    },
    proves: 'each',
    count: countEndedIdentities,
    find: listEndedIdentities,
    erase: eraseIdentities,
  },
  {
    name: 'casePhoto',
    version: 1,
    what: { zh: '案卷照片', en: 'photos of cases' },
    since: closing,
    days: 1825,
    atLeast: 365,
    source: {
      zh: '个人信息保护法第十九条；考评申诉与核查凭证的需要，天数由本区决定',
      en: 'PIPL article 19; needed as evidence for checks and objections, the district decides the number',
    },
    proves: 'each',
    count: countEndedPhotos,
    find: listEndedPhotos,
    erase: erasePhotos,
  },
  {
    name: 'strayPhoto',
    version: 1,
    what: { zh: '上传后未使用的照片', en: 'photos that were uploaded and never used' },
    since: { zh: '上传后', en: 'after the upload' },
    days: 30,
    atLeast: 1,
    source: { zh: '个人信息保护法第六条（最小必要）', en: 'PIPL article 6 (no more than is needed)' },
    proves: 'each',
    count: countStrayPhotos,
    find: listStrayPhotos,
    erase: erasePhotos,
  },
];
