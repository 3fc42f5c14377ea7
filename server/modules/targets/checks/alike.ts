import { allowedRun, contradicts } from '../../disclosure/checks/holding.ts';
import { words } from '../../disclosure/checks/sheet.ts';
import { readTarget } from '../../disclosure/document/targets.ts';
import type { PlanIndicator } from '../model.ts';
import type { Fix, PlanDraft, PlanFault } from './plan.ts';
import { faultOf } from './plan-rules.ts';

const overlapping = (a: PlanIndicator, b: PlanIndicator): boolean =>
  a.systems === null || b.systems === null || a.systems === b.systems;

const fault = (at: string, [zh, en]: [string, string], better: string, set: Fix['set']): PlanFault =>
  faultOf('K-06', { severity: 'warning', at, message: words(zh, en), better, fix: [{ at, set }] });

/**
 * K-06: what a failure rate of time (that of checks or of days is another measure) allows, the availability must allow, too;
 * and one measure has one target.
 */
export function alikeFaults({ indicators, year }: PlanDraft): PlanFault[] {
  const of = (metric: string) => indicators.filter((one) => one.metric === metric);
  return [
    ...of('system.failureRate')
      .filter(({ choice }) => choice === null || choice === 'time')
      .flatMap((failing) => [
        ...of('system.availability').flatMap((running) => tooStrict(failing, running, year)),
        ...of('device.normalDays').flatMap((days) => noMinute(failing, days, year)),
      ]),
    ...twice(indicators),
  ];
}

const named = ({ id, level3Zh }: PlanIndicator): string => `${id} ${level3Zh}`;

/** 故障率 ≤0.1% allows 0.1% of the time; 正常运行 ≥100% allows nothing. */
function tooStrict(failing: PlanIndicator, running: PlanIndicator, year: number): PlanFault[] {
  const [most, least] = [readTarget(failing.targetPrinted), readTarget(running.targetPrinted)];
  if (!overlapping(failing, running) || !contradicts(most, least, year)) return [];
  const better = `≥${allowedRun(most)}%`;
  return [
    fault(
      running.id,
      [
        `与 ${named(failing)} 矛盾：故障率 ${failing.targetPrinted} 容许的停机，${running.targetPrinted} 不容许`,
        `It contradicts ${named(failing)}: a failure rate of ${failing.targetPrinted} allows what ${running.targetPrinted} does not`,
      ],
      better,
      { targetPrinted: better },
    ),
  ];
}

/** Every day without a minute of failure; a day counted by a threshold below 100% allows some. */
function noMinute(failing: PlanIndicator, days: PlanIndicator, year: number): PlanFault[] {
  const [most, wanted] = [readTarget(failing.targetPrinted), { ...readTarget(days.targetPrinted), unit: '天' }];
  if (days.choice !== 't100' || !overlapping(failing, days) || !contradicts(most, wanted, year)) return [];
  return [
    fault(
      days.id,
      [
        `与 ${named(failing)} 矛盾：每天都须一分钟不停，故障率却容许 ${failing.targetPrinted}`,
        `It contradicts ${named(failing)}: no minute of any day may fail, though ${failing.targetPrinted} is allowed`,
      ],
      '阈值 99.9%',
      { choice: 't999' },
    ),
  ];
}

/** The same measure, choice, systems and scope with another target. */
function twice(indicators: readonly PlanIndicator[]): PlanFault[] {
  return indicators.flatMap((one, i) => {
    const first = indicators.slice(0, i).find((other) => sameMeasure(other, one));
    if (!first || first.targetPrinted === one.targetPrinted) return [];
    return [
      fault(
        one.id,
        [
          `与 ${named(first)} 同一口径，目标却是 ${first.targetPrinted}`,
          `The same measure as ${named(first)}, whose target is ${first.targetPrinted}`,
        ],
        first.targetPrinted,
        { targetPrinted: first.targetPrinted },
      ),
    ];
  });
}

const PROJECT = 'budget.projectExecution';
const sameMeasure = (a: PlanIndicator, b: PlanIndicator): boolean =>
  a.metric !== null &&
  a.metric === b.metric &&
  a.choice === b.choice &&
  a.systems === b.systems &&
  (a.scope === b.scope || (a.metric !== PROJECT && a.metric !== 'task.milestones'));
