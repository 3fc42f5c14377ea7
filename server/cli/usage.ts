import { parseArgs } from 'node:util';

/**
 * Whether what was typed after a command is what its line of help says: `FILE --map NAME [--jurisdiction CODE]: …`. Words in
 * capitals are to be given, small ones to be chosen from, what stands in brackets may be left out. An option that there is
 * not throws as `parseArgs` does. So nothing is begun, and no database made, for a slip of the hand.
 */
export function fitsUsage(does: string, args: string[]): boolean {
  const [usage, meaning] = does.split(': ', 2);
  const asked = meaning === undefined ? '' : (usage ?? '');
  const options = Object.fromEntries(
    [...asked.matchAll(/--([a-z-]+)(?: (?!\|)([^\s\]]+))?/g)].map(([, name = '', value]) => [
      name,
      { type: value === undefined ? ('boolean' as const) : ('string' as const) },
    ]),
  );
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options });
  const words = asked.replace(/\[?--[a-z-]+(?: (?!\|)[^\s\]]+)?\]?/g, '');
  const chosen = words.match(/[a-z]+/g);
  const wanted = chosen ? 1 : (words.match(/[A-Z]+/g)?.length ?? 0);
  const needed = [...asked.replace(/\[[^\]]*\]/g, '').matchAll(/--([a-z-]+)/g)].map(([, name = '']) => name);
  const oneOf = asked.includes(' | --');
  return (
    positionals.length === wanted &&
    (!chosen || chosen.includes(positionals[0] ?? '')) &&
    (oneOf ? needed.filter((name) => name in values).length === 1 : needed.every((name) => name in values))
  );
}
