import { perDatabase, type Tx } from '../../kernel/db.ts';
import { type AccessPolicy, standardPolicy } from './rules.ts';

const policies = perDatabase(() => ({ ...standardPolicy }));

/** Says what this process asks at its doors; done once, at the start. */
export function setAccessPolicy(tx: Tx, policy: AccessPolicy): void {
  Object.assign(policies(tx), policy);
}

export function accessPolicy(tx: Tx): AccessPolicy {
  return policies(tx);
}
