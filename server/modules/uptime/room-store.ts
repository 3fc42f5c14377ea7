import { sql } from 'kysely';
import type { Tx } from '../../kernel/db.ts';
import type { Words } from '../../kernel/words.ts';
import type { Contract, Room } from './model.ts';
import type { InspectionRecord } from './procedures.ts';

interface RoomRow {
  id: string;
  code: string;
  nameZh: string;
  nameEn: string;
  checklist: Words[];
  from: number;
  to: number;
  scope: string | null;
  contracts: Contract[];
  active: boolean;
  version: number;
}

const roomColumns = sql`id, code, name_zh as "nameZh", name_en as "nameEn", checklist, temperature_from as "from", temperature_to as "to",
  scope, contracts, active, version`;

const roomOf = ({ nameZh, nameEn, from, to, ...row }: RoomRow): Room => ({
  ...row,
  name: { zh: nameZh, en: nameEn },
  temperature: { from, to },
});

export async function listRooms(tx: Tx, jurisdictionId: number): Promise<Room[]> {
  const { rows } = await sql<RoomRow>`select ${roomColumns} from uptime_room
    where jurisdiction_id = ${jurisdictionId} order by code limit 200`.execute(tx);
  return rows.map(roomOf);
}

export async function findRoom(tx: Tx, jurisdictionId: number, id: string): Promise<Room | null> {
  const { rows } = await sql<RoomRow>`select ${roomColumns} from uptime_room
    where jurisdiction_id = ${jurisdictionId} and id = ${id}`.execute(tx);
  return rows[0] ? roomOf(rows[0]) : null;
}

export async function insertRoom(tx: Tx, jurisdictionId: number, room: Room): Promise<void> {
  await sql`insert into uptime_room (jurisdiction_id, id, code, name_zh, name_en, checklist, temperature_from, temperature_to, scope, contracts, active)
    values (${jurisdictionId}, ${room.id}, ${room.code}, ${room.name.zh}, ${room.name.en}, ${JSON.stringify(room.checklist)}::jsonb,
      ${room.temperature.from}, ${room.temperature.to}, ${room.scope}, ${JSON.stringify(room.contracts)}::jsonb, ${room.active})`.execute(
    tx,
  );
}

/** False if the version is not the present one any more. */
export async function updateRoom(tx: Tx, jurisdictionId: number, room: Room): Promise<boolean> {
  const { numAffectedRows } = await sql`update uptime_room set name_zh = ${room.name.zh}, name_en = ${room.name.en},
    checklist = ${JSON.stringify(room.checklist)}::jsonb, temperature_from = ${room.temperature.from},
    temperature_to = ${room.temperature.to}, scope = ${room.scope}, contracts = ${JSON.stringify(room.contracts)}::jsonb, active = ${room.active}, version = version + 1
    where jurisdiction_id = ${jurisdictionId} and id = ${room.id} and version = ${room.version}`.execute(tx);
  return numAffectedRows === 1n;
}

/** Sheets of a period of local dates, newest first. */
export async function listInspections(
  tx: Tx,
  jurisdictionId: number,
  period: { from: string; to: string },
): Promise<InspectionRecord[]> {
  const { rows } = await sql<{ body: InspectionRecord }>`select body from uptime_inspection
    where jurisdiction_id = ${jurisdictionId} and day >= ${period.from} and day <= ${period.to}
    order by day desc, updated_at desc limit 5000`.execute(tx);
  return rows.map(({ body }) => body);
}
