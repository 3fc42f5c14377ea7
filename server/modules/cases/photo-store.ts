import { createHash } from 'node:crypto';
import exif from 'exifr';
import { sql } from 'kysely';
import type { Actor } from '../../kernel/actor.ts';
import type { Tx } from '../../kernel/db.ts';
import { wasErased } from '../../kernel/erasure.ts';
import { newId } from '../../kernel/id.ts';
import { type Instant, instant, millis, parseInstant } from '../../kernel/instant.ts';
import { refuse } from '../../kernel/refusal.ts';
import { DAY, instantOfWall, readZone } from '../calendar/zone.ts';
import type { Point } from '../geo/model.ts';
import { findJurisdiction } from '../organisation/store.ts';
import { cleanPicture, type ImageType } from './images.ts';
import type { CaseFile } from './model.ts';
import type { PhotoHashes } from './rules.ts';

export interface Photo {
  id: string;
  type: ImageType;
  takenAt: Instant | null;
  takenPoint: Point | null;
}

/**
 * Keeps an uploaded picture as evidence: time and place are read from its metadata and stored beside it, then the
 * metadata is cut out of what will ever be served. Anything but JPEG, PNG or WebP, by its bytes and not its name, is refused.
 */
export async function keepPhoto(tx: Tx, actor: Actor, bytes: Buffer, now: Instant): Promise<Photo> {
  const picture = cleanPicture(bytes);
  if ('refused' in picture) refuse(picture);
  const { type, bytes: clean } = picture;
  const { timeZone = 'UTC' } = (await findJurisdiction(tx, actor.jurisdictionId)) ?? {};
  const { takenAt, takenPoint } = await metadataOf(bytes, timeZone);
  const id = newId(millis(now));
  await insertPhotos(
    tx,
    actor.jurisdictionId,
    [{ id, caseId: null, type, bytes: clean, takenAt, takenPoint, uploadedBy: actor.id, uploadedAt: now }],
    bytes,
  );
  return { id, type, takenAt, takenPoint };
}

export interface PhotoToWrite extends Photo {
  caseId: string | null;
  bytes: Buffer;
  uploadedBy: string;
  uploadedAt: Instant;
}

/** `original`: the one picture as it was uploaded, whose hash is kept; pictures without metadata are their own originals. */
export async function insertPhotos(
  tx: Tx,
  jurisdictionId: number,
  photos: readonly PhotoToWrite[],
  original?: Buffer,
): Promise<void> {
  if (photos.length === 0) return;
  const rows = photos.map(
    (photo) => sql`(${jurisdictionId}, ${photo.id}, ${photo.caseId}, ${createHash('sha256')
      .update(original ?? photo.bytes)
      .digest()}, ${photo.type}, ${photo.bytes},
      ${photo.takenAt}, ${photo.takenPoint?.lon ?? null}, ${photo.takenPoint?.lat ?? null}, ${photo.uploadedBy}, ${photo.uploadedAt})`,
  );
  await sql`insert into case_photo (jurisdiction_id, id, case_id, sha256, type, bytes, taken_at, taken_lon, taken_lat, uploaded_by, uploaded_at)
    values ${sql.join(rows)}`.execute(tx);
}

const WANTED = [
  'DateTimeOriginal',
  'OffsetTimeOriginal',
  'GPSLatitude',
  'GPSLongitude',
  'GPSLatitudeRef',
  'GPSLongitudeRef',
];

/** What the camera wrote. A broken or absent block is no fault: then nothing is known. */
async function metadataOf(
  bytes: Buffer,
  timeZone: string,
): Promise<{ takenAt: Instant | null; takenPoint: Point | null }> {
  try {
    const found = await exif.parse(bytes, { gps: true, reviveValues: false, pick: WANTED });
    const { latitude: lat, longitude: lon } = found ?? {};
    const known = typeof lat === 'number' && typeof lon === 'number' && Math.abs(lat) <= 90 && Math.abs(lon) <= 180;
    return {
      takenAt: takenAtOf(found?.DateTimeOriginal, found?.OffsetTimeOriginal, timeZone),
      takenPoint: known ? { lon, lat } : null,
    };
  } catch {
    return { takenAt: null, takenPoint: null };
  }
}

/** A camera writes its own wall clock (`2026:11:22 09:30:00`), newer ones the offset too; else the district's zone is taken. */
function takenAtOf(wall: unknown, offset: unknown, timeZone: string): Instant | null {
  const [, year, month, day, time] = /^(\d{4}):(\d{2}):(\d{2}) (\d{2}:\d{2}:\d{2})/.exec(String(wall)) ?? [];
  const text = `${year}-${month}-${day}T${time}`;
  const told = parseInstant(`${text}${offset}`);
  const asUtc = parseInstant(`${text}Z`);
  if (told || !asUtc) return told;
  const at = millis(asUtc);
  return instant(instantOfWall(readZone(timeZone, at - DAY, at + DAY), at));
}

/** SHA-256 of those of these pictures that this officer may still use as evidence (the system may use any), by their ids. */
export async function hashPhotos(
  tx: Tx,
  jurisdictionId: number,
  ids: readonly string[],
  uploadedBy: string | null,
): Promise<PhotoHashes> {
  const { rows } = await sql<{ id: string; hash: string }>`select id::text as id, encode(sha256(bytes), 'hex') as hash
    from case_photo where jurisdiction_id = ${jurisdictionId} and id = any(${ids}) and case_id is null
    ${uploadedBy ? sql`and uploaded_by = ${uploadedBy}` : sql``}`.execute(tx);
  return Object.fromEntries(rows.map(({ id, hash }) => [id, hash]));
}

/** The pictures become evidence of this case. Of two cases that claim one at the same moment, the second is refused. */
export async function attachPhotos(
  tx: Tx,
  kase: Pick<CaseFile, 'jurisdictionId' | 'id'>,
  ids: readonly string[],
  actor: Actor | null,
): Promise<void> {
  if (ids.length === 0) return;
  const { numAffectedRows } =
    await sql`update case_photo set case_id = ${kase.id} where jurisdiction_id = ${kase.jurisdictionId} and id = any(${ids}) and case_id is null
    ${actor ? sql`and uploaded_by = ${actor.id}` : sql``}`.execute(tx);
  if (Number(numAffectedRows) === new Set(ids).size) return;
  refuse({
    refused: 'conflict',
    code: 'photoTaken',
    message: { zh: '有照片刚被用于别的案卷。', en: 'Some photo was just used for another case.' },
  });
}

/** The pictures of a case, without their bytes. */
export async function listPhotos(tx: Tx, jurisdictionId: number, caseId: string): Promise<Photo[]> {
  const { rows } = await sql<{
    id: string;
    type: ImageType;
    taken_at: Instant | null;
    taken_lon: number | null;
    taken_lat: number | null;
  }>`
    select id, type, taken_at, taken_lon, taken_lat from case_photo
    where jurisdiction_id = ${jurisdictionId} and case_id = ${caseId} order by uploaded_at limit 200`.execute(tx);
  return rows.map((row) => ({
    id: row.id,
    type: row.type,
    takenAt: row.taken_at,
    takenPoint: row.taken_lon === null || row.taken_lat === null ? null : { lon: row.taken_lon, lat: row.taken_lat },
  }));
}

/** One picture with the case it belongs to (null while it is not yet evidence) and who uploaded it. */
export async function findPhoto(
  tx: Tx,
  jurisdictionId: number,
  id: string,
): Promise<{ id: string; bytes: Buffer; type: ImageType; caseId: string | null; uploadedBy: string } | null> {
  const { rows } = await sql<{
    id: string;
    bytes: Buffer;
    type: ImageType;
    case_id: string | null;
    uploaded_by: string;
  }>`
    select id, bytes, type, case_id, uploaded_by from case_photo where jurisdiction_id = ${jurisdictionId} and id = ${id}`.execute(
    tx,
  );
  const row = rows[0];
  return row
    ? { id: row.id, bytes: row.bytes, type: row.type, caseId: row.case_id, uploadedBy: row.uploaded_by }
    : null;
}

/** Pictures read together, and cases asked for theirs: few enough that no statement lasts. */
const PICTURES_AT_ONCE = 200;
const CASES_AT_ONCE = 5000;
const BEFORE_ALL = '00000000-0000-0000-0000-000000000000';

/**
 * Compares the pictures with what the cases say was attached, which the log proves: every one that is kept is read anew,
 * and every one whose hash was frozen is kept still, or proven to have been erased. The first difference in words.
 */
export async function findPhotoFlaw(tx: Tx, jurisdictionId: number): Promise<string | null> {
  return (await findExchanged(tx, jurisdictionId)) ?? (await findLost(tx, jurisdictionId));
}

/** A case's own words tell whether any hash was frozen; only then is it taken apart. */
async function findLost(tx: Tx, jurisdictionId: number): Promise<string | null> {
  let after = BEFORE_ALL;
  for (;;) {
    const { rows } = await sql<{ last: string | null; lost: string | null; kase: string | null }>`with portion as (
        select id, body from case_file where jurisdiction_id = ${jurisdictionId} and id > ${after}
        order by id limit ${CASES_AT_ONCE}),
      lost as (
        select portion.id, photo ->> 'id' as photo
        from portion cross join lateral json_array_elements(body -> 'photos') as photo
        where body::text like '%"sha256"%' and photo ->> 'sha256' is not null
          and not exists (select 1 from case_photo p where p.jurisdiction_id = ${jurisdictionId} and p.id = (photo ->> 'id')::uuid)
          and not ${wasErased(jurisdictionId, sql`photo ->> 'id'`)}
        order by portion.id limit 1)
      select (select max(id::text) from portion) as last, (select photo from lost) as lost, (select id from lost) as kase`.execute(
      tx,
    );
    const [found] = rows;
    if (found?.lost)
      return `photo ${found.lost}: it is gone, and no erasure is proven: it was attached to case ${found.kase}`;
    if (!found?.last) return null;
    after = found.last;
  }
}

/** A picture whose hash nobody froze is only looked for in its case. */
async function findExchanged(tx: Tx, jurisdictionId: number): Promise<string | null> {
  let after = BEFORE_ALL;
  for (;;) {
    const { rows } = await sql<{ last: string | null; flawed: string | null; kase: string | null }>`with portion as (
        select id, case_id, bytes from case_photo
        where jurisdiction_id = ${jurisdictionId} and case_id is not null and id > ${after}
        order by id limit ${PICTURES_AT_ONCE})
      select max(portion.id::text) as last,
        min(portion.id::text) filter (where flawed) as flawed,
        min(portion.case_id::text) filter (where flawed) as kase
      from portion
      left join case_file f on f.jurisdiction_id = ${jurisdictionId} and f.id = portion.case_id
      left join lateral (select true as named, photo ->> 'sha256' as hash from json_array_elements(f.body -> 'photos') as photo
        where photo ->> 'id' = portion.id::text) as given on true
      cross join lateral (select given.named is null or given.hash <> encode(sha256(portion.bytes), 'hex') as flawed) as judged`.execute(
      tx,
    );
    const [found] = rows;
    if (found?.flawed) return `photo ${found.flawed}: it is not the picture that was attached to case ${found.kase}`;
    if (!found?.last) return null;
    after = found.last;
  }
}
