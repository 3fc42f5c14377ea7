import { describe, expect, test } from 'vitest';
import { personalNumbers, redact } from './redaction.ts';

const told = '我姓陈，电话 138-1234-5678，座机 0591-87654321，车牌闽A·12345，身份证 350102199001011237。';

describe('personal numbers in free text', () => {
  test('are taken out, each with a word for what stood there', () => {
    expect(redact(told)).toBe('我姓陈，电话 〔电话〕，座机 〔电话〕，车牌〔车牌〕，身份证 〔身份证号〕。');
  });
  test('are found where they stand, so that they can be underlined', () => {
    expect(personalNumbers(told).map(({ kind, from, to }) => [kind, told.slice(from, to)])).toEqual([
      ['phone', '138-1234-5678'],
      ['phone', '0591-87654321'],
      ['plate', '闽A·12345'],
      ['idCard', '350102199001011237'],
    ]);
  });
  test('are found in full width too', () => {
    expect(redact('请打１３８１２３４５６７８')).toBe('请打〔电话〕');
  });
  test.each(['长庚路 1381 号旁第 12 根灯杆', '案卷 GU20261120-006800', '部件 35010201037001954', ''])('are not seen in “%s”', (text) => {
    expect(personalNumbers(text)).toEqual([]);
    expect(redact(text)).toBe(text);
  });
});
