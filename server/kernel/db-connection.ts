import pg from 'pg';

type Ask = (text: string, values?: readonly unknown[], done?: unknown) => Promise<pg.QueryResult>;

/** Statements kept ready, at most; each connection keeps them, so each costs memory on every one. */
const READY_AT_MOST = 150;
/** Longer statements are lists of rows, hardly the same twice. */
const LONGEST = 3000;
/** A statement that came so often is worth keeping ready. */
const OFTEN = 5;

const names = new Map<string, string>();
const counts = new Map<string, number>();

/** The name under which every connection keeps this statement ready; none for what is rarely asked. */
function nameOf(text: string): string | undefined {
  const known = names.get(text);
  if (known !== undefined || names.size >= READY_AT_MOST || text.length > LONGEST) return known;
  const count = (counts.get(text) ?? 0) + 1;
  if (counts.size > 1000) counts.clear();
  counts.set(text, count);
  if (count < OFTEN) return undefined;
  counts.delete(text);
  const name = `ready_${names.size}`;
  names.set(text, name);
  return name;
}

const BEGIN = /^(?:begin|start transaction)\b/;

/**
 * A connection that spares what most costs in small transactions, the journeys between the two processes: `begin` waits
 * for the first statement and travels with it (a transaction without any is never begun), and a statement that comes
 * often is parsed once and kept ready under a name.
 */
export class SparingConnection extends pg.Client {
  constructor(config?: pg.ClientConfig & { quietMs?: number }) {
    super({ ...config, pipeline: true });
    // Lost while a transaction holds it but asks nothing just then: its next statement fails, and the pool drops it.
    this.on('error', () => undefined);
    const ask = this.#watched(this.query.bind(this) as Ask, config?.quietMs ?? 0);
    let begin: string | undefined;

    const askReady: Ask = (text, values) => {
      const name = values && values.length > 0 ? nameOf(text) : undefined;
      return name === undefined ? ask(text, values) : (ask as unknown as AskNamed)({ name, text, values });
    };

    const askSparing: Ask = (text, values, done) => {
      if (typeof text !== 'string' || done !== undefined || typeof values === 'function')
        return ask(text, values, done);
      if (BEGIN.test(text)) {
        begin = text;
        return Promise.resolve(ended('BEGIN'));
      }
      if (begin === undefined) return askReady(text, values);
      const first = begin;
      begin = undefined;
      if (text === 'commit' || text === 'rollback') return Promise.resolve(ended(text.toUpperCase()));
      this.connection.stream.cork();
      const begun = ask(first);
      const asked = askReady(text, values);
      this.connection.stream.uncork();
      // Should `begin` itself fail, nobody hears of the statement behind it.
      asked.catch(() => undefined);
      return begun.then(() => asked);
    };
    this.query = askSparing as unknown as pg.Client['query'];
  }

  /**
   * A connection whose other end is gone without a word (a network cut, a machine switched off) would be waited at for
   * ever: one that owes an answer and says nothing for so long is cut, and its statements fail as on a lost connection.
   */
  #watched(ask: Ask, quietMs: number): Ask {
    if (quietMs === 0) return ask;
    let owed = 0;
    let timer: NodeJS.Timeout | undefined;
    const answered = () => {
      owed -= 1;
      if (owed > 0) timer?.refresh();
      else clearTimeout(timer);
    };
    return (...asked) => {
      const answer: Promise<pg.QueryResult> | undefined = ask(...asked);
      // Asked with a callback, as the pool itself does: the answer goes there.
      if (answer === undefined) return answer as never;
      owed += 1;
      if (owed === 1)
        timer = setTimeout(() => {
          this.connection.stream.destroy(new Error('Connection terminated: the database does not answer'));
        }, quietMs);
      answer.then(answered, answered);
      return answer;
    };
  }
}

type AskNamed = (asked: {
  name: string;
  text: string;
  values: readonly unknown[] | undefined;
}) => Promise<pg.QueryResult>;

const ended = (command: string): pg.QueryResult => ({ command, rowCount: null, oid: 0, fields: [], rows: [] });
