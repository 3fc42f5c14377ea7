import type { LineKey } from './model.ts';

/** 基本工资, paid from the general public budget: the line with which most tests of money begin. */
export const salary: LineKey = {
  functionCode: '2010350',
  economicCode: '30101',
  fund: 'generalPublicBudget',
  kind: 'basic',
  role: 'personnel',
  projectCode: null,
};
