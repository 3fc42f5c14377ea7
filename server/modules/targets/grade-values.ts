import type { Dates } from '../office/rules.ts';
import type { Chosen } from './chosen.ts';
import { type Asked, besideOf, type Part, rate, share } from './parts.ts';
import type { CityAssessmentRecord } from './procedures.ts';

/** 市级考评 — what the city published of the months, by the choice made. */

export interface Graded {
  dates: Dates;
  assessments: readonly CityAssessmentRecord[];
  chosen: Chosen;
}

const LEAST_GRADE: Record<string, string> = { excellent: 'A', fair: 'C' };
const GOOD = 'B';

/** Months as the city graded them; what waits for its confirmation is told and does not count. */
export function gradesMet({ assessments, dates, chosen }: Graded, { choice }: Asked): Part {
  const published = assessments.filter(({ publishedOn }) => publishedOn <= dates.to);
  const own = published.filter(({ state }) => state === 'confirmed');
  const waiting = published.filter(({ state }) => state === 'recorded').length;
  const note = waiting > 0 ? { zh: `另有 ${waiting} 期待确认`, en: `${waiting} more wait to be confirmed` } : null;
  const ids = own.map(({ id }) => id);
  if (choice === 'objects') return objectsMet(own, { ids, note });
  const least = LEAST_GRADE[choice ?? ''] ?? GOOD;
  const met = own.filter(({ grade }) => grade <= least);
  return rate(met.length, own.length, {
    ids,
    note,
    months: own.map((one) => ({ month: one.month, value: met.includes(one) ? 100 : 0 })),
    ...(choice === 'ownBeside' ? { beside: [besideOf(reckoned, ownGrades(own, chosen))] } : {}),
  });
}

const reckoned = { zh: '本系统自算', en: 'Our own reckoning' };

/** 街道、单位 — of all that the documents graded, those graded good or better. */
function objectsMet(own: readonly CityAssessmentRecord[], more: Part): Part {
  const graded = own.map(({ month, objects = [] }) => ({
    month,
    of: objects.length,
    met: objects.filter(({ grade }) => grade <= GOOD).length,
  }));
  const sum = (part: 'of' | 'met') => graded.reduce((total, one) => total + one[part], 0);
  return rate(sum('met'), sum('of'), {
    ...more,
    months: graded.map(({ month, met, of }) => ({ month, value: share(met, of) })),
  });
}

/** The same months, as we would have graded them ourselves. */
function ownGrades(own: readonly CityAssessmentRecord[], { ownGrades: known }: Chosen): Part {
  const months = new Set(own.map(({ month }) => month));
  const told = known.filter(({ month, grade }) => months.has(month) && grade !== null);
  return rate(told.filter(({ grade }) => grade !== null && grade <= GOOD).length, told.length);
}
