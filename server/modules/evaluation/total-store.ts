import { hash } from 'node:crypto';
import { type RawBuilder, sql } from 'kysely';
import type { Tx } from '../../kernel/db.ts';
import type { Instant } from '../../kernel/instant.ts';
import { columnOf, countsAsOf, factsOfPass, type Measures, measureFacts, noteCounts } from './measure-store.ts';
import type { ObjectKind, Period } from './model.ts';
import { type Counting, keptKinds, keptPasses, type Pass, passesOf, type TotalLine } from './passes.ts';

type Sql = RawBuilder<unknown>;

/** 指标定义的版次 — totals added up by other definitions are not read, but added up anew. */
export const TOTALS_REVISION = hash('sha256', JSON.stringify(keptPasses)).slice(0, 16);

/** Read as of then, a fact counts as it counts for ever. */
export const AT_LAST = sql`'infinity'::timestamptz`;

/** Whether the totals of a jurisdiction are kept by the definitions of today. */
export async function findTotalsKept(tx: Tx, jurisdictionId: number): Promise<boolean> {
  const { rows } = await sql<{ revision: string }>`select revision from evaluation_revision
    where jurisdiction_id = ${jurisdictionId}`.execute(tx);
  return rows[0]?.revision === TOTALS_REVISION;
}

/** Of a jurisdiction without any fact nothing is all there is to add up. */
export async function startTotals(tx: Tx, jurisdictionId: number): Promise<void> {
  await sql`insert into evaluation_revision (jurisdiction_id, revision, built_at)
    select ${jurisdictionId}::integer, ${TOTALS_REVISION}, now()
    where not exists (select 1 from evaluation_round where jurisdiction_id = ${jurisdictionId}) on conflict do nothing`.execute(
    tx,
  );
}

/** Adds lines to the totals. The follower of the log alone does so, so nobody waits for anybody. */
export async function addTotals(tx: Tx, jurisdictionId: number, lines: readonly TotalLine[]): Promise<void> {
  if (lines.length === 0) return;
  await sql`insert into evaluation_total as total (jurisdiction_id, pass, day, object_id, counts)
    select ${jurisdictionId}::integer, pass, day, "objectId", array(select json_array_elements_text(counts)::integer)
    from json_to_recordset(${JSON.stringify(lines)}::json) as line (pass text, day date, "objectId" text, counts json)
    on conflict (jurisdiction_id, pass, day, object_id) do update set counts = array(
      select a + b from unnest(total.counts, excluded.counts) with ordinality as pair (a, b, at) order by at)`.execute(
    tx,
  );
}

/** Adds up everything anew from the facts; the follower must stand still meanwhile. */
export async function recountTotals(tx: Tx, jurisdictionId: number, timeZone: string): Promise<void> {
  await sql`delete from evaluation_total where jurisdiction_id = ${jurisdictionId}`.execute(tx);
  for (const pass of keptPasses) {
    await sql`insert into evaluation_total (jurisdiction_id, pass, day, object_id, counts)
      select ${jurisdictionId}::integer, ${pass.name}, day, object_id, counts
      from (${counted(pass, jurisdictionId, timeZone)}) as counted`.execute(tx);
  }
  await sql`insert into evaluation_revision (jurisdiction_id, revision, built_at) values (${jurisdictionId}, ${TOTALS_REVISION}, now())
    on conflict (jurisdiction_id) do update set revision = excluded.revision, built_at = excluded.built_at`.execute(tx);
}

/** What the totals of a pass must be, read from the facts. */
function counted(pass: Counting, jurisdictionId: number, timeZone: string): Sql {
  const [at, charged] = [columnOf(pass, pass.period), columnOf(pass, pass.charged)];
  return sql`select (${at} at time zone ${timeZone})::date as day, ${charged}::text as object_id,
      array[${sql.join(countsAsOf(pass, AT_LAST))}]::integer[] as counts
    from ${factsOfPass(pass)} where ${columnOf(pass, 'jurisdictionId')} = ${jurisdictionId} and ${at} is not null and ${charged} is not null
      ${pass.act === null ? sql`` : sql`and ${columnOf(pass, pass.act)} is not null`}
    group by 1, 2`;
}

/** The first total that is not what the facts add up to, in words; null if all are, or if none are kept. */
export async function findTotalsFlaw(tx: Tx, jurisdictionId: number, timeZone: string): Promise<string | null> {
  if (!(await findTotalsKept(tx, jurisdictionId))) return null;
  for (const pass of keptPasses) {
    const { rows } = await sql<{ day: string; id: string; kept: number[] | null; right: number[] | null }>`
      select coalesce(kept.day, counted.day) as day, coalesce(kept.object_id, counted.object_id) as id, kept.counts as kept, counted.counts as right
      from (select day, object_id, counts from evaluation_total where jurisdiction_id = ${jurisdictionId} and pass = ${pass.name}) as kept
      full join (${counted(pass, jurisdictionId, timeZone)}) as counted on counted.day = kept.day and counted.object_id = kept.object_id
      where case when counted.counts is null then 0 <> any(kept.counts) else kept.counts is distinct from counted.counts end
      order by 1, 2 limit 1`.execute(tx);
    const [row] = rows;
    if (row)
      return `evaluation totals ${pass.name} of ${row.id} on ${row.day}: kept ${row.kept ?? 'nothing'}, counted ${row.right ?? 'nothing'}`;
  }
  return null;
}

/** One period with the day as of which the log is read, and the indicators wanted if not all. */
export interface PeriodRead {
  period: Period;
  asOf: Instant;
  codes?: readonly string[];
}

/**
 * 指标值 — measures the indicators of one object, or of every object of a kind, for each of the periods. The kept totals tell
 * how the facts of the period's days count once all has happened; those of them that moved after the day as of which the
 * log is read, a few of many, are looked at and put back to how they stood then.
 */
export async function measureObjects(
  tx: Tx,
  whose: { jurisdictionId: number; object: ObjectKind; id?: string | undefined },
  reads: readonly PeriodRead[],
): Promise<Measures[]> {
  const { jurisdictionId, object } = whose;
  const kept = keptKinds.includes(object) && (await findTotalsKept(tx, jurisdictionId));
  if (!kept) {
    const measures: Measures[] = [];
    for (const { codes, ...read } of reads) measures.push(await measureFacts(tx, { ...whose, ...read }, codes));
    return measures;
  }
  const passes = passesOf(object).filter(({ counts }) =>
    reads.some(({ codes }) => !codes || counts.some(({ code }) => codes.includes(code))),
  );
  const sums = await sumTotals(tx, whose, reads, passes);
  for (const pass of passes) {
    for (const { read, id, counts } of await listMoved(tx, whose, reads, pass)) {
      const held = sums[read]?.get(`${pass.name} ${id}`);
      for (const [i, count] of counts.entries()) if (held) held[i] = (held[i] ?? 0) + count;
    }
  }
  return reads.map(({ codes }, read) => {
    const measures: Measures = new Map();
    const wanted = codes && new Set(codes);
    for (const pass of passes) {
      if (wanted && !pass.counts.some(({ code }) => wanted.has(code))) continue;
      for (const [key, counts] of sums[read] ?? []) {
        const [name, id = ''] = key.split(' ');
        if (name === pass.name && (counts[0] ?? 0) > 0) noteCounts(measures, pass, id, counts);
      }
    }
    return measures;
  });
}

/** What all periods lie within, and the earliest day as of which the log is read: by it an index is entered once for all. */
function spanOf(reads: readonly PeriodRead[]): Period & { asOf: Instant } {
  const [first, ...more] = reads;
  if (!first) throw new Error('no period to read');
  const span = { ...first.period, asOf: first.asOf };
  for (const { period, asOf } of more) {
    if (period.start < span.start) Object.assign(span, { from: period.from, start: period.start });
    if (period.end > span.end) Object.assign(span, { to: period.to, end: period.end });
    if (asOf < span.asOf) span.asOf = asOf;
  }
  return span;
}

async function sumTotals(
  tx: Tx,
  { jurisdictionId, id }: { jurisdictionId: number; id?: string | undefined },
  reads: readonly PeriodRead[],
  passes: readonly Pass[],
): Promise<Map<string, number[]>[]> {
  const longest = Math.max(...passes.map(({ counts }) => counts.length + 1));
  const sums = Array.from({ length: longest }, (_, i) => sql`sum(total.counts[${sql.lit(i + 1)}])`);
  const span = spanOf(reads);
  const { rows } = await sql<{ read: number; pass: string; id: string; counts: (number | null)[] }>`
    select wanted.read, total.pass, total.object_id as id, array[${sql.join(sums)}]::integer[] as counts
    from (values ${sql.join(reads.map(({ period }, i) => sql`(${i}::integer, ${period.from}::date, ${period.to}::date)`))}) as wanted (read, first, last)
    join evaluation_total as total on total.day >= wanted.first and total.day <= wanted.last
    where total.jurisdiction_id = ${jurisdictionId} and total.pass = any(${passes.map(({ name }) => name)})
      and total.day >= ${span.from}::date and total.day <= ${span.to}::date
      ${id === undefined ? sql`` : sql`and total.object_id = ${id}`}
    group by 1, 2, 3 limit 100000`.execute(tx);
  const found = reads.map(() => new Map<string, number[]>());
  for (const row of rows)
    found[row.read]?.set(
      `${row.pass} ${row.id}`,
      row.counts.map((count) => count ?? 0),
    );
  return found;
}

/** How the facts that moved later counted then, less how they count at last. */
async function listMoved(
  tx: Tx,
  { jurisdictionId, id }: { jurisdictionId: number; id?: string | undefined },
  reads: readonly PeriodRead[],
  pass: Pass,
): Promise<{ read: number; id: string; counts: number[] }[]> {
  const [at, charged, moved] = [pass.period, pass.charged, 'movedAt'].map((field) => columnOf(pass, field));
  const [then, atLast] = [sql`wanted.as_of`, AT_LAST].map((asOf) => countsAsOf(pass, asOf as Sql));
  const changes = (then ?? []).map((count, i) => sql`${count} - ${atLast?.[i]}`);
  const span = spanOf(reads);
  const { rows } = await sql<{ read: number; id: string; counts: number[] }>`
    select wanted.read, ${charged}::text as id, array[${sql.join(changes)}]::integer[] as counts
    from (values ${sql.join(reads.map(({ period, asOf }, i) => sql`(${i}::integer, ${period.start}::timestamptz, ${period.end}::timestamptz, ${asOf}::timestamptz)`))}) as wanted (read, "from", upto, as_of)
    join ${factsOfPass(pass)} on ${at} >= wanted."from" and ${at} < wanted.upto and ${moved} >= wanted.as_of
    where ${columnOf(pass, 'jurisdictionId')} = ${jurisdictionId} and ${id === undefined ? sql`${charged} is not null` : sql`${charged} = ${id}`}
      and ${at} >= ${span.start}::timestamptz and ${at} < ${span.end}::timestamptz and ${moved} >= ${span.asOf}::timestamptz
    group by 1, 2 limit 50000`.execute(tx);
  return rows;
}
