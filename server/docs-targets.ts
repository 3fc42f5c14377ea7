import type { Words } from './kernel/words.ts';
import { type Metric, metricOf } from './modules/targets/data/metrics.ts';
import { choicesOf } from './modules/targets/rules.ts';

const both = ({ zh, en }: Words) => `${zh}<br>${en}`;
const cell = (text: string) => text.replaceAll('|', '\\|').replaceAll('\n', ' ');
const line = (cells: readonly string[]) => `| ${cells.map(cell).join(' | ')} |`;
const table = (heads: readonly string[], rows: readonly (readonly string[])[]) =>
  [line(heads), line(heads.map(() => '---')), ...rows.map(line)].join('\n');

/** The definitions by which a year's targets are measured: every choice with its formula, and those that are not offered. */
export function targetsPage(): string {
  return [
    '# Targets 绩效指标定义',
    'What a promise can be measured by. Each value is read from the records of the modules; without anything in the denominator there is none, neither 0 nor 100. The first choice is the usual one. A plan keeps the wording of the day it was written, a report that of the day its values were measured.',
    ...Object.entries(metricOf).flatMap(([key, metric]) => (metric ? [chapter(key, metric)] : [])),
  ].join('\n\n');
}

function chapter(key: string, metric: Metric): string {
  const { label, version, unit, better, window, notOffered = [] } = metric;
  const rows = choicesOf(metric).map(({ key: choice, label: name, formula }) => [
    `\`${choice}\``,
    both(name),
    both(formula.numerator),
    formula.denominator ? both(formula.denominator) : '—',
    both(formula.rule),
    both(formula.source),
  ]);
  return [
    `## ${label.zh} ${label.en}`,
    `\`${key}\`, version ${version}, in ${unit}; the ${better} the better; ${window === 'cutoff' ? 'as it stands at the cut-off' : 'over the year to the cut-off'}.`,
    table(['Choice', '口径', 'Numerator 分子', 'Denominator 分母', 'Rule 计法', 'Source 来源'], rows),
    ...(notOffered.length === 0
      ? []
      : [
          table(
            ['Not offered 不提供', 'Why 原因'],
            notOffered.map((one) => [both(one.label), both(one.why)]),
          ),
        ]),
  ].join('\n\n');
}
