import { type RawBuilder, sql } from 'kysely';
import type { Tx } from '../../kernel/db.ts';
import type { Instant } from '../../kernel/instant.ts';
import type { Probe, ProbeKind, Run, Subject, SubjectKind } from './model.ts';
import type { CorrectionRecord, IncidentRecord, MaintenanceRecord } from './procedures.ts';

interface SubjectRow extends Omit<Subject, 'name'> {
  nameZh: string;
  nameEn: string;
  kind: SubjectKind;
}

const subjectColumns = sql`id, code, name_zh as "nameZh", name_en as "nameEn", kind, scopes, serves_from as "servesFrom",
  serves_until as "servesUntil", repair_minutes as "repairMinutes", is_public as "isPublic", version`;

const subjectOf = ({ nameZh, nameEn, ...row }: SubjectRow): Subject => ({ ...row, name: { zh: nameZh, en: nameEn } });

export async function listSubjects(tx: Tx, jurisdictionId: number, scope?: string): Promise<Subject[]> {
  const { rows } = await sql<SubjectRow>`select ${subjectColumns} from uptime_subject
    where jurisdiction_id = ${jurisdictionId} ${scope === undefined ? sql`` : sql`and ${scope} = any(scopes)`}
    order by kind desc, code limit 500`.execute(tx);
  return rows.map(subjectOf);
}

export async function findSubject(tx: Tx, jurisdictionId: number, id: string): Promise<Subject | null> {
  const { rows } = await sql<SubjectRow>`select ${subjectColumns} from uptime_subject
    where jurisdiction_id = ${jurisdictionId} and id = ${id}`.execute(tx);
  return rows[0] ? subjectOf(rows[0]) : null;
}

export async function insertSubject(tx: Tx, jurisdictionId: number, subject: Subject): Promise<void> {
  const { id, code, name, kind, scopes, servesFrom, servesUntil, repairMinutes, isPublic } = subject;
  await sql`insert into uptime_subject (jurisdiction_id, id, code, name_zh, name_en, kind, scopes, serves_from, serves_until, repair_minutes, is_public)
    values (${jurisdictionId}, ${id}, ${code}, ${name.zh}, ${name.en}, ${kind}, ${[...scopes]}, ${servesFrom}, ${servesUntil}, ${repairMinutes}, ${isPublic})`.execute(
    tx,
  );
}

/** False if the version is not the present one any more. */
export async function updateSubject(tx: Tx, jurisdictionId: number, subject: Subject): Promise<boolean> {
  const { id, name, scopes, servesUntil, repairMinutes, isPublic, version } = subject;
  const { numAffectedRows } =
    await sql`update uptime_subject set name_zh = ${name.zh}, name_en = ${name.en}, scopes = ${[...scopes]},
    serves_until = ${servesUntil}, repair_minutes = ${repairMinutes}, is_public = ${isPublic}, version = version + 1
    where jurisdiction_id = ${jurisdictionId} and id = ${id} and version = ${version}`.execute(tx);
  return numAffectedRows === 1n;
}

const probeColumns = sql`p.id, p.subject_id as "subjectId", p.name, p.kind, p.target, p.expects, p.interval_seconds as "intervalSeconds",
  p.timeout_seconds as "timeoutSeconds", p.failures_to_fault as "failuresToFault", p.active, p.version`;

export async function listProbes(tx: Tx, jurisdictionId: number, subjectIds?: readonly string[]): Promise<Probe[]> {
  const { rows } = await sql<Probe & { kind: ProbeKind }>`select ${probeColumns} from uptime_probe p
    where jurisdiction_id = ${jurisdictionId} ${subjectIds ? sql`and subject_id = any(${[...subjectIds]})` : sql``}
    order by name limit 2000`.execute(tx);
  return rows;
}

export async function insertProbe(
  tx: Tx,
  jurisdictionId: number,
  probe: Probe & { tokenHash: Buffer | null; nextAt: Instant },
): Promise<void> {
  const { id, subjectId, name, kind, target, expects, intervalSeconds, timeoutSeconds, failuresToFault } = probe;
  await sql`insert into uptime_probe (jurisdiction_id, id, subject_id, name, kind, target, expects, interval_seconds, timeout_seconds,
      failures_to_fault, active, token_hash, next_at)
    values (${jurisdictionId}, ${id}, ${subjectId}, ${name}, ${kind}, ${target}, ${expects}, ${intervalSeconds}, ${timeoutSeconds},
      ${failuresToFault}, ${probe.active}, ${probe.tokenHash}, ${probe.nextAt})`.execute(tx);
}

/**
 * False if the version is not the present one any more. It is looked at by `nextAt` at the latest, and not before where it
 * stood still until now.
 */
export async function updateProbe(
  tx: Tx,
  jurisdictionId: number,
  probe: Probe & { nextAt: Instant },
): Promise<boolean> {
  const { numAffectedRows } =
    await sql`update uptime_probe set name = ${probe.name}, target = ${probe.target}, expects = ${probe.expects},
    interval_seconds = ${probe.intervalSeconds}, timeout_seconds = ${probe.timeoutSeconds},
    failures_to_fault = ${probe.failuresToFault}, active = ${probe.active}, version = version + 1,
    next_at = case when active then least(next_at, ${probe.nextAt}::timestamptz) else ${probe.nextAt}::timestamptz end
    where jurisdiction_id = ${jurisdictionId} and id = ${probe.id} and version = ${probe.version}`.execute(tx);
  return numAffectedRows === 1n;
}

export type DueProbe = Probe & { jurisdictionId: number };

/** The active probes whose time has come, of all jurisdictions; each is put off by its interval, so that nobody else takes it. */
export async function takeDueProbes(tx: Tx, now: Instant, limit: number): Promise<DueProbe[]> {
  const { rows } = await sql<DueProbe>`
    update uptime_probe p set next_at = greatest(p.next_at, ${now}::timestamptz - interval '1 second' * p.interval_seconds)
      + interval '1 second' * p.interval_seconds
    where (p.jurisdiction_id, p.id) in (select jurisdiction_id, id from uptime_probe where active and next_at <= ${now}
      order by next_at limit ${limit} for update skip locked)
    returning p.jurisdiction_id as "jurisdictionId", ${probeColumns}`.execute(tx);
  return rows;
}

export type WatchedProbe = DueProbe & { nextAt: Instant; tokenHash: Buffer | null };

/** Every active probe with when it is next due, of all jurisdictions. */
export async function listWatched(tx: Tx): Promise<WatchedProbe[]> {
  const { rows } = await sql<WatchedProbe>`select p.jurisdiction_id as "jurisdictionId", ${probeColumns},
    p.next_at as "nextAt", p.token_hash as "tokenHash" from uptime_probe p where p.active order by p.next_at limit 2000`.execute(
    tx,
  );
  return rows;
}

/** Asks the database for nothing: that it answers is all there is to know. */
export async function askDatabase(tx: Tx): Promise<void> {
  await sql`select 1`.execute(tx);
}

/** The heartbeat probe of this word, if there is one and it is active. */
export async function findHeartbeat(tx: Tx, id: string, tokenHash: Buffer): Promise<DueProbe | null> {
  const { rows } = await sql<DueProbe>`select p.jurisdiction_id as "jurisdictionId", ${probeColumns} from uptime_probe p
    where token_hash = ${tokenHash} and id = ${id} and kind = 'heartbeat' and active for update`.execute(tx);
  return rows[0] ?? null;
}

/** A heartbeat gets another word; the one before is worth nothing from now on. False if there is no such heartbeat. */
export async function replaceWord(tx: Tx, jurisdictionId: number, id: string, tokenHash: Buffer): Promise<boolean> {
  const { numAffectedRows } = await sql`update uptime_probe set token_hash = ${tokenHash}, version = version + 1
    where jurisdiction_id = ${jurisdictionId} and id = ${id} and kind = 'heartbeat'`.execute(tx);
  return numAffectedRows === 1n;
}

/** A heartbeat came: the next is missed only after its interval and the patience of its timeout. */
export async function putOff(tx: Tx, probe: DueProbe, until: Instant): Promise<void> {
  await sql`update uptime_probe set next_at = ${until} where jurisdiction_id = ${probe.jurisdictionId} and id = ${probe.id}`.execute(
    tx,
  );
}

const runColumns = sql`result, first_at as first, last_at as last, checks`;

/** The last run of a probe, locked for whoever adds to it. */
export async function lockLastRun(tx: Tx, jurisdictionId: number, probeId: string): Promise<Run | null> {
  const { rows } = await sql<Run>`select ${runColumns} from uptime_run
    where jurisdiction_id = ${jurisdictionId} and probe_id = ${probeId} order by first_at desc limit 1 for update`.execute(
    tx,
  );
  return rows[0] ?? null;
}

export async function saveRuns(
  tx: Tx,
  jurisdictionId: number,
  probeId: string,
  runs: readonly (Run & { said?: string | null })[],
): Promise<void> {
  if (runs.length === 0) return;
  const rows = runs.map(
    ({ result, first, last, checks, said }) =>
      sql`(${jurisdictionId}, ${probeId}, ${first}, ${last}, ${result}, ${checks}, ${said ?? null})`,
  );
  await sql`insert into uptime_run (jurisdiction_id, probe_id, first_at, last_at, result, checks, said) values ${sql.join(rows)}
    on conflict (jurisdiction_id, probe_id, first_at) do update
    set last_at = excluded.last_at, checks = excluded.checks, said = coalesce(excluded.said, uptime_run.said)`.execute(
    tx,
  );
}

/** The runs of probes that reach into a period, by probe, oldest first. */
export async function listRuns(
  tx: Tx,
  jurisdictionId: number,
  probeIds: readonly string[],
  period: { from: Instant; to: Instant },
): Promise<Map<string, Run[]>> {
  const { rows } = await sql<Run & { probeId: string }>`select probe_id as "probeId", ${runColumns} from uptime_run
    where jurisdiction_id = ${jurisdictionId} and probe_id = any(${[...probeIds]}) and first_at < ${period.to}
      and last_at >= ${period.from}::timestamptz - interval '2 days'
    order by probe_id, first_at limit 500000`.execute(tx);
  return Map.groupBy(rows, (run) => run.probeId);
}

/** When each probe looked for the first time and for the last; one that never did is not among them. */
export async function listFirstAndLast(
  tx: Tx,
  jurisdictionId: number,
  probeIds: readonly string[],
): Promise<Map<string, { first: Instant; last: Instant }>> {
  const end = (order: RawBuilder<unknown>) => sql`(select first_at, last_at from uptime_run
    where jurisdiction_id = ${jurisdictionId} and probe_id = wanted.id order by first_at ${order} limit 1)`;
  const { rows } = await sql<{ probeId: string; first: Instant; last: Instant }>`
    select wanted.id as "probeId", oldest.first_at as first, newest.last_at as last
    from unnest(${[...probeIds]}::uuid[]) as wanted (id)
    cross join lateral ${end(sql`asc`)} as oldest cross join lateral ${end(sql`desc`)} as newest`.execute(tx);
  return new Map(rows.map(({ probeId, ...ends }) => [probeId, ends]));
}

/** The newest run of each probe. */
export async function listLastRuns(
  tx: Tx,
  jurisdictionId: number,
  probeIds: readonly string[],
): Promise<Map<string, Run & { said: string | null }>> {
  const { rows } = await sql<Run & { said: string | null; probeId: string }>`
    select wanted.id as "probeId", run.* from unnest(${[...probeIds]}::uuid[]) as wanted (id)
    cross join lateral (select ${runColumns}, said from uptime_run
      where jurisdiction_id = ${jurisdictionId} and probe_id = wanted.id order by first_at desc limit 1) as run`.execute(
    tx,
  );
  return new Map(rows.map(({ probeId, ...run }) => [probeId, run]));
}

/** Incidents of a period, newest first: those that began in it or went on at its beginning. What was none, or another's, ended. */
export async function listIncidents(
  tx: Tx,
  jurisdictionId: number,
  wanted: { from: Instant; to: Instant; subjectIds?: readonly string[]; limit: number },
): Promise<IncidentRecord[]> {
  const { rows } = await sql<{ body: IncidentRecord }>`select body from uptime_incident
    where jurisdiction_id = ${jurisdictionId} and since < ${wanted.to} and (since >= ${wanted.from} or ended_at >= ${wanted.from}
        or (ended_at is null and state not in ('falseAlarm', 'merged')))
      ${wanted.subjectIds ? sql`and subject_id = any(${[...wanted.subjectIds]})` : sql``}
    order by since desc, id desc limit ${wanted.limit}`.execute(tx);
  return rows.map(({ body }) => body);
}

/** The incident that a probe opened and that is still open. */
export async function findOpenIncident(tx: Tx, jurisdictionId: number, probeId: string): Promise<string | null> {
  const { rows } = await sql<{ id: string }>`select id from uptime_incident
    where jurisdiction_id = ${jurisdictionId} and probe_id = ${probeId} and ended_at is null
      and state in ('investigating', 'identified', 'monitoring') limit 1`.execute(tx);
  return rows[0]?.id ?? null;
}

/** When the last incident of a probe that began within a run of failures was said to be over; null if it is none, or another's. */
export async function findLastEnd(
  tx: Tx,
  jurisdictionId: number,
  { probeId, since }: { probeId: string; since: Instant },
): Promise<Instant | null> {
  const { rows } = await sql<{ endedAt: Instant | null; over: boolean }>`
    select ended_at as "endedAt", state in ('resolved', 'reviewed') as over from uptime_incident
    where jurisdiction_id = ${jurisdictionId} and probe_id = ${probeId} and since >= ${since}
    order by since desc, id desc limit 1`.execute(tx);
  return rows[0]?.over ? rows[0].endedAt : null;
}

/** Maintenance that reaches into a period, newest first. */
export async function listMaintenance(
  tx: Tx,
  jurisdictionId: number,
  period: { from: Instant; to: Instant },
): Promise<MaintenanceRecord[]> {
  const { rows } = await sql<{ body: MaintenanceRecord }>`select body from uptime_maintenance
    where jurisdiction_id = ${jurisdictionId} and from_at < ${period.to} and to_at > ${period.from}
    order by from_at desc, id limit 2000`.execute(tx);
  return rows.map(({ body }) => body);
}

/** Corrections that reach into a period, in the order in which they were last changed. */
export async function listCorrections(
  tx: Tx,
  jurisdictionId: number,
  period: { from: Instant; to: Instant },
): Promise<CorrectionRecord[]> {
  const { rows } = await sql<{ body: CorrectionRecord }>`select body from uptime_correction
    where jurisdiction_id = ${jurisdictionId} and from_at < ${period.to} and to_at > ${period.from}
    order by updated_at, id limit 2000`.execute(tx);
  return rows.map(({ body }) => body);
}

/** What the last look of a probe found, by the code of what it looks at. */
export interface ProbeState {
  jurisdictionId: number;
  subject: string;
  probe: string;
  up: boolean;
}

/** Of every active probe of all jurisdictions. */
export async function listProbeStates(tx: Tx): Promise<ProbeState[]> {
  const { rows } = await sql<ProbeState>`
    select p.jurisdiction_id as "jurisdictionId", s.code as subject, p.name as probe, run.result = 'ok' as up
    from uptime_probe p
    join uptime_subject s on s.jurisdiction_id = p.jurisdiction_id and s.id = p.subject_id
    cross join lateral (select result from uptime_run where jurisdiction_id = p.jurisdiction_id and probe_id = p.id
      order by first_at desc limit 1) as run
    where p.active order by p.jurisdiction_id, s.code, p.name limit 2000`.execute(tx);
  return rows;
}
