import type { SealedColumn } from '../../kernel/vault-rewrap.ts';

/** What this module keeps sealed: the secrets of second factors, in use and offered. */
export const accountSealed: readonly SealedColumn[] = ['sealed_secret', 'offered_secret'].map((column) => ({
  table: 'account_factor',
  column,
  key: { user_id: 'uuid' },
}));
