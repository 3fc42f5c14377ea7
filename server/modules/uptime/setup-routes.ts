import { z } from 'zod';
import { route } from '../../kernel/http.ts';
import { deedOf } from '../../kernel/records.ts';
import { changedProbe, changedRoom, newProbe, newRoom, newSubject, subjectBody, trialLook } from './forms.ts';
import { tryLook } from './looking.ts';
import { addProbe, addRoom, addSubject, changeProbe, changeRoom, changeSubject, renewWord } from './setup-commands.ts';
import { probeShape, roomShape, subjectShape } from './shapes.ts';

const id = z.object({ id: z.guid() });

export const uptimeSetupRoutes = [
  route({
    method: 'POST',
    path: '/uptime/subjects',
    permission: 'uptime.manage',
    setting: { kind: 'watched' },
    summary: { zh: '新增系统或设备', en: 'Add a system or device' },
    status: 201,
    body: newSubject,
    answer: subjectShape,
    handle: ({ tx, actor, body, now }) => addSubject(tx, actor.jurisdictionId, body, now),
  }),
  route({
    method: 'PATCH',
    path: '/uptime/subjects/:id',
    permission: 'uptime.manage',
    setting: { kind: 'watched' },
    summary: { zh: '更改系统或设备', en: 'Change a system or device' },
    ifMatch: true,
    params: id,
    body: subjectBody,
    answer: subjectShape,
    handle: ({ tx, actor, params, body, version }) => changeSubject(tx, actor.jurisdictionId, params.id, body, version),
  }),
  route({
    method: 'POST',
    path: '/uptime/probes',
    permission: 'uptime.manage',
    setting: { kind: 'probe', untold: ['target'] },
    summary: { zh: '新增探测；心跳口令只显示一次', en: 'Add a probe; the word of a heartbeat is shown once' },
    status: 201,
    shownOnce: ['token'],
    body: newProbe,
    answer: z.object({ probe: probeShape, token: z.string().nullable() }),
    handle: ({ tx, actor, body, now }) => addProbe(tx, actor.jurisdictionId, body, now),
  }),
  route({
    method: 'PATCH',
    path: '/uptime/probes/:id',
    permission: 'uptime.manage',
    setting: { kind: 'probe', untold: ['target'] },
    summary: { zh: '更改或停用探测', en: 'Change a probe, or stop it' },
    ifMatch: true,
    params: id,
    body: changedProbe,
    answer: probeShape,
    handle: (call) => changeProbe(deedOf(call), call.params.id, call.body, call.version),
  }),
  route({
    method: 'POST',
    path: '/uptime/rooms',
    permission: 'uptime.manage',
    setting: { kind: 'room' },
    summary: { zh: '新增机房', en: 'Add a machine room' },
    status: 201,
    body: newRoom,
    answer: roomShape,
    handle: ({ tx, actor, body, now }) => addRoom(tx, actor.jurisdictionId, body, now),
  }),
  route({
    method: 'PATCH',
    path: '/uptime/rooms/:id',
    permission: 'uptime.manage',
    setting: { kind: 'room' },
    summary: { zh: '更改机房、巡检项目', en: 'Change a room and what its sheet asks' },
    ifMatch: true,
    params: id,
    body: changedRoom,
    answer: roomShape,
    handle: ({ tx, actor, params, body, version }) => changeRoom(tx, actor.jurisdictionId, params.id, body, version),
  }),
  route({
    method: 'POST',
    path: '/uptime/probes/:id/word',
    permission: 'uptime.manage',
    setting: { kind: 'probe' },
    summary: { zh: '换发心跳口令，只显示一次', en: 'Another word for a heartbeat, shown once' },
    shownOnce: ['token'],
    params: id,
    answer: z.object({ token: z.string().nullable() }),
    handle: ({ tx, actor, params }) => renewWord(tx, actor.jurisdictionId, params.id),
  }),
  route({
    method: 'POST',
    path: '/uptime/looks',
    permission: 'uptime.manage',
    summary: { zh: '立即测试：探测一次，不计入', en: 'Look once, now; nothing is counted from it' },
    body: trialLook,
    ownTransactions: true,
    answer: z.object({ ok: z.boolean(), said: z.string() }),
    handle: ({ db, body, now }) => tryLook(db, body, now),
  }),
] as const;
