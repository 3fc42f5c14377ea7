import type { Fault } from '../../../kernel/refusal.ts';
import { FUJIAN } from '../../disclosure/data/fujian.ts';
import type { TableForm, Template } from '../../disclosure/data/template.ts';
import { knownTables } from '../figures.ts';

/** Every figure that the house reckons, by its key. */
const slots = (text: string) => [...text.matchAll(/\{[=#%]([^}]+)\}/g)].map(([, key = '']) => key);
const FIGURES = new Set([...Object.keys(FUJIAN.facts), ...FUJIAN.sentences.flatMap(({ text }) => slots(text))]);

const fault = (path: string, zh: string, en: string): Fault => ({ path: `template.${path}`, message: { zh, en } });

const twice = (keys: readonly string[]) => [...new Set(keys.filter((key, i) => keys.indexOf(key) !== i))];

/** What of a set cannot work, though it has the right shape: each with its place and what would be right. */
export function templateFaults(template: Template): Fault[] {
  const { sections, tables, sentences, facts } = template;
  const headed = new Set(sections.map(({ key }) => key));
  return [
    ...twice(sections.map(({ key }) => key)).map((key) =>
      fault('sections', `标题“${key}”出现两次。`, `The heading ${key} is there twice.`),
    ),
    ...twice(tables.map(({ key }) => key)).map((key) =>
      fault('tables', `表“${key}”出现两次。`, `The table ${key} is there twice.`),
    ),
    ...twice(tables.map(({ nameZh }) => nameZh)).map((name) =>
      fault(
        'tables',
        `两张表都叫“${name}”，读不回哪张是哪张。`,
        `Two tables are called ${name}: they cannot be told apart.`,
      ),
    ),
    ...(sections[0]?.level === 'part'
      ? []
      : [fault('sections.0', '第一个标题必须是“部分”（part）。', 'The first heading must be a part.')]),
    ...tables.flatMap((table, i) => tableFaults(table, `tables.${i}`, headed)),
    ...sentences.flatMap(({ section, text }, i) => {
      const at = `sentences.${i}`;
      const unknown = slots(text).filter((key) => !FIGURES.has(key));
      return [
        ...(headed.has(section)
          ? []
          : [fault(`${at}.section`, `没有“${section}”这个标题。`, `There is no heading ${section}.`)]),
        ...(balanced(text)
          ? []
          : [fault(`${at}.text`, '括号不成对：() [] {} 须成对。', 'Brackets do not match: ( ) [ ] { }.')]),
        ...unknown.map((key) =>
          fault(
            `${at}.text`,
            `没有“${key}”这个数字；可用：${nearest(key).join('、')}。`,
            `There is no figure ${key}; there are: ${nearest(key).join(', ')}.`,
          ),
        ),
      ];
    }),
    ...Object.keys(facts)
      .filter((key) => !FIGURES.has(key))
      .map((key) =>
        fault(
          `facts.${key}`,
          `没有“${key}”这个数字；可用：${nearest(key).join('、')}。`,
          `There is no figure ${key}; there are: ${nearest(key).join(', ')}.`,
        ),
      ),
  ];
}

const nearest = (key: string) => {
  const group = [...FIGURES].filter((one) => one.startsWith(`${key.split('.')[0]}.`));
  return (group.length > 0 ? group : [...FIGURES]).slice(0, 6);
};

function tableFaults(table: TableForm, at: string, headed: ReadonlySet<string>): Fault[] {
  const { key, nameZh, layout, header, columns, rows, codes } = table;
  const width = { sides: 4, codes: 2 + columns.length, list: 1 + columns.length, catalogue: columns.length }[layout];
  const wrong = header.findIndex((cells) => cells.length !== width);
  const known = knownTables.get(key);
  const reckoned = known ?? [];
  return [
    ...(headed.has(key)
      ? []
      : [fault(`${at}.key`, `表“${key}”没有同名的标题。`, `The table ${key} has no heading of its name.`)]),
    ...(/[:：]/.test(nameZh)
      ? [
          fault(
            `${at}.nameZh`,
            '表名不能有冒号：标题读不回。',
            'The name of a table has no colon: it could not be read back.',
          ),
        ]
      : []),
    ...(wrong < 0
      ? []
      : [
          fault(
            `${at}.header.${wrong}`,
            `这一行表头应有 ${width} 格，现有 ${header[wrong]?.length ?? 0} 格。`,
            `This line of the heading should have ${width} cells, it has ${header[wrong]?.length ?? 0}.`,
          ),
        ]),
    ...(layout !== 'codes' || codes
      ? []
      : [fault(`${at}.codes`, '按科目的表须写明 codes。', 'A table of codes says which: codes.')]),
    ...(layout !== 'codes' || known
      ? []
      : [
          fault(
            `${at}.key`,
            `系统不知道“${key}”这张表该列哪些预算行；可用：${[...knownTables.keys()].join('、')}。`,
            `The house does not know which lines ${key} is about; there are: ${[...knownTables.keys()].join(', ')}.`,
          ),
        ]),
    ...(layout !== 'codes'
      ? []
      : columns.flatMap((column, i) =>
          !known || reckoned.includes(column.key)
            ? []
            : [
                fault(
                  `${at}.columns.${i}.key`,
                  `这张表没有“${column.key}”栏；可用：${reckoned.join('、')}。`,
                  `This table has no column ${column.key}; there are: ${reckoned.join(', ')}.`,
                ),
              ],
        )),
    ...rows.flatMap(({ figure }, i) =>
      figure === undefined || FIGURES.has(figure)
        ? []
        : [fault(`${at}.rows.${i}.figure`, `没有“${figure}”这个数字。`, `There is no figure ${figure}.`)],
    ),
  ];
}

function balanced(text: string): boolean {
  const open: string[] = [];
  const pairs: Record<string, string> = { ')': '(', ']': '[', '}': '{' };
  for (const sign of text) {
    if ('([{'.includes(sign)) open.push(sign);
    else if (pairs[sign] && open.pop() !== pairs[sign]) return false;
  }
  return open.length === 0;
}
