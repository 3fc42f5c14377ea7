import type { Tx } from '../../kernel/db.ts';
import { keepPictures } from '../cases/history-commands.ts';
import { drawScene } from './pictures.ts';
import { randomFrom } from './random.ts';
import type { World } from './world.ts';

/** Draws the pictures that became evidence: a few dozen drawings, each used many times over. */
export async function drawPictures(tx: Tx, jurisdictionId: number, world: World): Promise<void> {
  const random = randomFrom(7);
  const drawings = {
    before: Array.from({ length: 24 }, () => drawScene('before', random)),
    after: Array.from({ length: 12 }, () => drawScene('after', random)),
  };
  const caseOf = new Map(
    [...world.cases.values()].flatMap(({ kase }) => kase.photos.map((photo) => [photo.id, kase] as const)),
  );
  const photos = world.pictures.flatMap(({ id, of, at, by }, i) => {
    const kase = caseOf.get(id);
    const bytes = drawings[of][i % drawings[of].length];
    return kase && bytes
      ? [
          {
            id,
            caseId: kase.id,
            type: 'image/png' as const,
            bytes,
            takenAt: at,
            takenPoint: kase.point,
            uploadedBy: by,
            uploadedAt: at,
          },
        ]
      : [];
  });
  await keepPictures(tx, jurisdictionId, photos);
}
