import { parseArgs } from 'node:util';
import { transact } from '../kernel/db.ts';
import { type Instant, instant } from '../kernel/instant.ts';
import { refuse } from '../kernel/refusal.ts';
import { setUpCalendar } from '../modules/calendar/commands.ts';
import { holidaysOfChina } from '../modules/calendar/data/holidays-cn.ts';
import { mondayToFriday } from '../modules/calendar/model.ts';
import { isTimeZone } from '../modules/calendar/zone.ts';
import { seedCatalogue } from '../modules/catalogue/commands.ts';
import { addAreas, addJurisdiction } from '../modules/organisation/commands.ts';
import type { Jurisdiction } from '../modules/organisation/model.ts';
import type { Command, Context } from './context.ts';
import { type FirstAccount, openFirstAccounts } from './first-accounts.ts';

export interface Founded {
  code: string;
  name: string;
  timeZone: string;
  /** Six digits of GB/T 2260; null outside China, where neither its holidays nor its catalogues are taken. */
  division: string | null;
}

const USAGE = 'drumtower found CODE --name NAME [--zone Asia/Shanghai] [--division 350102]';

/**
 * 开设辖区 — an empty jurisdiction with what nobody can do without: office hours (08:00–12:00, 14:00–18:00, to be changed on
 * the calendar's page), in China the holidays and both national catalogues, and first accounts with one-time passwords.
 */
export async function foundJurisdiction(
  db: Context['db'],
  founded: Founded,
  now: Instant,
): Promise<{ jurisdiction: Jurisdiction; accounts: FirstAccount[] }> {
  const { code, name, timeZone, division } = founded;
  const wrong = (zh: string, en: string) =>
    refuse({ refused: 'invalid', code: 'badJurisdiction', message: { zh, en } });
  if (!/^[a-z][a-z0-9-]{1,30}$/.test(code))
    wrong('代号须为小写字母、数字、短横。', 'A code is small letters, digits and hyphens.');
  if (!isTimeZone(timeZone)) wrong(`没有时区 ${timeZone}。`, `There is no time zone ${timeZone}.`);
  if (division !== null && !/^\d{6}$/.test(division))
    wrong('行政区划代码为 6 位数字。', 'A division code has 6 digits.');
  const jurisdiction = await transact(db, async (tx) => {
    const words = { zh: name, en: name };
    const made = await addJurisdiction(tx, { code, name: words, timeZone, division, demo: false });
    const week = mondayToFriday([
      ['08:00', '12:00'],
      ['14:00', '18:00'],
    ]);
    const notices = division ? holidaysOfChina : [];
    await setUpCalendar(
      tx,
      made.id,
      { timeZone, hours: [{ validFrom: '1990-01-01', week }], notices },
      { by: null, at: now },
    );
    await addAreas(tx, made.id, [{ code: division ?? code, level: 'district', parentCode: null, name: words }]);
    if (division) await seedCatalogue(tx, made.id, { unitIdByCode: new Map() }, now);
    return made;
  });
  return { jurisdiction, accounts: await openFirstAccounts(db, jurisdiction, now) };
}

export const foundCommand: Command = async (args, { db, write }) => {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { name: { type: 'string' }, zone: { type: 'string' }, division: { type: 'string' } },
  });
  const [code] = positionals;
  if (!code || !values.name) {
    write(USAGE);
    return 2;
  }
  const founded = {
    code,
    name: values.name,
    timeZone: values.zone ?? 'Asia/Shanghai',
    division: values.division ?? null,
  };
  const { accounts } = await foundJurisdiction(db, founded, instant(Date.now()));
  write(`已开设 ${code} · founded ${code}`);
  for (const { username, role, password } of accounts) write(`  ${username.padEnd(24)} ${role.padEnd(24)} ${password}`);
  write('密码只能用一次，须在三日内登录并更改 · each password works once, within three days');
  return 0;
};
