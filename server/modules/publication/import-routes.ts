import { z } from 'zod';
import { route } from '../../kernel/http.ts';
import { seenRecord } from '../../kernel/records.ts';
import { refuse } from '../../kernel/refusal.ts';
import { listCodes } from '../budget/classification/store.ts';
import { incomeKey, lineKey } from '../budget/lifecycle.ts';
import { budgetProcedure } from '../budget/procedures.ts';
import { linesOfJson } from './import-json.ts';
import { linesOf } from './import-lines.ts';

const note = z.object({ cell: z.string(), message: z.object({ zh: z.string(), en: z.string() }) });

/** Lines from a workbook or from JSON: shown first, entered afterwards like any other change. */
export const importLinesRoutes = [
  route({
    method: 'POST',
    path: '/budgets/:id/import',
    permission: 'budget.edit',
    summary: {
      zh: '读取工作簿或 JSON 中的预算行：只预览，不写入',
      en: 'Read the lines of a workbook or of JSON: a preview, nothing is written',
    },
    params: z.object({ id: z.guid() }),
    files: true,
    answer: z.object({
      sheet: z.string(),
      lines: z.array(lineKey.extend({ was: z.number(), fen: z.number() })),
      incomes: z.array(incomeKey.extend({ was: z.number(), fen: z.number() })),
      told: z.array(note),
      faults: z.array(note),
    }),
    async handle({ tx, actor, params, files }) {
      const budget = await seenRecord(tx, budgetProcedure, actor, params.id);
      const into = { ...budget, versions: await listCodes(tx, actor.jurisdictionId) };
      const [file] = files;
      const start = file?.bytes.subarray(0, 64).toString('utf8') ?? '';
      if (file && /^\uFEFF?\s*[[{]/.test(start))
        return { sheet: 'JSON', ...linesOfJson(file.bytes.toString('utf8'), into) };
      // Read in only where a workbook is to be read: few servers ever do, and it is large.
      const { MOST_CELLS, readWorkbook } = await import('../../adapters/spreadsheet.ts');
      const sheets = file ? await readWorkbook(file.bytes) : null;
      if (!sheets || sheets.length === 0)
        return refuse({
          refused: 'conflict',
          code: 'notAWorkbook',
          message: {
            zh: `这不是 XLSX 工作簿或 JSON，里面没有表，或有内容在第 ${MOST_CELLS.rows} 行、第 ${MOST_CELLS.columns} 列以外。`,
            en: `This is neither an XLSX workbook nor JSON, has no sheet, or something beyond row ${MOST_CELLS.rows} or column ${MOST_CELLS.columns}.`,
          },
          right: { zh: '另存为 .xlsx 再导入。', en: 'Save it as .xlsx, then import it.' },
        });
      const filled = sheets.filter(({ rows }) => rows.some((cells) => cells.some((cell) => cell !== null)));
      const read = filled.length > 0 ? filled : sheets.slice(0, 1);
      return { sheet: read.map(({ name }) => name).join('、'), ...linesOf(read, into) };
    },
  }),
] as const;
