import { showAmount } from '../disclosure/document/money.ts';
import { type Figures, growthPercent } from './figures.ts';

/** What a sentence of the form is filled with. */
export interface Filling {
  figures: Figures;
  /** Free words by their place: `aims`, `reason`, `use`. A reason may be given for one figure: `reason:income.increase`. */
  words: Readonly<Record<string, string>>;
}

type Node = { text: string } | { slot: string } | { optional: boolean; choices: Node[][] };

/** Reads the notation of `SentenceForm` (disclosure/document/sentence.ts) as a tree. */
function parse(text: string): Node[] {
  const tokens = text.match(/\{[^}]*\}|[[\]()|]|[^{}[\]()|]+/g) ?? [];
  let at = 0;
  const sequence = (): Node[] => {
    const nodes: Node[] = [];
    for (; at < tokens.length; at++) {
      const token = tokens[at] as string;
      if (token === ')' || token === ']' || token === '|') return nodes;
      if (token.startsWith('{')) nodes.push({ slot: token.slice(1, -1) });
      else if (token === '(' || token === '[') nodes.push(group(token === '['));
      else nodes.push({ text: token });
    }
    return nodes;
  };
  const group = (optional: boolean): Node => {
    const choices: Node[][] = [];
    do {
      at++;
      choices.push(sequence());
    } while (tokens[at] === '|');
    return { optional, choices };
  };
  return sequence();
}

const hasSlot = (nodes: readonly Node[]): boolean =>
  nodes.some((node) => 'slot' in node || ('choices' in node && node.choices.some(hasSlot)));

/** The one rate of growth the form asks for; of others it only lets one speak. */
const GENERAL_RATE = '%generalBudgetExpenditure.growthRate';

/** Whole 0.01 万元; anything finer cannot be printed and is refused by the caller's check. */
export const inUnit = (fen: number): string => showAmount(Math.abs(fen));

/**
 * Fills a sentence of the form. Of a choice the first that says something of a figure is taken, if that figure is there
 * and moved; else the first that says nothing. What may be missing and has nothing to say is left out.
 */
export function fill(text: string, filling: Filling): string {
  const { figures, words } = filling;

  const value = (slot: string, next: string | null, last: string | null): string | null => {
    if (slot.startsWith('=')) {
      const fen = figures.amounts.get(slot.slice(1));
      return fen === undefined ? null : `${inUnit(fen)}万元`;
    }
    if (slot.startsWith('%')) return slot === GENERAL_RATE ? rate() : null;
    if (slot.startsWith('#')) return figures.counts.get(slot.slice(1))?.toString() ?? null;
    if (slot === 'change') return next === null ? null : direction(next);
    if (slot === 'reason') return words[`reason:${last}`] ?? words.reason ?? null;
    return words[slot] ?? null;
  };

  /** Nothing to say of a figure that did not move. */
  const direction = (key: string): string | null => {
    const rates = key.startsWith('%');
    if (rates && key !== GENERAL_RATE) return null;
    const moved = figures.amounts.get(rates ? 'generalBudgetExpenditure.increase' : key.slice(1)) ?? 0;
    if (moved === 0) return null;
    return moved > 0 ? (rates ? '增长' : '增加') : rates ? '下降' : '减少';
  };

  const rate = (): string | null =>
    growthPercent(
      figures.amounts.get('generalBudgetExpenditure.total') ?? 0,
      figures.amounts.get('generalBudgetExpenditure.increase') ?? 0,
    );

  const isUnknown = (nodes: readonly Node[]) =>
    nodes.some((node) => 'slot' in node && node.slot.startsWith('=') && !figures.amounts.has(node.slot.slice(1)));

  let last: string | null = null;
  /** How many groups that may be left out stand around what is being said. */
  let spared = 0;
  const say = (nodes: readonly Node[]): string | null => {
    let said = '';
    for (const [i, node] of nodes.entries()) {
      const part = 'text' in node ? node.text : 'slot' in node ? sayPlace(nodes, i, node.slot) : sayGroup(node);
      if (part === null) return null;
      said += part;
    }
    return said;
  };

  const sayPlace = (nodes: readonly Node[], i: number, slot: string): string | null => {
    const next = nodes.slice(i + 1).find((node) => 'slot' in node && /^[=%]/.test(node.slot));
    const said = value(slot, next && 'slot' in next ? next.slot : null, last);
    if (/^[=]/.test(slot)) last = slot.slice(1);
    return said;
  };

  const sayGroup = ({ optional, choices }: { optional: boolean; choices: Node[][] }): string | null => {
    const before = last;
    spared += Number(optional);
    for (const choice of choices.filter(hasSlot)) {
      last = before;
      const said = say(choice);
      if (said === null) continue;
      spared -= Number(optional);
      return said;
    }
    last = before;
    spared -= Number(optional);
    if (optional) return '';
    // Of a figure that nobody knows it is not said that it stayed as it was, where nothing need be said.
    if (spared > 0 && choices.some(isUnknown)) return null;
    // Equipment is no kind of vehicle: where the form lets one say so, the other wording is taken.
    const plain = choices.filter((choice) => !hasSlot(choice));
    const chosen = plain.length > 1 ? plain.find((choice) => !(say(choice) ?? '').includes('其中')) : plain[0];
    return chosen ? say(chosen) : null;
  };

  return (say(parse(text)) ?? '').replace(/、$/, '。');
}
