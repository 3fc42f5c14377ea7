import { sql } from 'kysely';
import type { Db } from './db.ts';

/** How far behind each follower of the log is: seconds since the oldest entry that it has not read was written. */
export async function followersBehind(db: Db): Promise<{ follower: string; seconds: number }[]> {
  const { rows } = await sql<{ follower: string; seconds: number }>`
    select c.follower, coalesce(extract(epoch from now() - (select e.recorded_at from log_entry e
      where (e.tx, e.position) > (c.tx, c.position) order by e.tx, e.position limit 1)), 0)::float8 as seconds
    from log_cursor c order by c.follower limit 100`.execute(db);
  return rows.map(({ follower, seconds }) => ({ follower, seconds: Math.max(0, seconds) }));
}
