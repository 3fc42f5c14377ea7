import { randomBytes, randomUUID } from 'node:crypto';
import { Pool, type PoolClient } from 'pg';
import { poolConfig } from '../kernel/db.ts';
import { keysOf } from '../modules/cases/search-keys.ts';

/**
 * Tables like ours with their indexes, on which the same transactions are done by hand-written SQL: no permission, no
 * validation, no clock, no hash. What a case costs at least; the measure of what the house adds.
 */
export async function makeThinTables(pool: Pool): Promise<void> {
  for (const table of ['case_file', 'case_search', 'log_entry'])
    await pool.query(`create table if not exists thin_${table} (like ${table} including all)`);
  await pool.query('create sequence if not exists thin_number');
}

/** Connections of the bare driver. One that is lost while idle is nothing to speak of; the query that misses it says so. */
export function barePool(url: string, max: number): Pool {
  return new Pool({ ...poolConfig(url), max }).on('error', () => undefined);
}

/** What is written again and again: the texts of a case that the house made. */
interface Sample {
  jurisdictionId: number;
  body: string;
  pairs: number[];
  words: string[];
  entry: string;
  subdistrict: string;
}

const COLUMNS = `id, number, version, state, round, source, nature, urgent, summary, address, lon, lat, subdistrict_code, community_code, category_id,
  unit_id, inspector_id, reported_at, closed_at, due_at, warn_at, suspended_until`;

export type Kase = { id: string; version: number };
export type ThinWork = 'create' | 'act' | 'read' | 'list' | 'search';

/** Hand-written SQL through the driver. Every work answers with what it read or wrote. */
export class ThinSql {
  private readonly pool: Pool;
  private readonly sample: Sample;

  private constructor(pool: Pool, sample: Sample) {
    this.pool = pool;
    this.sample = sample;
  }

  static async open(pool: Pool): Promise<ThinSql> {
    const { rows } =
      await pool.query<Sample>(`select f.jurisdiction_id as "jurisdictionId", f.body::text, s.pairs, s.words, e.body as entry, 
        (select min(subdistrict_code) from case_file) as subdistrict
      from case_file f join case_search s on s.jurisdiction_id = f.jurisdiction_id and s.case_id = f.id
      join log_entry e on e.jurisdiction_id = f.jurisdiction_id and e.record_id = f.id and e.seq = 1
      where f.state = 'reported' limit 1`);
    if (!rows[0]) throw new Error('no case to take as a sample');
    return new ThinSql(pool, rows[0]);
  }

  private async inTransaction<T>(work: (client: PoolClient) => Promise<T>): Promise<T> {
    const client = await this.pool.connect();
    try {
      await client.query('begin');
      const done = await work(client);
      await client.query('commit');
      return done;
    } finally {
      client.release();
    }
  }

  private async log(client: PoolClient, id: string, seq: number): Promise<void> {
    await client.query(
      `insert into thin_log_entry (jurisdiction_id, record_id, seq, kind, action, actor_id, at, recorded_at, origin, body, prev_hash, hash)
        values ($1, $2, $3, 'case', 'step', null, now(), now(), 'acted', $4, $5, $5)`,
      [this.sample.jurisdictionId, id, seq, this.sample.entry, randomBytes(32)],
    );
  }

  /** A work by its name, as the bare server is asked for it. */
  async do(work: ThinWork, { id, version }: Kase): Promise<unknown> {
    switch (work) {
      case 'act':
        return this.act(id, version);
      case 'read':
        return this.read(id);
      default:
        return this[work]();
    }
  }

  create(): Promise<Kase> {
    const { jurisdictionId, body, pairs, words } = this.sample;
    const id = randomUUID();
    return this.inTransaction(async (client) => {
      await client.query(
        `insert into thin_case_file (jurisdiction_id, id, number, version, state, round, source, nature, urgent, summary, address, lon, lat, spot,
          subdistrict_code, assist_unit_ids, reported_at, due_at, warn_at, endangered_at, updated_at, log_hash, body)
        values ($1, $2, nextval('thin_number')::text, 1, 'reported', 1, 'hotline', 'problem', false, $3, '东街口 12 号', 119.2945, 26.0838, 417862941,
          '350102001', '{}', now(), now() + interval '1 hour', now(), now() + interval '1 hour', now(), $4, $5)`,
        [jurisdictionId, id, '路灯不亮，影响行人通行，已有几天无人处理。', randomBytes(32), body],
      );
      await client.query(
        'insert into thin_case_search (jurisdiction_id, case_id, reported_at, pairs, words) values ($1, $2, now(), $3, $4)',
        [jurisdictionId, id, pairs, words],
      );
      await this.log(client, id, 1);
      return { id, version: 1 };
    });
  }

  act(id: string, version: number): Promise<unknown> {
    const { jurisdictionId, body } = this.sample;
    return this.inTransaction(async (client) => {
      const found = await client.query(
        'select body from thin_case_file where jurisdiction_id = $1 and id = $2 for update',
        [jurisdictionId, id],
      );
      await client.query(
        `update thin_case_file set state = $3, version = $4, due_at = now() + interval '1 day', endangered_at = now() + interval '1 day', updated_at = now(), log_hash = $5, body = $6
          where jurisdiction_id = $1 and id = $2`,
        [jurisdictionId, id, `s${version}`, version + 1, randomBytes(32), body],
      );
      await this.log(client, id, version + 1);
      return found.rows[0];
    });
  }

  async read(id: string): Promise<unknown> {
    const { rows } = await this.pool.query('select body from thin_case_file where jurisdiction_id = $1 and id = $2', [
      this.sample.jurisdictionId,
      id,
    ]);
    return rows[0];
  }

  async list(): Promise<unknown> {
    const { rows } = await this.pool.query(
      `select ${COLUMNS} from case_file where jurisdiction_id = $1 and endangered_at < '2200-12-31' and source = 'hotline' and subdistrict_code = $2
        order by endangered_at, id limit 51`,
      [this.sample.jurisdictionId, this.sample.subdistrict],
    );
    return rows;
  }

  async search(): Promise<unknown> {
    const { rows } = await this.pool.query(
      `select ${COLUMNS} from case_file where jurisdiction_id = $1
        and id in (select case_id from case_search where jurisdiction_id = $1 and pairs @> $2) order by reported_at desc, id desc limit 51`,
      [this.sample.jurisdictionId, keysOf(this.sample.jurisdictionId, '井盖').pairs],
    );
    return rows;
  }
}
