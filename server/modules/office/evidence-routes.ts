import { z } from 'zod';
import { sha256 } from '../../kernel/digest.ts';
import { FileAnswer, route } from '../../kernel/http.ts';
import { recordId } from '../../kernel/procedure-shapes.ts';
import { seenRecord } from '../../kernel/records.ts';
import { evidenceChanged, noFile, refuse, unknownRecord } from '../../kernel/refusal.ts';
import { keepEvidence } from './commands.ts';
import { findEvidence } from './evidence-store.ts';
import { taskProcedure } from './procedures.ts';

const KEPT_SECONDS = 86_400;

export const evidenceRoutes = [
  route({
    method: 'POST',
    path: '/tasks/evidence',
    permission: 'task.handle',
    summary: {
      zh: '上传佐证材料（照片、PDF），得到编号后随办理提交',
      en: 'Uploads photos and PDFs as evidence; their ids go with the next action',
    },
    files: true,
    status: 201,
    answer: z.object({ files: z.array(z.object({ id: z.string(), type: z.string() })) }),
    async handle({ tx, actor, files: uploaded, now }) {
      if (uploaded.length === 0) refuse(noFile);
      const files = [];
      for (const { bytes } of uploaded) files.push(await keepEvidence(tx, actor, bytes, now));
      return { files };
    },
  }),
  route({
    method: 'GET',
    path: '/tasks/:id/evidence/:fileId',
    permission: 'task.read',
    summary: { zh: '一份佐证材料；照片已去除元数据', en: 'A piece of evidence; a photo without its metadata' },
    params: recordId.extend({ fileId: z.guid() }),
    async handle({ tx, actor, params }) {
      const task = await seenRecord(tx, taskProcedure, actor, params.id);
      const file = await findEvidence(tx, task, params.fileId);
      const given = task.files?.find(({ id }) => id === params.fileId);
      if (!file || !given) return refuse(unknownRecord({ zh: '佐证材料', en: 'piece of evidence' }));
      if (file.type !== given.type || sha256(file.bytes) !== given.keptSha256) return refuse(evidenceChanged);
      // A picture is looked at on the page; a paper is only ever saved, never opened under our address.
      const name = file.type === 'application/pdf' ? { name: `${params.fileId}.pdf` } : {};
      return new FileAnswer(file.bytes, file.type, { ...name, cacheSeconds: KEPT_SECONDS });
    },
  }),
] as const;
