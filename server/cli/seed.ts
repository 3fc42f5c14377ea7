import { randomBytes } from 'node:crypto';
import { followers } from '../app.ts';
import { takeStock } from '../kernel/db.ts';
import { instant } from '../kernel/instant.ts';
import { roleLabels } from '../modules/accounts/roles.ts';
import { district } from '../modules/demo/data/gulou.ts';
import { refuseDemoSeed } from '../modules/demo/production.ts';
import { seedScale } from '../modules/demo/scale.ts';
import { seedDemo } from '../modules/demo/seed.ts';
import { findJurisdictionByCode } from '../modules/organisation/store.ts';
import type { Command, Context } from './context.ts';

const DAYS = 365;
const PER_DAY = 17;

/** Something easy to type and hard to guess: 60 bits. */
function easyPassword(): string {
  const letters = 'abcdefghjkmnpqrstuvwxyz23456789';
  const parts = [...randomBytes(16)].map((byte) => letters[byte % letters.length]);
  return [parts.slice(0, 4), parts.slice(4, 8), parts.slice(8, 12), parts.slice(12, 16)]
    .map((part) => part.join(''))
    .join('-');
}

/** Sizes by which a demo district can be asked for, in cases. */
export const SCALES: Readonly<Record<string, number>> = {
  '0': 0,
  '100k': 100_000,
  '1m': 1_000_000,
  '10m': 10_000_000,
};

/**
 * Fills the demo district unless there is one, with so many cases if a number is given; gives the lines that tell how to
 * sign in, or null if nothing was done.
 */
export async function fillDemo({ db, url, config, write }: Context, scale = 0): Promise<string[] | null> {
  if (await findJurisdictionByCode(db, district.code)) return null;
  const password = config.demoPassword ?? easyPassword();
  const started = performance.now();
  write('首次启动：生成演示区 · first start: making the demo district');
  const wanted = {
    password,
    now: instant(Date.now()),
    days: DAYS,
    perDay: PER_DAY,
    say: (line: string) => write(`  ${line}`),
    followers: followers(),
  };
  const { shown, cases, entries } =
    scale > 0 ? await seedScale(db, { ...wanted, url, cases: scale }) : await seedDemo(db, wanted);
  await takeStock(db);
  write(
    `  ${cases} 件案卷，${entries} 条日志 · ${cases} cases, ${entries} log entries, ${((performance.now() - started) / 1000).toFixed(1)} s`,
  );
  const lines = shown.map(
    ({ post }) => `  ${post.username.padEnd(16)} ${roleLabels[post.role].zh} ${roleLabels[post.role].en}`,
  );
  return ['演示账号 · demo accounts', ...lines, `密码 · password: ${password}`];
}

/** `drumtower seed [--scale 100k]` */
export const seedCommand: Command = async (args, context) => {
  if (context.config.mode === 'production') refuseDemoSeed();
  const scale = SCALES[args[args.indexOf('--scale') + 1] ?? ''];
  if (args.length > 0 && (args[0] !== '--scale' || args.length !== 2 || scale === undefined)) {
    context.write(`用法 Usage: drumtower seed [--scale ${Object.keys(SCALES).join('|')}]`);
    return 2;
  }
  const lines = await fillDemo(context, scale);
  for (const line of lines ?? ['演示区已经存在，没有改动 · the demo district is there already; nothing was changed'])
    context.write(line);
  return 0;
};
