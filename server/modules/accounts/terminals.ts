import { BlockList, isIPv6 } from 'node:net';
import type { Refusal } from '../../kernel/refusal.ts';
import { isAdministrator } from './conditions.ts';

const known = new WeakMap<readonly string[], BlockList>();

/** `10.1.2.3` and `10.1.0.0/16`; throws at what is neither. */
function listOf(networks: readonly string[]): BlockList {
  const list = known.get(networks) ?? new BlockList();
  if (known.has(networks)) return list;
  for (const network of networks) {
    const [address = '', bits] = network.split('/');
    const family = isIPv6(address) ? 'ipv6' : 'ipv4';
    if (bits === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(bits), family);
  }
  known.set(networks, list);
  return list;
}

/** Whether these are addresses and networks, each of them. */
export function areNetworks(networks: readonly string[]): boolean {
  try {
    listOf(networks);
    return true;
  } catch {
    return false;
  }
}

/**
 * 管理终端 — why an account may do nothing from this address: administrators work at the terminals that the installation
 * names, and nowhere else; null if nothing stands in the way. No networks: anywhere.
 */
export function refuseTerminal(
  account: { roles: readonly string[] },
  address: string,
  networks: readonly string[],
): Refusal | null {
  if (networks.length === 0 || !isAdministrator(account)) return null;
  return listOf(networks).check(address, isIPv6(address) ? 'ipv6' : 'ipv4') ? null : foreignTerminal;
}

const foreignTerminal: Refusal = {
  refused: 'forbidden',
  code: 'foreignTerminal',
  message: {
    zh: '管理员只能在指定的管理终端上登录和办理。',
    en: 'Administrators sign in and work at the terminals that are named for it, and nowhere else.',
  },
  right: {
    zh: '请到管理终端上办理；网段由安装者在 ADMINISTRATOR_NETWORKS 里指定。',
    en: 'Do it at such a terminal; the installation names their networks in ADMINISTRATOR_NETWORKS.',
  },
};
