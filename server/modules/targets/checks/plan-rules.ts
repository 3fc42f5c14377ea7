import { type Rule, words } from '../../disclosure/checks/sheet.ts';
import { targetTableRules } from '../../disclosure/checks/target-tables.ts';
import { targetValueRules } from '../../disclosure/checks/target-values.ts';
import { targetRules } from '../../disclosure/checks/targets.ts';
import type { PlanFault } from './plan.ts';

/** What only a plan can be asked: no printed table says how an indicator is measured, or what it belongs to. */
export const planRules: readonly Omit<Rule, 'check'>[] = [
  {
    id: 'K-19',
    severity: 'warning',
    title: words('不重复计分', 'Nothing is scored twice'),
    compares: words(
      '预算执行指标的分值 = 0，执行另计 10 分',
      'indicators of execution weigh 0; it has its own 10 points',
    ),
    tolerance: '0',
  },
  {
    id: 'K-20',
    severity: 'error',
    title: words('指标属于整体或某个项目', 'An indicator belongs to the whole or to a project'),
    compares: words('指标所属的项目在目标的项目之中', 'the project of an indicator is one of the plan'),
    tolerance: null,
  },
  {
    id: 'K-21',
    severity: 'info',
    title: words('编号与公布的表一致', 'Numbers are those of the published table'),
    compares: words(
      '看板编号 = 公布的绩效目标表中的序号',
      'the number on the board = the place in the published table',
    ),
    tolerance: '0',
  },
];

/** The rules on the targets of a published document; a plan is asked most of them, too. */
export const printedRules: readonly Rule[] = [...targetRules, ...targetTableRules, ...targetValueRules];

const titles = new Map([...printedRules, ...planRules].map(({ id, title }) => [id, title]));

/** A fault of a plan under its rule: a rule has one name, whether a plan or a published table is read. */
export function faultOf(rule: string, fault: Omit<PlanFault, 'rule' | 'title'>): PlanFault {
  const title = titles.get(rule);
  if (!title) throw new RangeError(`there is no rule ${rule}`);
  return { rule, title, ...fault };
}
