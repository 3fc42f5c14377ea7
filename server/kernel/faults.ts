import { z } from 'zod';
import type { Fault } from './refusal.ts';
import type { Words } from './words.ts';

type Issue = z.core.$ZodIssue;

/** What is wrong with an input, field by field: at which path, and in a sentence what would be right. */
export function faultsOf(error: z.ZodError, where = ''): Fault[] {
  return error.issues
    .flatMap(nearest)
    .slice(0, 50)
    .map((issue) => {
      const unknown = issue.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : [];
      const path = [where, ...issue.path.map(String), ...unknown].filter(Boolean).join('.');
      return { path, message: sentence(issue) };
    });
}

/** Where an input may have one of several forms: what keeps it from the form that it is nearest to. */
function nearest(issue: Issue): Issue[] {
  if (issue.code !== 'invalid_union') return [issue];
  const [least] = issue.errors.toSorted((a, b) => a.length - b.length);
  const told = (least ?? []).flatMap((part) => nearest({ ...part, path: [...issue.path, ...part.path] }));
  return told.length > 0 ? told : [issue];
}

const TYPES: Record<string, Words> = {
  string: { zh: '文字', en: 'a text' },
  number: { zh: '数字', en: 'a number' },
  int: { zh: '整数', en: 'a whole number' },
  boolean: { zh: ' true 或 false', en: 'true or false' },
  array: { zh: '列表', en: 'a list' },
  object: { zh: '对象', en: 'an object' },
  record: { zh: '对象', en: 'an object' },
};

function sentence(issue: Issue): Words {
  if (issue.code === 'custom') return inBoth(issue.message);
  if (issue.code === 'invalid_type') {
    if (issue.input === undefined) return { zh: '须填写。', en: 'This is needed.' };
    const type = TYPES[issue.expected];
    if (type) return { zh: `须为${type.zh}。`, en: `This must be ${type.en}.` };
  }
  if (issue.code === 'invalid_value') {
    if (issue.input === undefined) return { zh: '须填写。', en: 'This is needed.' };
    return { zh: `须为其中之一：${issue.values.join('、')}。`, en: `This must be one of: ${issue.values.join(', ')}.` };
  }
  if (issue.code === 'too_big') return bound(issue.origin, `${issue.maximum}`, issue.inclusive !== false, 'most');
  if (issue.code === 'too_small') return bound(issue.origin, `${issue.minimum}`, issue.inclusive !== false, 'least');
  if (issue.code === 'unrecognized_keys')
    return {
      zh: `没有这样的字段：${issue.keys.join('、')}。`,
      en: `There is no such field: ${issue.keys.join(', ')}.`,
    };
  const said = (locale: (issue: never) => string | { message: string } | undefined | null) => {
    const message = locale(issue as never);
    return typeof message === 'string' ? message : (message?.message ?? issue.message);
  };
  return { zh: said(z.locales.zhCN().localeError), en: said(z.locales.en().localeError) };
}

function bound(origin: string, limit: string, included: boolean, way: 'most' | 'least'): Words {
  const zh = way === 'most' ? '最多' : '至少';
  if (origin === 'string') return { zh: `${zh} ${limit} 个字符。`, en: `At ${way} ${limit} characters.` };
  if (origin === 'array') return { zh: `${zh} ${limit} 项。`, en: `At ${way} ${limit} entries.` };
  if (included) return { zh: `${zh}为 ${limit}。`, en: `At ${way} ${limit}.` };
  return way === 'most'
    ? { zh: `须小于 ${limit}。`, en: `Less than ${limit}.` }
    : { zh: `须大于 ${limit}。`, en: `More than ${limit}.` };
}

/** A shape's own message is written once in both languages: `须为 MM-DD。 Must be MM-DD.` */
function inBoth(message: string): Words {
  const [, zh = message, en = message] = /^(.*\p{Script=Han}.*。) ([^\p{Script=Han}]+)$/su.exec(message) ?? [];
  return { zh, en };
}
