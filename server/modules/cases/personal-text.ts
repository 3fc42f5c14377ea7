import type { Instant } from '../../kernel/instant.ts';
import { caseStates } from './lifecycle.ts';
import type { PersonalExport } from './personal-commands.ts';

/** What is held of a person as a page to hand over, Chinese first; times in UTC as they are stored. */
export function readableExport(cases: readonly PersonalExport[], now: Instant): string {
  const head = ['所存个人信息 · Personal data held', `出具时间 · as of ${now}`, `案卷 · cases: ${cases.length}`];
  return [...head, ...cases.flatMap(linesOf)].join('\n');
}

function linesOf(one: PersonalExport): string[] {
  const { zh, en } = caseStates[one.state].label;
  const title = ['', `— ${one.caseNumber} · ${zh} ${en} · ${one.reportedAt}`];
  if (one.as === 'mentioned')
    return [
      ...title,
      '  他人上报的内容中出现了您的号码；其余内容属于他人。 Another report names your number; the rest is not yours.',
    ];
  const { reporter } = one;
  const rows: [string, string | null | undefined][] = [
    ['姓名 · name', reporter?.name],
    ['电话 · phone', reporter?.phone],
    ['需要答复 · wants an answer', reporter && (reporter.wantsAnswer ? '是 yes' : '否 no')],
    ['要求保密 · confidential', reporter && (reporter.confidential ? '是 yes' : '否 no')],
    ['描述 · description', one.description],
    ['地址 · address', one.address],
    ['原文 · as it was told', reporter?.originalText],
    ...one.originals.flatMap(({ seq, texts }) =>
      texts.map(({ text }): [string, string] => [`第 ${seq} 条原文 · text of entry ${seq}`, text]),
    ),
    ['已删除 · erased', reporter?.erasedAt],
  ];
  return [...title, ...rows.filter(([, value]) => value).map(([label, value]) => `  ${label}: ${value}`)];
}
