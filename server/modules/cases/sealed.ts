import type { SealedColumn } from '../../kernel/vault-rewrap.ts';
import { numbersIn } from './marks.ts';
import type { Identity, Original } from './reporter-store.ts';

/** What this module keeps sealed. */
export const caseSealed: readonly SealedColumn[] = [
  {
    table: 'case_reporter',
    column: 'sealed',
    key: { id: 'uuid' },
    marks: {
      column: 'marks',
      purpose: 'number',
      valuesOf(plain) {
        const { phone, originalText }: Identity = JSON.parse(plain);
        return numbersIn([phone, originalText]);
      },
    },
  },
  {
    table: 'case_original',
    column: 'sealed',
    key: { case_id: 'uuid', seq: 'integer' },
    marks: {
      column: 'marks',
      purpose: 'number',
      valuesOf: (plain) => numbersIn((JSON.parse(plain) as Original['texts']).map(({ text }) => text)),
    },
  },
];
