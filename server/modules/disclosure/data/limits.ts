import type { Words } from '../../../kernel/words.ts';
import type { Kind } from '../document/mutations.ts';

/** Of each kind of change that is not always found: why nobody can who does not know the unit. */
export const LIMITS: Partial<Record<Kind, Words>> = {
  contentsPage: {
    zh: '文本没有真实页码，只能看目录各条的次序和间隔；差一页看不出',
    en: 'a text has no real pages: only order and leaps can be seen, not one page more or less',
  },
  heading: {
    zh: '项目名称由单位自定，只出现一次时无从对照',
    en: "a project's name is the unit's own and may stand only once",
  },
  sentenceNumber: {
    zh: '购置车辆只知有无购置费，不知单价',
    en: 'of vehicles to be bought only the money is known, not the price of each',
  },
  equipmentCount: {
    zh: '科室数、现有设备台数只说一次，没有第二个数可对',
    en: 'offices and equipment in hand are told once; there is no second figure',
  },
  sentenceWord: {
    zh: '科目用途、机构称谓由单位自写',
    en: "what an item is used for and what offices are called are the unit's own words",
  },
  definition: {
    zh: '样式以外的名词由单位自己解释，没有标准文字',
    en: 'terms beyond the form are explained in own words; there is no standard wording',
  },
  reasonWord: {
    zh: '原因只说一次时，只能查是否有数、是否重复事实',
    en: 'of a reason told once only its figures and emptiness can be checked',
  },
  targetNumber: {
    zh: '合理范围内的目标值由单位决定，90% 写成 95% 只有单位知道',
    en: 'within reason a target is for the unit to choose: only the unit knows that 95% was meant to be 90%',
  },
  indicatorName: {
    zh: '指标名称由单位自定；只有改掉了类别、方向或可衡量的字样才看得出',
    en: "names are the unit's own; a change shows only where it touches kind, direction or measure",
  },
  freeWord: {
    zh: '职责、任务等自由文字没有样式；只能查疑似错字、标点、单位名称和年份',
    en: 'free prose has no form: only likely slips, punctuation, names and years can be checked',
  },
};
