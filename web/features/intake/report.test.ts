import { describe, expect, test } from 'vitest';
import { likeness } from '../../../server/modules/cases/similarity.ts';
import {
  blankReport,
  bodyOf,
  isBlank,
  likeliest,
  missingIn,
  nextOf,
  type Report,
  readCoordinates,
  sourcesOf,
} from './report.ts';

const say = { since: () => '情况已持续几天。', component: (name: string, code: string) => `（部件：${name} ${code}）` };
const told: Report = {
  ...blankReport('hotline'),
  description: '路灯不亮',
  since: 'days',
  place: { lon: 119.29, lat: 26.09 },
  component: { code: '35010201037001954', name: '路灯' },
  reporter: { name: '某市民', phone: '13800000000', wantsAnswer: true, confidential: true },
  same: { id: 'x', number: 'GU20261120-006800', open: true },
};

describe('a report', () => {
  test('needs what and where, the place in words or as a point', () => {
    expect(missingIn(blankReport('hotline'))).toEqual(['description', 'place']);
    expect(missingIn(told)).toEqual([]);
    expect(missingIn({ ...told, place: null, address: '长庚路口' })).toEqual([]);
  });
  test('says since when and which component after what was told', () => {
    expect(bodyOf(told, say).description).toBe('路灯不亮\n情况已持续几天。\n（部件：路灯 35010201037001954）');
  });
  test('names a reporter only where somebody outside the centre spoke', () => {
    expect(bodyOf(told, say)).toHaveProperty('reporter');
    expect(bodyOf({ ...told, source: 'inspector' }, say)).not.toHaveProperty('reporter');
  });
  test('followed by another keeps caller and place, and nothing of the matter', () => {
    expect(nextOf(told)).toMatchObject({
      description: '',
      component: null,
      same: null,
      place: told.place,
      reporter: told.reporter,
    });
  });
  test('is blank until something was told', () => {
    expect(isBlank({ ...blankReport('hotline'), nature: 'complaint' })).toBe(true);
    expect(isBlank({ ...blankReport('hotline'), description: '路' })).toBe(false);
  });
  test('comes by the ways that reach the officer’s role', () => {
    expect(sourcesOf(['callAgent'])[0]).toBe('hotline');
    expect(sourcesOf(['inspector'])).toEqual(['inspector']);
  });
});

describe('coordinates as people copy them', () => {
  test.each([
    ['119.29, 26.09', { lon: 119.29, lat: 26.09 }],
    ['１１９．２９，２６．０９', { lon: 119.29, lat: 26.09 }],
    ['26.09 119.29', { lon: 119.29, lat: 26.09 }],
    ['34.05, -118.24', { lon: -118.24, lat: 34.05 }],
    ['119.29', null],
    ['长庚路', null],
    ['1, 2, 3', null],
    ['999, 1', null],
  ])('“%s”', (text, place) => {
    expect(readCoordinates(text)).toEqual(place);
  });
});

test('the likeliest condition is the one whose words were told', () => {
  const of = (zh: string) => ({ condition: { zh, en: '' } });
  const conditions = [of('倾斜、倒伏或折断'), of('单盏灯不亮')];
  expect(likeliest(conditions, '巷口的灯不亮了', likeness)?.condition.zh).toBe('单盏灯不亮');
  expect(likeliest(conditions, '', likeness)?.condition.zh).toBe('倾斜、倒伏或折断');
  expect(likeliest([], '灯不亮', likeness)).toBeUndefined();
});
