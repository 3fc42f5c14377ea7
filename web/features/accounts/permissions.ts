import type { Words } from '../../../server/kernel/words.ts';

interface Operation {
  permission: string;
  words: Words;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

/** The permission and the summary of every operation in the printed OpenAPI document. */
export function operationsOf(document: unknown): Operation[] {
  const paths = isRecord(document) && isRecord(document.paths) ? document.paths : {};
  const operations = Object.values(paths).flatMap((path) => (isRecord(path) ? Object.values(path) : []));
  return operations.flatMap((operation) => {
    if (!isRecord(operation)) return [];
    const { summary, 'x-permission': permission } = operation;
    if (typeof summary !== 'string' || typeof permission !== 'string') return [];
    const [zh = '', en = zh] = summary.split(' — ');
    return [{ permission, words: { zh, en } }];
  });
}
