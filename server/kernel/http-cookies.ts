type Cookies = Record<string, string | undefined>;

/**
 * Over https a cookie bears a name that a browser takes from nobody but this very address, over https and for all of its
 * paths (RFC 6265bis, 4.1.3.2): a neighbour under the same domain cannot plant one.
 */
const OWN = '__Host-';

export function cookieName(name: string, { https }: { https: boolean }): string {
  return https ? OWN + name : name;
}

/** The cookies that were set by us, under the names by which we know them. */
export function ownCookies(sent: Cookies, { https }: { https: boolean }): Cookies {
  if (!https) return sent;
  const own = Object.entries(sent).filter(([name]) => name.startsWith(OWN));
  return Object.fromEntries(own.map(([name, value]) => [name.slice(OWN.length), value]));
}
