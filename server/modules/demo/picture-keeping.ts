import type { Tx } from '../../kernel/db.ts';
import { keepPictures } from '../cases/history-commands.ts';
import type { World } from './world.ts';

/** Keeps the pictures that became evidence. */
export async function keepWorldPictures(tx: Tx, jurisdictionId: number, world: World): Promise<void> {
  const photos = [...world.cases.values()].flatMap(({ kase }) =>
    kase.photos.flatMap(({ id }) => {
      const picture = world.pictures.get(id);
      if (!picture) return [];
      const { drawing, at, by } = picture;
      const type = 'image/png' as const;
      return [
        {
          id,
          caseId: kase.id,
          type,
          bytes: drawing.bytes,
          takenAt: at,
          takenPoint: kase.point,
          uploadedBy: by,
          uploadedAt: at,
        },
      ];
    }),
  );
  await keepPictures(tx, jurisdictionId, photos);
}
