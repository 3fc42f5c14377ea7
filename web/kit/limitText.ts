import type { Language, Words } from '../../server/kernel/words.ts';
import type { Limit, LimitUnit } from '../../server/modules/calendar/model.ts';

/** 时限单位, in the words of the standards: urgent hours run day and night, working hours only while the office is open. */
export const limitUnitWords: Record<LimitUnit, Words> = {
  urgentHours: { zh: '紧急工作时', en: 'urgent hours' },
  workHours: { zh: '工作时', en: 'working hours' },
  workdays: { zh: '工作日', en: 'workdays' },
  calendarDays: { zh: '自然日', en: 'calendar days' },
};

/** `2 个工作日`, `4 工作时`. */
export function limitText({ amount, unit }: Limit, language: Language): string {
  const word = limitUnitWords[unit][language];
  const measured = language === 'zh' && (unit === 'workdays' || unit === 'calendarDays') ? '个' : '';
  return `${amount} ${measured}${amount === 1 ? word.replace(/s$/, '') : word}`;
}
