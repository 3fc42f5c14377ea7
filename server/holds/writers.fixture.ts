import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { Db } from '../kernel/db.ts';
import { Officer } from './officer.fixture.ts';

interface Acknowledged {
  id: string;
  /** The highest version that was acknowledged. */
  version: number;
}

/**
 * Officers who report and accept cases as fast as they are answered, each step with an Idempotency-Key, asking again
 * with the same key until there is an answer. They keep a book of what was acknowledged.
 */
export class Writers {
  readonly book = new Map<string, Acknowledged>();
  readonly wrong: string[] = [];
  readonly #agent: Officer;
  readonly #intake: Officer;
  readonly #category: string;
  #working = true;
  #done: Promise<void>[] = [];

  private constructor(agent: Officer, intake: Officer, category: string) {
    this.#agent = agent;
    this.#intake = intake;
    this.#category = category;
  }

  static async begin(url: string, count = 8): Promise<Writers> {
    const agent = await Officer.signIn(url, 'zuoxi01');
    const intake = await Officer.signIn(url, 'shouli01');
    const found = await intake.ask('GET', `/catalogue/categories?query=${encodeURIComponent('路灯异常')}`);
    const writers = new Writers(agent, intake, found?.body.items[0].category.id);
    writers.#done = Array.from({ length: count }, () => writers.#write());
    return writers;
  }

  /** How often they were told that the database was away. */
  get refused(): number {
    return this.#agent.refused + this.#intake.refused;
  }

  /** Where the server is now. */
  move(url: string, other = url): void {
    this.#agent.url = url;
    this.#intake.url = other;
  }

  /** Ends after each has finished what it is at. */
  async end(): Promise<void> {
    this.#working = false;
    await Promise.all(this.#done);
    this.wrong.push(...this.#agent.wrong, ...this.#intake.wrong);
  }

  async #write(): Promise<void> {
    while (this.#working) {
      const mark = newMark();
      const report = { source: 'hotline', description: `路灯不亮 ${mark}`, address: '东街口' };
      const reported = await this.#twice(this.#agent, '/cases', { body: report, key: `report-${mark}` });
      if (!reported) continue;
      this.book.set(mark, { id: reported.id, version: reported.version });
      const accepted = await this.#twice(this.#intake, `/cases/${reported.id}/actions/accept`, {
        body: { categoryId: this.#category },
        key: `accept-${mark}`,
        version: reported.version,
      });
      if (accepted) this.book.set(mark, { id: accepted.id, version: accepted.version });
    }
  }

  /** The same request a second time, with the same key, is answered as the first was. */
  async #twice(
    officer: Officer,
    path: string,
    how: { body: unknown; key: string; version?: number },
  ): Promise<{ id: string; version: number } | null> {
    const first = await officer.insist('POST', path, how);
    if (first.status >= 300) {
      this.wrong.push(`${path}: ${first.status} ${JSON.stringify(first.body)}`);
      return null;
    }
    if (this.book.size % 4 === 0) {
      const second = await officer.insist('POST', path, how);
      if (JSON.stringify(second.body) !== JSON.stringify(first.body))
        this.wrong.push(`${path}: another answer to the same key: ${second.status} ${JSON.stringify(second.body)}`);
    }
    return first.body;
  }
}

/** Letters only: among digits a telephone number might be found, and taken out. */
function newMark(): string {
  return randomUUID().replace(/[0-9]/g, (digit) => 'ghijklmnop'.charAt(Number(digit)));
}

/** What of the book the database does not hold as it was acknowledged, and what it holds twice; in words. */
export async function lossesOf(db: Db, book: ReadonlyMap<string, Acknowledged>): Promise<string[]> {
  const { rows } = await sql<{ id: string; version: number; mark: string }>`
    select id, version, substring(body->>'description' from '[a-p-]{36}$') as mark from case_file
    where body->>'description' like '路灯不亮 %'`.execute(db);
  const stored = Map.groupBy(rows, ({ mark }) => mark);
  const losses: string[] = [];
  for (const [mark, { id, version }] of book) {
    const [row, ...more] = stored.get(mark) ?? [];
    if (!row) losses.push(`${mark} is lost`);
    else if (more.length > 0) losses.push(`${mark} stands there ${more.length + 1} times`);
    else if (row.id !== id || row.version < version)
      losses.push(`${mark} is at ${row.version}, was acknowledged at ${version}`);
  }
  return losses;
}
