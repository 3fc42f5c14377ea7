import { setTimeout as after } from 'node:timers/promises';
import { sealedColumns } from '../app.ts';
import { instant } from '../kernel/instant.ts';
import { refuse } from '../kernel/refusal.ts';
import { vaultOf } from '../kernel/vault.ts';
import { addKey, freshKey, NOTICED_MS } from '../kernel/vault-keys.ts';
import { countByKey, rewrap } from '../kernel/vault-rewrap.ts';
import { listKnownKeys } from '../kernel/vault-start.ts';
import type { Command, Context } from './context.ts';
import { keySourceOf } from './vault.ts';

const USAGE = 'drumtower keys list | rotate | fresh';

/**
 * 密钥 — `list`: which keys there are and how many values each has sealed. `rotate`: a new key, and all values brought
 * under it; a rotation that was interrupted is finished first. `fresh`: prints a key for VAULT_KEYS or the files of
 * several machines.
 */
export const keysCommand: Command = async ([what], context) => {
  if (what === 'list') return list(context);
  if (what === 'rotate') return rotate(context);
  if (what === 'fresh') {
    context.write(freshKey());
    return 0;
  }
  context.write(USAGE);
  return 2;
};

async function list({ db, write }: Context): Promise<number> {
  const held = vaultOf(db).keys();
  const counts = await countByKey(db, sealedColumns());
  for (const { id, firstUsedAt, retiredAt } of await listKnownKeys(db)) {
    const standing = id === held[0] ? 'current' : retiredAt ? `retired ${retiredAt}` : 'in use';
    const where = held.includes(id) ? '' : '  not here any more';
    write(`${id}  ${String(counts.get(id) ?? 0).padStart(9)} values  since ${firstUsedAt}  ${standing}${where}`);
  }
  return 0;
}

async function rotate({ db, config, write }: Context): Promise<number> {
  const vault = vaultOf(db);
  const source = keySourceOf(config);
  const unfinished = (await listKnownKeys(db)).filter(({ retiredAt }) => !retiredAt).length > 1;
  if (unfinished) write('先完成上次的更换 · finishing the rotation that was begun');
  else if (source.kind === 'environment') refuseEnvironment();
  else {
    write(`新密钥 · new key: ${addKey(source.path).id} (${source.path})`);
    // A server that runs on the same file seals with it from now on, so that nothing new comes under the old one.
    await after(NOTICED_MS);
  }
  const { current, rewrapped, left } = await rewrap(db, vault, sealedColumns(), instant(Date.now()), (done) =>
    write(`  ${done}`),
  );
  write(`${rewrapped} 项已改用密钥 ${current} · ${rewrapped} values are now under the key ${current}`);
  if (left === 0) write('旧密钥仍为旧备份所需，请保留 · keep the old key as long as a backup needs it');
  else write(`${left} 项正被使用，请再运行一次 · ${left} values were being used; run this again`);
  return left === 0 ? 0 : 1;
}

function refuseEnvironment(): never {
  refuse({
    refused: 'conflict',
    code: 'keysOfEnvironment',
    message: {
      zh: '密钥由 VAULT_KEYS 给出，本命令不能写入。',
      en: 'The keys are given with VAULT_KEYS, where this command cannot write.',
    },
    right: {
      zh: '请用 keys fresh 生成一个，放在 VAULT_KEYS 最前面，重启每个进程后再运行 keys rotate。',
      en: 'Make one with `keys fresh`, put it first in VAULT_KEYS, start every process anew, then run `keys rotate`.',
    },
  });
}
