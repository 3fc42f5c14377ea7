import { PassThrough, Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import { atOneMoment, type Db, perDatabase, type Tx } from '../../kernel/db.ts';
import { FileAnswer, route } from '../../kernel/http.ts';
import { refuse } from '../../kernel/refusal.ts';
import { recordExport } from '../accounts/commands.ts';
import { filterOf, filterShape } from '../cases/filters.ts';
import { countEveryCase, listEveryCase } from '../cases/list-store.ts';
import { exportCases } from './export.ts';

const types = { csv: 'text/csv; charset=utf-8', jsonl: 'application/x-ndjson; charset=utf-8' };

/** Each holds a connection to the database for as long as somebody reads it. */
const MOST_AT_ONCE = 2;
const exports = perDatabase(() => ({ running: 0 }));

/** What is read within one moment of the database, sent while it is read, as fast as it is taken. */
function streamed(db: Db, read: (tx: Tx) => AsyncIterable<string>): Readable {
  const out = new PassThrough();
  const own = exports(db);
  own.running += 1;
  atOneMoment(db, (tx) => pipeline(Readable.from(read(tx)), out))
    .catch((error) => out.destroy(error))
    .finally(() => {
      own.running -= 1;
    });
  return out;
}

export const importsRoutes = [
  route({
    method: 'GET',
    path: '/exports/cases',
    permission: 'case.export',
    summary: {
      zh: '导出案卷：与列表相同的筛选，全部导出；csv 为平表，jsonl 含日志',
      en: 'Gives out all cases that the filters of the list leave: flat as csv, or as jsonl with their logs',
    },
    query: filterShape.extend({ format: z.enum(['csv', 'jsonl']).default('jsonl') }),
    async handle({ db, actor, now, address, query: { format, ...query } }) {
      const { jurisdictionId } = actor;
      const wanted = { filter: filterOf(query), now };
      if (exports(db).running >= MOST_AT_ONCE) {
        refuse({
          refused: 'tooSoon',
          code: 'exportsRunning',
          message: { zh: '已有别的导出正在进行。', en: 'Other exports are running.' },
          right: { zh: '等它们结束后再导出。', en: 'Export when they have ended.' },
          facts: { retryAfterSeconds: 30 },
        });
      }
      const cases = await countEveryCase(db, actor, wanted);
      // Nothing is given out that the audit does not know of. What was searched for may be a person's number.
      const detail = { format, cases, filter: { ...query, ...(query.text ? { text: '…' } : {}) } };
      await recordExport({ db, actor, now, address }, { kind: 'case', recordId: '', detail });
      const texts = async function* (tx: Tx) {
        const found = listEveryCase(tx, actor, wanted);
        for await (const { text } of exportCases(tx, jurisdictionId, format, found)) yield text;
      };
      return new FileAnswer(streamed(db, texts), types[format], { name: `cases-${now.slice(0, 10)}.${format}` });
    },
  }),
] as const;
