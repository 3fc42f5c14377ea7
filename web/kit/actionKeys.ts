/** Letters the lists use already. */
const taken = new Set(['j', 'k', 'x']);

/**
 * A letter for each action: the first free one of its name. Given in the order of the names, so that an action keeps its
 * letter as long as the same ones are offered.
 */
export function actionKeys(actions: readonly { action: string }[]): Record<string, string> {
  const used = new Set(taken);
  const keys: Record<string, string> = {};
  for (const name of actions.map((one) => one.action).toSorted()) {
    const letter = [...name.toLowerCase()].find((one) => /[a-z]/.test(one) && !used.has(one));
    if (letter === undefined) continue;
    used.add(letter);
    keys[name] = letter;
  }
  return keys;
}
