import { z } from 'zod';
import { route } from '../../kernel/http.ts';
import { instant, millis } from '../../kernel/instant.ts';
import { shown } from '../../kernel/procedure.ts';
import { actionNames, anyForm, recordId } from '../../kernel/procedure-shapes.ts';
import { deedOf, seenRecord } from '../../kernel/records.ts';
import { findNames } from '../accounts/store.ts';
import {
  announceMaintenance,
  decideCorrection,
  decideInspection,
  handleIncident,
  handleMaintenance,
  proposeCorrection,
  reportFault,
  signInspection,
} from './commands.ts';
import { correctionLifecycle, incidentLifecycle, inspectionLifecycle, maintenanceLifecycle } from './lifecycle.ts';
import { hearBeat } from './looking.ts';
import { countInspectedDays } from './measuring.ts';
import { correctionProcedure, incidentProcedure, inspectionProcedure, maintenanceProcedure } from './procedures.ts';
import { listInspections, listRooms } from './room-store.ts';
import { correctionShape, datesAsked, incidentShape, inspectionShape, maintenanceShape, roomShape } from './shapes.ts';
import { listCorrections, listIncidents, listMaintenance } from './store.ts';

const DAY = 86_400_000;

/** From–to in local dates, a little wider, as instants: records of the edges are judged by their own times. */
const around = ({ from, to }: { from: string; to: string }) => ({
  from: instant(millis(`${from}T00:00:00.000Z`) - DAY),
  to: instant(millis(`${to}T00:00:00.000Z`) + 2 * DAY),
});

const inspectedShape = z.object({
  /** Of several rooms the smallest count; null without a room. */
  days: z.number().nullable(),
  perRoom: z.array(z.object({ roomId: z.string(), days: z.array(z.string()), late: z.array(z.string()) })),
});

export const uptimeRoutes = [
  route({
    method: 'POST',
    path: '/heartbeats/:id',
    permission: 'public',
    summary: { zh: '心跳上报：凭探测口令', en: 'A heartbeat, with the word of its probe' },
    params: recordId,
    body: z.strictObject({ token: z.string().min(1).max(100) }),
    status: 204,
    ownTransactions: true,
    handle: ({ db, params, body, now }) => hearBeat(db, params.id, body.token, now),
  }),
  route({
    method: 'GET',
    path: '/uptime/incidents',
    permission: 'uptime.read',
    summary: { zh: '故障', en: 'Incidents of a period' },
    query: z.object(datesAsked),
    answer: z.object({ items: z.array(incidentShape) }),
    async handle(call) {
      const found = await listIncidents(call.tx, call.actor.jurisdictionId, { ...around(call.query), limit: 500 });
      return { items: found.map((incident) => shown(incidentProcedure, incident, call)) };
    },
  }),
  route({
    method: 'POST',
    path: '/uptime/incidents',
    permission: 'uptime.report',
    summary: { zh: '报修', en: 'Report a fault' },
    status: 201,
    body: incidentLifecycle.openings.reportFault.asks.strict(),
    answer: incidentShape,
    handle: async (call) => shown(incidentProcedure, await reportFault(deedOf(call), call.body), call),
  }),
  route({
    method: 'GET',
    path: '/uptime/incidents/:id',
    permission: 'uptime.read',
    summary: { zh: '一个故障', en: 'An incident' },
    params: recordId,
    answer: incidentShape,
    handle: async (call) =>
      shown(incidentProcedure, await seenRecord(call.tx, incidentProcedure, call.actor, call.params.id), call),
  }),
  route({
    method: 'POST',
    path: '/uptime/incidents/:id/actions/:action',
    permission: 'uptime.read',
    summary: { zh: '处理故障', en: 'Take an action on an incident' },
    params: recordId.extend({ action: actionNames(incidentLifecycle) }),
    ifMatch: true,
    body: anyForm,
    answer: incidentShape,
    async handle(call) {
      const { params, body, version } = call;
      return shown(incidentProcedure, await handleIncident(deedOf(call), { ...params, input: body, version }), call);
    },
  }),
  route({
    method: 'GET',
    path: '/uptime/maintenance',
    permission: 'uptime.read',
    summary: { zh: '计划维护', en: 'Planned maintenance of a period' },
    query: z.object(datesAsked),
    answer: z.object({ items: z.array(maintenanceShape) }),
    async handle(call) {
      const found = await listMaintenance(call.tx, call.actor.jurisdictionId, around(call.query));
      return { items: found.map((one) => shown(maintenanceProcedure, one, call)) };
    },
  }),
  route({
    method: 'POST',
    path: '/uptime/maintenance',
    permission: 'uptime.handle',
    summary: { zh: '公告维护', en: 'Announce maintenance' },
    status: 201,
    body: maintenanceLifecycle.openings.announce.asks.strict(),
    answer: maintenanceShape,
    handle: async (call) => shown(maintenanceProcedure, await announceMaintenance(deedOf(call), call.body), call),
  }),
  route({
    method: 'POST',
    path: '/uptime/maintenance/:id/actions/:action',
    permission: 'uptime.read',
    summary: { zh: '办理计划维护', en: 'Take an action on planned maintenance' },
    params: recordId.extend({ action: actionNames(maintenanceLifecycle) }),
    ifMatch: true,
    body: anyForm,
    answer: maintenanceShape,
    async handle(call) {
      const { params, body, version } = call;
      const done = await handleMaintenance(deedOf(call), { ...params, input: body, version });
      return shown(maintenanceProcedure, done, call);
    },
  }),
  route({
    method: 'GET',
    path: '/uptime/corrections',
    permission: 'uptime.read',
    summary: { zh: '运行记录更正', en: 'Corrections that reach into a period' },
    query: z.object(datesAsked),
    answer: z.object({ items: z.array(correctionShape) }),
    async handle(call) {
      const found = await listCorrections(call.tx, call.actor.jurisdictionId, around(call.query));
      return { items: found.map((one) => shown(correctionProcedure, one, call)) };
    },
  }),
  route({
    method: 'POST',
    path: '/uptime/corrections',
    permission: 'uptime.handle',
    summary: { zh: '提出更正', en: 'Propose a correction' },
    status: 201,
    body: correctionLifecycle.openings.propose.asks.strict(),
    answer: correctionShape,
    handle: async (call) => shown(correctionProcedure, await proposeCorrection(deedOf(call), call.body), call),
  }),
  route({
    method: 'POST',
    path: '/uptime/corrections/:id/actions/:action',
    permission: 'uptime.approve',
    summary: { zh: '决定更正', en: 'Decide on a correction' },
    params: recordId.extend({ action: actionNames(correctionLifecycle) }),
    ifMatch: true,
    body: anyForm,
    answer: correctionShape,
    async handle(call) {
      const { params, body, version } = call;
      const done = await decideCorrection(deedOf(call), { ...params, input: body, version });
      return shown(correctionProcedure, done, call);
    },
  }),
  route({
    method: 'GET',
    path: '/uptime/inspections',
    permission: 'uptime.read',
    summary: { zh: '机房巡检与天数', en: 'Inspection sheets of a period, and the days they make' },
    query: z.object(datesAsked),
    answer: inspectedShape.extend({
      rooms: z.array(roomShape),
      items: z.array(inspectionShape),
      /** Of those who signed, by id. */
      names: z.record(z.string(), z.string()),
    }),
    async handle(call) {
      const { tx, actor, query } = call;
      const sheets = await listInspections(tx, actor.jurisdictionId, query);
      const { days, rooms: perRoom } = await countInspectedDays(tx, actor.jurisdictionId, query);
      const signers = [...new Set(sheets.flatMap(({ openedBy }) => openedBy ?? []))];
      return {
        rooms: await listRooms(tx, actor.jurisdictionId),
        items: sheets.map((sheet) => shown(inspectionProcedure, sheet, call)),
        names: Object.fromEntries(await findNames(tx, actor.jurisdictionId, signers)),
        days,
        perRoom,
      };
    },
  }),
  route({
    method: 'GET',
    path: '/uptime/inspections/days',
    permission: 'uptime.read',
    summary: { zh: '各机房已巡检的日期', en: 'The days of a period that each room was looked after' },
    query: z.object(datesAsked),
    answer: inspectedShape,
    async handle({ tx, actor, query }) {
      const { days, rooms: perRoom } = await countInspectedDays(tx, actor.jurisdictionId, query);
      return { days, perRoom };
    },
  }),
  route({
    method: 'POST',
    path: '/uptime/inspections',
    permission: 'uptime.inspect',
    summary: { zh: '巡检签名', en: 'Sign an inspection sheet' },
    status: 201,
    body: inspectionLifecycle.openings.inspect.asks.strict(),
    answer: inspectionShape,
    handle: async (call) => shown(inspectionProcedure, await signInspection(deedOf(call), call.body), call),
  }),
  route({
    method: 'POST',
    path: '/uptime/inspections/:id/actions/:action',
    permission: 'uptime.approve',
    summary: { zh: '审批补录、作废巡检', en: 'Decide on an inspection sheet' },
    params: recordId.extend({ action: actionNames(inspectionLifecycle) }),
    ifMatch: true,
    body: anyForm,
    answer: inspectionShape,
    async handle(call) {
      const { params, body, version } = call;
      const done = await decideInspection(deedOf(call), { ...params, input: body, version });
      return shown(inspectionProcedure, done, call);
    },
  }),
] as const;
