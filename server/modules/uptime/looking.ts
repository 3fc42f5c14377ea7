import { type Look, look } from '../../adapters/probing.ts';
import { type Db, perDatabase, type Tx, transact } from '../../kernel/db.ts';
import { isUnavailable } from '../../kernel/http-problem.ts';
import { type Instant, instant, millis } from '../../kernel/instant.ts';
import { beat, isWord, patience, recordCheck, recordRun } from './commands.ts';
import type { Probe } from './model.ts';
import { handOver, keep, newSpool, written } from './spool.ts';
import { askDatabase, type DueProbe, listWatched, putOff, takeDueProbes, type WatchedProbe } from './store.ts';

/**
 * 探测 — looks at what is due. A look outside may take seconds, and nothing is held open meanwhile: what was found is
 * written down at the next round. While the database is away the looking goes on by what this process remembers, and is
 * written down afterwards; only when this process itself is gone is nothing known.
 */

const AT_ONCE = 200;

interface Watch {
  spool: ReturnType<typeof newSpool>;
  /** The active probes as last read, with when each is due. */
  probes: { probe: WatchedProbe; dueAt: number }[];
  /** Heartbeats were being heard when the round before ended: what became due earlier may have come to nobody. */
  listening: boolean;
  /** The database is away, and its probes have been told. */
  away: boolean;
  /** What is to be looked at as soon as the round has been committed. */
  next: { due: DueProbe[]; at: Instant } | null;
  /** The database was asked and has not answered yet. */
  asking: boolean;
}

const watchOf = perDatabase(
  (): Watch => ({ spool: newSpool(), probes: [], listening: false, away: false, next: null, asking: false }),
);

/** One round with the database at hand. */
export async function lookAround(tx: Tx, now: Instant): Promise<void> {
  const watch = watchOf(tx);
  for (const { probe, run } of handOver(watch.spool)) {
    const taken = await recordRun(tx, probe, run, now);
    if (taken && probe.kind === 'heartbeat') await putOff(tx, probe, instant(millis(run.last) + patience(probe)));
  }
  const due = await takeDueProbes(tx, now, AT_ONCE);
  for (const probe of due) {
    if (probe.kind === 'heartbeat' && watch.listening)
      await recordCheck(tx, probe, { result: 'failed', at: now, said: 'no heartbeat' });
    // That this can be written is the proof.
    if (probe.kind === 'database') await recordCheck(tx, probe, { result: 'ok', at: now, said: 'written' });
  }
  watch.probes = (await listWatched(tx)).map((probe) => ({ probe, dueAt: millis(probe.nextAt) }));
  watch.next = { due, at: now };
}

/** The round is safely written: what was found is forgotten, and what is due outside is looked at. */
export function lookOn(db: Db): void {
  const watch = watchOf(db);
  if (watch.next === null) return;
  const { due, at } = watch.next;
  Object.assign(watch, { next: null, listening: true, away: false });
  written(watch.spool);
  for (const probe of due) if (isOutside(probe)) lookOutside(watch, probe, at);
}

/** One round without the database: that it does not answer is itself a finding, told at once and then by its interval. */
export function lookMeanwhile(db: Db, now: Instant): void {
  const watch = watchOf(db);
  const first = !watch.away;
  watch.away = true;
  for (const one of watch.probes) {
    if (one.dueAt > millis(now) && !(first && one.probe.kind === 'database')) continue;
    const step = one.probe.intervalSeconds * 1000;
    one.dueAt = Math.max(one.dueAt, millis(now) - step) + step;
    if (isOutside(one.probe)) lookOutside(watch, one.probe, now);
    else if (one.probe.kind === 'database') void lookInside(watch, db, one.probe, now);
  }
}

/** 心跳上报 — one that comes while the database is away is remembered by the word that was read before. */
export async function hearBeat(db: Db, id: string, word: string, now: Instant): Promise<void> {
  try {
    await transact(db, (tx) => beat(tx, id, word, now));
  } catch (error) {
    const watch = watchOf(db);
    const known = watch.probes.find(({ probe }) => probe.id === id && isWord(word, probe.tokenHash));
    if (!known || !isUnavailable(error)) throw error;
    keep(watch.spool, known.probe, { result: 'ok', at: now, said: 'heartbeat' });
  }
}

type LookAsked = Pick<Probe, 'kind' | 'target' | 'expects' | 'timeoutSeconds'>;

const isOutside = <P extends Pick<Probe, 'kind'>>(probe: P): probe is P & { kind: Look['kind'] } =>
  probe.kind !== 'heartbeat' && probe.kind !== 'database';

function lookOutside({ spool }: Watch, probe: DueProbe & Look, at: Instant): void {
  void look(probe, millis(at)).then(({ ok, said }) => keep(spool, probe, { result: ok ? 'ok' : 'failed', at, said }));
}

/** Asks once, and nothing is counted from it. */
export async function tryLook(db: Db, probe: LookAsked, now: Instant): Promise<{ ok: boolean; said: string }> {
  if (isOutside(probe)) return look(probe, millis(now));
  const answer = await answerWithin(db, probe.timeoutSeconds).seen;
  return { ok: answer === 'answered', said: answer };
}

/** Whether the database answers in so many seconds; `ended` is when it answered at last, or failed. */
function answerWithin(db: Db, seconds: number) {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'timed out'>((resolve) => {
    timer = setTimeout(resolve, seconds * 1000, 'timed out');
  });
  const ended = askDatabase(db).then(
    () => 'answered' as const,
    () => 'away' as const,
  );
  return { ended, seen: Promise.race([ended, late]).finally(() => clearTimeout(timer)) };
}

/** Asks for an answer in the probe's time. One question at a time: a database that hangs would be given all connections. */
async function lookInside(watch: Watch, db: Db, probe: DueProbe, at: Instant): Promise<void> {
  const failed = (said: string) => keep(watch.spool, probe, { result: 'failed', at, said });
  if (watch.asking) return failed('no answer');
  watch.asking = true;
  const { ended, seen } = answerWithin(db, probe.timeoutSeconds);
  void ended.then(() => {
    watch.asking = false;
  });
  const said = await seen;
  if (said === 'answered') keep(watch.spool, probe, { result: 'ok', at, said });
  else failed(said);
}
