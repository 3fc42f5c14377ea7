import type { Said } from '../document/problem.ts';
import { normal } from '../document/signs.ts';
import { type Sheet, words } from './sheet.ts';

/** What the head of a project's table names, as a row between its title and its goal says it. */
const HEAD_FIELDS: readonly { label: string; said: RegExp }[] = [
  { label: '实施单位', said: /(?:实施|项目|预算)单位[:：]?[^:：\d]*\S/ },
  { label: '年度', said: /年度[:：]?\d{4}|\d{4}年/ },
];

/** Fields that the heads of project tables leave out; a transcription keeps no head, so there only the code is asked. */
export function projectHeads(sheet: Sheet): Said[] {
  const { projects } = sheet.document.performance;
  const rows = sheet.reading.outline.rows.filter(({ section }) => section === 'projectTargets');
  const lacking = projects.map((project) => {
    const { code, line, overallGoalLine } = project;
    const head = rows.filter((row) => row.line >= line && row.line < overallGoalLine);
    const said = normal(head.flatMap(({ cells }) => cells).join(':'));
    const fields = head.length === 0 ? [] : HEAD_FIELDS.filter((field) => !field.said.test(said));
    return { project, fields: [...(code === null ? ['项目代码'] : []), ...fields.map(({ label }) => label)] };
  });
  const bare = lacking.filter(({ fields }) => fields.length > 0);
  const [first] = bare;
  if (!first) return [];
  const fields = [...new Set(bare.flatMap((one) => one.fields))].join('、');
  return [
    {
      what: bare.map(({ project }) => project.titlePrinted).join('、'),
      lines: bare.flatMap(({ project: { line } }) => [line, line + 2]),
      pointer: `/performance/projects/${projects.indexOf(first.project)}/code`,
      printed: first.project.titlePrinted,
      expected: '项目代码、项目名称、主管部门、实施单位、年度',
      message: words(
        `项目目标表没有${fields}`,
        'The project table does not name its code, its year or the unit that carries it out',
      ),
    },
  ];
}
