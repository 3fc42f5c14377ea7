import { sql } from 'kysely';
import { attempt, isSqlState, type Tx } from './db.ts';
import { type Instant, instant } from './instant.ts';

/** Months that are opened before they begin: a server may stand still for so long without an entry going astray. */
const AHEAD = 3;

/** The least identifier that a record made at this time can have. */
function firstIdAt(time: number): string {
  const hex = time.toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-0000-0000-000000000000`;
}

function timeOf(id: string): number {
  return Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16);
}

const monthAfter = (time: number) => Date.UTC(new Date(time).getUTCFullYear(), new Date(time).getUTCMonth() + 1);

/**
 * 按月分区 — opens the parts of the log for the months to come, and for any that were missed: entries that lay in the
 * rest meanwhile move into theirs. Gives the names of the parts that were opened. Where somebody reads the log for long,
 * it waits for no one, and the next call does it.
 */
export async function openMonths(tx: Tx, now: Instant): Promise<string[]> {
  const until = Array.from({ length: AHEAD + 1 }).reduce<number>((time) => monthAfter(time), Date.parse(now));
  const opened: string[] = [];
  try {
    await attempt(tx, async () => {
      await sql`set local lock_timeout = '2s'`.execute(tx);
      if ((await endOfMonths(tx)) >= until) return;
      // Writers wait: an entry on its way into the rest while its month is opened would be refused by both.
      await sql`lock table only log_entry in share row exclusive mode`.execute(tx);
      for (let from = await endOfMonths(tx); from < until; from = monthAfter(from))
        opened.push(await openMonth(tx, from, monthAfter(from)));
    });
  } catch (error) {
    if (!isSqlState(error, LOCK_NOT_AVAILABLE)) throw error;
    return [];
  }
  return opened;
}

const LOCK_NOT_AVAILABLE = '55P03';

/** Where the last part ends; parts follow each other without a gap. */
async function endOfMonths(tx: Tx): Promise<number> {
  const { rows } = await sql<{ bounds: string }>`select pg_get_expr(c.relpartbound, c.oid) as bounds
    from pg_inherits i join pg_class c on c.oid = i.inhrelid where i.inhparent = 'log_entry'::regclass`.execute(tx);
  const ends = rows.map(({ bounds }) => /TO \('([0-9a-f-]{36})'\)/.exec(bounds)?.[1]).filter((id) => id !== undefined);
  if (ends.length === 0) throw new Error('the log has no parts');
  return Math.max(...ends.map(timeOf));
}

async function openMonth(tx: Tx, from: number, to: number): Promise<string> {
  const name = `log_entry_${instant(from).slice(0, 7).replace('-', '_')}`;
  const part = sql.ref(name);
  const [first, end] = [sql.lit(firstIdAt(from)), sql.lit(firstIdAt(to))];
  await sql`create table ${part} (like log_entry including defaults including constraints)`.execute(tx);
  await sql`with own as (delete from log_entry_rest where record_id >= ${first} and record_id < ${end} returning *)
    insert into ${part} select * from own`.execute(tx);
  await sql`alter table log_entry attach partition ${part} for values from (${first}) to (${end})`.execute(tx);
  return name;
}
