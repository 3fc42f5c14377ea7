import { z } from 'zod';
import { transact } from '../../kernel/db.ts';
import { FileAnswer, route } from '../../kernel/http.ts';
import { recordAudit } from '../accounts/commands.ts';
import { exportCases } from './export.ts';

const types = { csv: 'text/csv; charset=utf-8', jsonl: 'application/x-ndjson; charset=utf-8' };

export const importsRoutes = [
  route({
    method: 'GET',
    path: '/exports/cases',
    permission: 'case.export',
    summary: {
      zh: '导出本辖区案卷：jsonl 含日志，csv 为平表；以最后一件的 id 作 cursor 取后续',
      en: 'Gives out the cases of this jurisdiction, as jsonl with their logs or flat as csv; the id of the last one is the cursor to what follows',
    },
    query: z.object({
      format: z.enum(['csv', 'jsonl']).default('jsonl'),
      cursor: z.guid().optional(),
      /** Fewer cases than this are the last ones. So many with their logs are held in memory at once. */
      limit: z.coerce.number().int().min(1).max(2000).default(2000),
    }),
    async handle({ db, actor, now, address, query: { format, cursor: after, limit } }) {
      const { jurisdictionId } = actor;
      const texts: string[] = [];
      let cases = 0;
      for await (const piece of exportCases(db, jurisdictionId, format, { after, limit })) {
        texts.push(piece.text);
        cases += piece.cases;
      }
      // Nothing is given out that the audit does not know of.
      await transact(db, (tx) =>
        recordAudit(
          tx,
          { actor, now, address },
          { jurisdictionId, action: 'exported', kind: 'case', recordId: after ?? '', detail: { format, cases } },
        ),
      );
      return new FileAnswer(texts.join(''), types[format], { name: `cases-${now.slice(0, 10)}.${format}` });
    },
  }),
] as const;
