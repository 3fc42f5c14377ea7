import type { Pool } from 'pg';

/** What the officers of a bench name in their forms and filters: read from the district they work in. */
export interface Ground {
  jurisdictionId: number;
  password: string;
  /** Where cases are. */
  points: { lon: number; lat: number }[];
  categoryId: string;
  conditionId: string;
  unitId: string;
  subdistrict: string;
  /** Words that callers use, from the commonest to the rarest. */
  words: string[];
  /** Some cases with a log, old and new. */
  caseIds: string[];
  cases: number;
  entries: number;
}

/** Reads the ground of the district that has the most cases. */
export async function groundOf(pool: Pool, password: string): Promise<Ground> {
  const one = async <Row extends object>(text: string, values: unknown[] = []): Promise<Row> => {
    const { rows } = await pool.query<Row>(text, values);
    if (!rows[0]) throw new Error(`the district has nothing of what a bench needs: ${text}`);
    return rows[0];
  };
  const { id } = await one<{ id: number }>(
    'select jurisdiction_id as id from case_file group by 1 order by count(*) desc limit 1',
  );
  const usual = await one<{ category: string; condition: string; unit: string; subdistrict: string }>(
    `select f.category_id as category, c.id as condition, f.unit_id as unit, (select min(subdistrict_code) from case_file) as subdistrict
      from case_file f join catalogue_condition c on c.jurisdiction_id = f.jurisdiction_id and c.category_id = f.category_id
      join organisation_unit u on u.jurisdiction_id = f.jurisdiction_id and u.id = f.unit_id and u.active
      where f.jurisdiction_id = $1 and f.state = 'handling' limit 1`,
    [id],
  );
  const { cases } = await one<{ cases: number }>(
    'select count(*)::int as cases from case_file where jurisdiction_id = $1',
    [id],
  );
  const share = Math.min(100, 200_000 / Math.max(1, cases));
  const spread = await pool.query<{ id: string; lon: number; lat: number }>(
    `select id, lon, lat from case_file tablesample system (${share}) where jurisdiction_id = $1 and lon is not null limit 400`,
    [id],
  );
  const { entries } = await one<{ entries: number }>(
    'select count(*)::int as entries from log_entry where jurisdiction_id = $1',
    [id],
  );
  return {
    jurisdictionId: id,
    password,
    points: spread.rows.map(({ lon, lat }) => ({ lon, lat })),
    categoryId: usual.category,
    conditionId: usual.condition,
    unitId: usual.unit,
    subdistrict: usual.subdistrict,
    words: [
      '井盖',
      '门口',
      '行人通行',
      '路灯不亮',
      '共享单车',
      '暴露垃圾 学校',
      '消防通道',
      '油烟 邻居',
      '龙舟训练',
      '评话书场',
    ],
    caseIds: spread.rows.map((row) => row.id),
    cases,
    entries,
  };
}
