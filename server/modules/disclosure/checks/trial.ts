import { dice, type Kind, leavesOf, mutate, mutateLeaf, spotsOf } from '../document/mutations.ts';
import { parseDocument, type Reading } from '../document/parse.ts';
import { readContent, readDocument } from '../document/read.ts';
import type { Finding } from '../model.ts';
import { checkDocument } from './registry.ts';

/** How many changes of one kind were made, and how many of them showed in the findings. */
export interface Rate {
  kind: string;
  made: number;
  found: number;
  missed: string[];
}

const keyOf = ({ rule, at, printed, expected, difference }: Finding) =>
  `${rule}|${at.lines.join()}|${at.pointer}|${printed}|${expected}|${difference}`;

const KEPT = 400;

/** Changes one thing at a time and asks whether the findings say anything that they did not say before. */
export function trial(content: string, count: number, seed: number): Rate[] {
  const reading = readContent(content);
  if ('refused' in reading) return [];
  return reading.retold === null && !content.trimStart().startsWith('{')
    ? trialOfText(content, reading, count, seed)
    : trialOfJson(JSON.parse(content), count, seed);
}

class Tally {
  readonly rates = new Map<string, Rate>();
  readonly known: Set<string>;

  constructor(findings: Finding[]) {
    this.known = new Set(findings.map(keyOf));
  }

  note(kind: string, findings: Finding[], said: string) {
    const rate = this.rates.get(kind) ?? { kind, made: 0, found: 0, missed: [] };
    const found = findings.some((one) => !this.known.has(keyOf(one)));
    rate.made++;
    if (found) rate.found++;
    else if (rate.missed.length < KEPT) rate.missed.push(said);
    this.rates.set(kind, rate);
  }

  list(): Rate[] {
    return [...this.rates.values()].sort((a, b) => a.kind.localeCompare(b.kind));
  }
}

function trialOfText(content: string, reading: Reading, count: number, seed: number): Rate[] {
  const lines = content.split('\n');
  const roll = dice(seed);
  const spots = spotsOf(reading, lines);
  const kinds = [...spots.keys()];
  const tally = new Tally(checkDocument(reading));
  for (let i = 0; i < count; i++) {
    const kind = kinds[i % kinds.length] as Kind;
    const list = spots.get(kind) ?? [];
    const spot = list[Math.floor(roll() * list.length)];
    if (!spot) continue;
    const { lines: made, mutation } = mutate(lines, spot, roll);
    const said = `${mutation.line}: ${mutation.before} → ${mutation.after}`;
    tally.note(kind, checkDocument(parseDocument(made.join('\n'))), said);
  }
  return tally.list();
}

function trialOfJson(json: unknown, count: number, seed: number): Rate[] {
  const roll = dice(seed);
  const leaves = leavesOf(json);
  const kinds = [...new Set(leaves.map(({ kind }) => kind))];
  const byKind = kinds.map((kind) => leaves.filter((leaf) => leaf.kind === kind));
  const check = () => {
    const reading = readDocument(json);
    return 'refused' in reading ? [] : checkDocument(reading);
  };
  const tally = new Tally(check());
  for (let i = 0; i < count; i++) {
    const list = byKind[i % byKind.length] ?? [];
    const leaf = list[Math.floor(roll() * list.length)];
    if (!leaf) continue;
    const { before, after, undo } = mutateLeaf(leaf, roll);
    tally.note(leaf.kind, check(), `${leaf.key}: ${before} → ${after}`);
    undo();
  }
  return tally.list();
}
