import type { Tx } from '../../kernel/db.ts';
import { refuse } from '../../kernel/refusal.ts';
import { listJurisdictions } from '../organisation/store.ts';

/** A production start refuses a database in which a demo district lives: its accounts share one password. */
export async function refuseDemoData(tx: Tx): Promise<void> {
  const demo = (await listJurisdictions(tx)).find((jurisdiction) => jurisdiction.demo);
  if (!demo) return;
  refuse({
    refused: 'conflict',
    code: 'demoDataInProduction',
    message: {
      zh: `数据库里有演示辖区 ${demo.code}，不能以 production 方式启动。`,
      en: `The database holds the demo jurisdiction ${demo.code}; a production start is refused.`,
    },
    right: { zh: '请换用空的 DATA_DIR 或 DATABASE_URL。', en: 'Use an empty DATA_DIR or another DATABASE_URL.' },
  });
}

/** Nor is one made in production: a start would be refused from then on. */
export function refuseDemoSeed(): never {
  refuse({
    refused: 'conflict',
    code: 'demoDataInProduction',
    message: {
      zh: 'DRUMTOWER_MODE=production 时不生成演示辖区。',
      en: 'With DRUMTOWER_MODE=production no demo district is made.',
    },
    right: {
      zh: '演示请用另一个数据目录，并去掉 DRUMTOWER_MODE。',
      en: 'For a demo use another data folder, without DRUMTOWER_MODE.',
    },
  });
}
