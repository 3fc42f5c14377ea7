import type { Words } from '../../../kernel/words.ts';
import type { Finding, Severity } from '../model.ts';

export interface Said {
  what: string;
  lines?: number[];
  pointer?: string | null;
  phrase?: string | null;
  printed?: string | null;
  expected?: string | null;
  difference?: string | null;
  message: Words;
  severity?: Severity;
}

/** A finding, from what is particular to it. */
export function problem(rule: string, said: Said): Finding {
  return {
    rule,
    severity: said.severity ?? 'error',
    at: {
      what: said.what,
      lines: [...new Set(said.lines ?? [])],
      pointer: said.pointer ?? null,
      phrase: said.phrase ?? null,
    },
    printed: said.printed ?? null,
    expected: said.expected ?? null,
    difference: said.difference ?? null,
    message: said.message,
  };
}
