import type { z } from 'zod';
import { parse } from './http-problem.ts';
import { propertiesOf } from './openapi.ts';
import { type Fault, refuse } from './refusal.ts';

/**
 * How a route reads what stands behind the question mark. A name it does not know is refused with those it knows: a
 * mistyped filter must not look like a list without a filter.
 */
export function queryReader(shape: z.ZodType | undefined): (query: unknown) => unknown {
  const known = new Set(propertiesOf(shape).keys());
  return (query) => {
    for (const name in query as object) {
      if (!known.has(name)) refuseNames(Object.keys(query as object), known);
    }
    return parse(shape, query, 'query');
  };
}

export function refuseNames(asked: readonly string[], known: ReadonlySet<string>): never {
  const names = [...known];
  const faults = asked
    .filter((name) => !known.has(name))
    .slice(0, 50)
    .map(
      (name): Fault => ({
        path: `query.${name.slice(0, 60)}`,
        message: { zh: '没有这个参数。', en: 'There is no such parameter.' },
      }),
    );
  return refuse({
    refused: 'invalid',
    code: 'unknownParameter',
    message: { zh: '有不认识的参数，见 errors。', en: 'Some parameter is not known; see errors.' },
    right:
      names.length === 0
        ? { zh: '这个地址不接受参数。', en: 'This address takes no parameters.' }
        : { zh: `可用的参数：${names.join('、')}。`, en: `Parameters it takes: ${names.join(', ')}.` },
    faults,
  });
}
