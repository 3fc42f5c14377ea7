import { HAN } from '../document/signs.ts';

/** Words that are typed in place of others, and marks that stand where none may. */
export const SLIPS: { wrong: RegExp; right: string }[] = [
  { wrong: /补助发送的支出/, right: '补助发生的支出' },
  { wrong: /(?:而|所)发送的(?=支出|费用)/, right: '发生的' },
  { wrong: /部份/, right: '部分' },
  { wrong: /帐户/, right: '账户' },
  { wrong: /其它/, right: '其他' },
  { wrong: /截止(?=\d{4}年)/, right: '截至' },
  { wrong: /拔款/, right: '拨款' },
  { wrong: /予算/, right: '预算' },
  { wrong: /经废/, right: '经费' },
  { wrong: /绩校|积效/, right: '绩效' },
  { wrong: /机构运行经费/, right: '机关运行经费' },
  { wrong: /按排/, right: '安排' },
  { wrong: /支岀/, right: '支出' },
  { wrong: /帐务|记帐|帐目/, right: '账' },
  { wrong: /公车购制|购制/, right: '购置' },
  { wrong: /布署/, right: '部署' },
  { wrong: /既使/, right: '即使' },
  { wrong: /渡过难关|年渡/, right: '度' },
];

const HAN_SIGN = `[${HAN}]`;

/** Each with what should stand there; `$1` and `$2` are what it found. */
export const PUNCTUATION: { wrong: RegExp; right: string }[] = [
  { wrong: new RegExp(`的：(?=${HAN_SIGN})`), right: '的' },
  {
    wrong: new RegExp(`(${HAN_SIGN}{2})，(${HAN_SIGN}{2})、(?=${HAN_SIGN}{2}(?:及|和|与|等))`),
    right: '$1、$2、',
  },
  { wrong: /起来(?=[把将])/, right: '起来，' },
  { wrong: /([，。、；：])\1/, right: '$1' },
  { wrong: /[，、；：](?=[。，、；])/, right: '' },
  { wrong: new RegExp(`(的(?!的确)|了|和|在|及|与|是|为)\\1(?=${HAN_SIGN})`), right: '$1' },
];
