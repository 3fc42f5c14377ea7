/** Words that are typed in place of others, and marks that stand where none may. */
export const SLIPS: { wrong: RegExp; right: string }[] = [
  { wrong: /补助发送的支出/, right: '补助发生的支出' },
  { wrong: /部份/, right: '部分' },
  { wrong: /帐户/, right: '账户' },
  { wrong: /其它/, right: '其他' },
  { wrong: /截止(?=\d{4}年)/, right: '截至' },
];

/** Each with what should stand there; `$1` and `$2` are what it found. */
export const PUNCTUATION: { wrong: RegExp; right: string }[] = [
  { wrong: /的：(?=\p{Script=Han})/u, right: '的' },
  { wrong: /(\p{Script=Han}{2})，(\p{Script=Han}{2})、(?=\p{Script=Han}{2}(?:及|和|与|等))/u, right: '$1、$2、' },
  { wrong: /起来(?=[把将])/u, right: '起来，' },
  { wrong: /([，。、；：])\1/u, right: '$1' },
  { wrong: /[，、；：](?=[。，、；])/u, right: '' },
];
