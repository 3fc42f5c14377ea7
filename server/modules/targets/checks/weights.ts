import { words } from '../../disclosure/checks/sheet.ts';
import { micro } from '../../disclosure/checks/targets.ts';
import { pointsOf } from '../data/points.ts';
import type { PlanIndicator } from '../model.ts';
import type { Fix, PlanDraft, PlanFault } from './plan.ts';
import { faultOf } from './plan-rules.ts';

const weightOf = ({ weight }: PlanIndicator): number => micro(weight ?? '0');
const sum = (list: readonly PlanIndicator[]): number => list.reduce((total, one) => total + weightOf(one), 0);

/** K-11: in each table the first levels have their points, together 90; execution of the budget has the other 10. */
export function weightFaults({ indicators, projects }: PlanDraft): PlanFault[] {
  return [...Map.groupBy(indicators, ({ scope }) => scope)].flatMap(([scope, own]) => {
    const name = projects.find(({ code }) => code === scope)?.nameZh ?? scope;
    const table = scope === 'overall' ? words('整体', 'overall') : words(name, name);
    return [...pointsOf(own.map(({ level1Zh }) => level1Zh))].flatMap(([level1Zh, points]): PlanFault[] => {
      const level = own.filter((one) => one.level1Zh === level1Zh);
      const total = sum(level);
      if (total === points * 1e6) return [];
      const shown = total / 1e6;
      return [
        faultOf('K-11', {
          severity: 'error',
          at: level[0]?.id ?? null,
          message: words(
            `${table.zh}目标的${level1Zh}分值合计 ${shown}，应为 ${points}（合计 90，另有预算执行 10）`,
            `The ${level1Zh} of ${table.en} make ${shown} points, not ${points} (90 in all; execution has 10)`,
          ),
          better: String(points),
          fix: shared(level, points),
        }),
      ];
    });
  });
}

/** The points shared out as they were weighed, in halves; what is left over goes to the heaviest. */
function shared(level: readonly PlanIndicator[], points: number): Fix[] {
  const total = sum(level);
  const parts = level.map((one) => {
    const part = total > 0 ? weightOf(one) / total : 1 / level.length;
    return { at: one.id, half: Math.max(1, Math.floor(part * points * 2)) };
  });
  const left = points * 2 - parts.reduce((all, { half }) => all + half, 0);
  const heaviest = parts.toSorted((a, b) => b.half - a.half)[0];
  if (heaviest) heaviest.half += left;
  if (parts.some(({ half }) => half < 1)) return [];
  return parts.map(({ at, half }) => ({ at, set: { weight: String(half / 2) } }));
}
