import { holidaysOfChina } from '../../calendar/data/holidays-cn.ts';
import { mondayToFriday } from '../../calendar/model.ts';
import type { ImportMapping } from '../model.ts';

/**
 * Citizens' messages to a city hotline with the official reply, de-identified by their publisher. The file does not say
 * which office replied, so all stand with one unit; who wrote is not read. The limit is that of complaints in provincial
 * rules for 12345 (15 workdays).
 */
export const hotline: ImportMapping = {
  name: 'hotline',
  title: { zh: '市民热线留言与答复', en: 'Hotline messages and replies' },
  jurisdiction: {
    code: 'hotline',
    name: { zh: '热线留言', en: 'Hotline messages' },
    timeZone: 'Asia/Shanghai',
    division: null,
    hours: [
      {
        validFrom: '1990-01-01',
        week: mondayToFriday([
          ['08:00', '12:00'],
          ['14:00', '18:00'],
        ]),
      },
    ],
    notices: holidaysOfChina,
  },
  mayLack: ['reply', 'replied_at', 'category'],
  id: 'id',
  numberPrefix: 'HL-',
  times: { written: 'ISO 8601', zone: 'Asia/Shanghai' },
  reportedAt: 'created_at',
  ending: { at: 'replied_at', outcome: 'answered', reply: 'reply' },
  description: ['subject', 'detail'],
  nature: 'problem',
  source: { always: 'web' },
  category: { column: 'category', group: { code: '91', name: { zh: '热线留言', en: 'Hotline messages' } } },
  unit: {
    always: {
      code: 'replying',
      name: { zh: '答复单位（来源未载明）', en: 'Replying office (not named by the source)' },
      kind: 'department',
    },
    group: 'hotline',
  },
  limit: { amount: 15, unit: 'workdays' },
};
