import { z } from 'zod';
import { sha256 } from '../../kernel/digest.ts';
import { FileAnswer, route } from '../../kernel/http.ts';
import { evidenceChanged, noFile, refuse, unknownRecord } from '../../kernel/refusal.ts';
import { caseId, seen } from './asking.ts';
import { findPhoto, keepPhoto, listPhotos } from './photo-store.ts';

export const photoRoutes = [
  route({
    method: 'GET',
    path: '/cases/:id/photos',
    permission: 'case.read',
    summary: { zh: '照片及拍摄时间、地点', en: 'Photos with when and where they were taken' },
    params: caseId,
    answer: z.object({
      photos: z.array(
        z.object({
          id: z.string(),
          type: z.string(),
          takenAt: z.string().nullable(),
          takenPoint: z.object({ lon: z.number(), lat: z.number() }).nullable(),
        }),
      ),
    }),
    async handle(call) {
      const kase = await seen(call);
      return { photos: await listPhotos(call.tx, kase.jurisdictionId, kase.id) };
    },
  }),
  route({
    method: 'POST',
    path: '/files',
    permission: 'case.read',
    summary: { zh: '上传照片，得到编号后随办理提交', en: 'Uploads photos; their ids go with the next action' },
    files: true,
    answer: z.object({
      files: z.array(
        z.object({
          id: z.string(),
          type: z.string(),
          takenAt: z.string().nullable(),
          takenPoint: z.object({ lon: z.number(), lat: z.number() }).nullable(),
        }),
      ),
    }),
    status: 201,
    async handle(call) {
      if (call.files.length === 0) refuse(noFile);
      const files = [];
      for (const file of call.files) files.push(await keepPhoto(call.tx, call.actor, file.bytes, call.now));
      return { files };
    },
  }),
  route({
    method: 'GET',
    path: '/files/:id',
    permission: 'case.read',
    summary: { zh: '一张照片（已去除元数据）', en: 'One photo, without its metadata' },
    params: caseId,
    async handle(call) {
      const photo = await findPhoto(call.tx, call.actor.jurisdictionId, call.params.id);
      if (!photo) refuse(unknownRecord({ zh: '照片', en: 'photo' }));
      if (photo.caseId) {
        const kase = await seen({ ...call, params: { id: photo.caseId } });
        const given = kase.photos.find(({ id }) => id === photo.id);
        if (given?.sha256 && given.sha256 !== sha256(photo.bytes)) refuse(evidenceChanged);
      } else if (photo.uploadedBy !== call.actor.id) refuse(unknownRecord({ zh: '照片', en: 'photo' }));
      return new FileAnswer(photo.bytes, photo.type, { cacheSeconds: 86_400 });
    },
  }),
];
