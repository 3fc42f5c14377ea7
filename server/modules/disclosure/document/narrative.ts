import type { SentenceForm, Template } from '../data/template.ts';
import type { DisclosureDocument, Fact } from '../model.ts';
import { halfWidth, readAmount, UNIT_FACTORS } from './money.ts';
import { type Block, lineAt, type Outline } from './outline.ts';
import { align, readExactly, type Sentence, sentence, type Told } from './sentence.ts';

/** A paragraph, read by the sentence of the form that it is. */
export interface ToldBlock {
  form: SentenceForm;
  block: Block;
  told: Told;
}

const compiled = new WeakMap<SentenceForm, Sentence>();

export function sentenceOf(form: SentenceForm): Sentence {
  const known = compiled.get(form);
  if (known) return known;
  const made = sentence(form.text);
  compiled.set(form, made);
  return made;
}

/** How much of the fixed words of a sentence a paragraph has. */
function share(words: string, text: string): number {
  let found = 0;
  for (let i = 0; i < words.length - 1; i++) if (text.includes(words.slice(i, i + 2))) found++;
  return words.length < 2 ? 0 : found / (words.length - 1);
}

const LEAST_SHARE = 0.5;

/** Finds for each paragraph the sentence of the form that it is; free paragraphs are none. */
export function tellBlocks({ blocks }: Outline, { sentences }: Template): ToldBlock[] {
  const told: ToldBlock[] = [];
  for (const section of new Set(sentences.map((form) => form.section))) {
    const forms = sentences.filter((form) => form.section === section);
    const free = new Set(blocks.filter((block) => block.section === section));
    const taken = new Set<SentenceForm>();
    const take = (form: SentenceForm, block: Block, read: Told) => {
      told.push({ form, block, told: read });
      free.delete(block);
      if (!form.repeats) taken.add(form);
    };
    for (const form of forms)
      for (const block of free) {
        const read = taken.has(form) ? null : readExactly(sentenceOf(form), block.text);
        if (read) take(form, block, read);
      }
    const pairs = [...free].flatMap((block) =>
      forms
        .filter((form) => !taken.has(form))
        .map((form) => ({ form, block, score: share(sentenceOf(form).words, block.text) })),
    );
    for (const { form, block, score } of pairs.sort((a, b) => b.score - a.score))
      if (score >= LEAST_SHARE && free.has(block) && !taken.has(form))
        take(form, block, align(sentenceOf(form), block.text));
  }
  return told;
}

const DECREASE = /减少|下降/;

/** The figures of the situation text, each under the key by which the rules know it. */
export function readFacts(told: readonly ToldBlock[], { facts, sentences }: Template, usualUnit: string): Fact[] {
  const usual = UNIT_FACTORS[usualUnit] ?? 10_000;
  const items = new Map<string, number>();
  const order = (one: ToldBlock) => sentences.indexOf(one.form) * 1e6 + (one.block.lines[0] ?? 0);
  return [...told].sort((a, b) => order(a) - order(b)).flatMap((one) => factsOf(one));

  function factsOf({ block, told: { slots } }: ToldBlock): Fact[] {
    return slots.flatMap((slot, i): Fact[] => {
      const key = slot.name.slice(1);
      const form = facts[key];
      if (!/^[=#%]/.test(slot.name) || !form) return [];
      const line = lineAt(block, slot.at);
      const base = { line, printed: slot.text, kind: form.kind };
      const named = (name: string) => slots.find((other) => other.name === name)?.text ?? '';
      if (form.kind !== 'amount') {
        const value = form.kind === 'count' ? countOf(slot.text) : halfWidth(slot.text);
        const labelZh = form.labelZh || named('label');
        const asOf = key.startsWith('assets.') ? isoDate(named('date')) : null;
        const { id, unit = '' } = form;
        return [{ id, key, labelZh, unitPrinted: unit, ...base, value, ...(asOf ? { asOf } : {}) }];
      }
      const unit = slots[i + 1]?.name === 'u' ? (slots[i + 1]?.text ?? '') : '';
      const { fen, fault } = readAmount(slot.text, UNIT_FACTORS[unit] ?? usual);
      const before = slots.slice(0, i).findLast(({ name }) => name === 'change' || name.startsWith('='));
      const falls = before?.name === 'change' && DECREASE.test(before.text) && fen !== null && fen > 0;
      const fact: Fact = {
        id: form.id,
        key,
        labelZh: form.labelZh,
        unitPrinted: unit,
        ...base,
        fen: falls ? -fen : fen,
        ...(fault ? { fault } : {}),
      };
      const after = block.text.slice(slot.at, block.text.slice(slot.at).search(/[；。]/) + slot.at);
      if (/^threePublic\.(?!officialVehicles$)(?!.*(?:Change|Rate)$)/.test(key))
        fact.changeZh = /(与上年持平|比上年[^，]*)/.exec(after)?.[1] ?? '';
      if (key === 'agencyOperatingFund.total') fact.reasonZh = named('reason');
      if (key.endsWith('.byFunction')) {
        const [head, number = '0'] = form.id.split('.');
        const code = named('code');
        const place = items.get(key) ?? 0;
        items.set(key, place + 1);
        fact.id = `${head}.${String(Number(number) + place).padStart(2, '0')}`;
        fact.key = `${key}.${code}`;
        fact.labelZh = `${code}（${named('functionName')}）`;
        fact.functionCode = code;
      }
      return [fact];
    });
  }
}

function countOf(text: string): number | string {
  const plain = halfWidth(text);
  return /^\d{1,9}$/.test(plain) ? Number(plain) : text;
}

function isoDate(text: string): string | null {
  const [, year, month = '', day = ''] = /^(\d{4})年(\d{1,2})月(\d{1,2})日$/.exec(text) ?? [];
  return year ? `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}` : null;
}

type Narrative = DisclosureDocument['narrative'];

export function readNarrative(told: readonly ToldBlock[], template: Template, usualUnit: string): Narrative {
  const listed = (name: string) => {
    const one = told.find(({ told: { slots } }) => slots.some((slot) => slot.name === name));
    const text = one?.told.slots.find((slot) => slot.name === name)?.text ?? '';
    return { line: one?.block.lines[0] ?? 1, items: text === '' ? [] : text.split('、') };
  };
  return {
    facts: readFacts(told, template, usualUnit),
    personnelItems: listed('personnelItems'),
    publicItems: listed('publicItems'),
    statements: told.flatMap(({ form: { statement }, block }) =>
      statement ? [{ ...statement, line: block.lines[0] ?? 1, textZh: block.printed }] : [],
    ),
    reasons: told.flatMap(({ form, block, told: { slots } }) =>
      form.section === 'summary' || form.section === 'general'
        ? slots
            .filter(({ name }) => name === 'reason')
            .map(({ text, at }) => ({ line: lineAt(block, at), textZh: `主要原因是${text}` }))
        : [],
    ),
  };
}
