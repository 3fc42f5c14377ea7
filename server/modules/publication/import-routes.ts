import { z } from 'zod';
import { route } from '../../kernel/http.ts';
import { seenRecord } from '../../kernel/records.ts';
import { refuse } from '../../kernel/refusal.ts';
import { lineKey } from '../budget/lifecycle.ts';
import { budgetProcedure } from '../budget/procedures.ts';
import { linesOf } from './import-lines.ts';

const note = z.object({ cell: z.string(), message: z.object({ zh: z.string(), en: z.string() }) });

/** Lines from a workbook: shown first, entered afterwards like any other change. */
export const importLinesRoutes = [
  route({
    method: 'POST',
    path: '/budgets/:id/import',
    permission: 'budget.edit',
    summary: {
      zh: '读取工作簿中的预算行：只预览，不写入',
      en: 'Read the lines of a workbook: a preview, nothing is written',
    },
    params: z.object({ id: z.guid() }),
    files: true,
    answer: z.object({
      sheet: z.string(),
      lines: z.array(lineKey.extend({ was: z.number(), fen: z.number() })),
      told: z.array(note),
      faults: z.array(note),
    }),
    async handle({ tx, actor, params, files }) {
      const budget = await seenRecord(tx, budgetProcedure, actor, params.id);
      const [file] = files;
      // Read in only where a workbook is to be read: few servers ever do, and it is large.
      const { readWorkbook } = await import('../../adapters/spreadsheet.ts');
      const sheets = file ? await readWorkbook(file.bytes) : null;
      const [sheet] = sheets ?? [];
      if (!sheet)
        return refuse({
          refused: 'conflict',
          code: 'notAWorkbook',
          message: { zh: '这不是 XLSX 工作簿，或里面没有表。', en: 'This is no XLSX workbook, or it has no sheet.' },
          right: { zh: '另存为 .xlsx 再导入。', en: 'Save it as .xlsx, then import it.' },
        });
      return { sheet: sheet.name, ...linesOf(sheet, budget) };
    },
  }),
] as const;
