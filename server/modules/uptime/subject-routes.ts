import { z } from 'zod';
import { route } from '../../kernel/http.ts';
import { localDate } from '../../kernel/instant.ts';
import { dateOf, dayNumber } from '../calendar/zone.ts';
import { findJurisdiction, findJurisdictionByCode } from '../organisation/store.ts';
import { listChecks } from './check-measuring.ts';
import { code } from './forms.ts';
import { listAvailability } from './measuring.ts';
import { failureRateOf, isFault, normalDays } from './rules.ts';
import { availabilityShape, datesAsked, probeShape, rateShape, subjectShape, words } from './shapes.ts';
import { listIncidents, listLastRuns, listMaintenance, listProbes } from './store.ts';

const PUBLIC_DAYS = 90;

const dayShape = z.object({ date: z.string(), low: z.number().nullable(), high: z.number().nullable() });
const dayOf = ({ date, availability }: Parameters<typeof normalDays>[0][number]) => {
  const rate = failureRateOf([availability]);
  return { date, low: rate?.low ?? null, high: rate?.high ?? null };
};

export const uptimeSubjectRoutes = [
  route({
    method: 'GET',
    path: '/uptime',
    permission: 'uptime.read',
    summary: { zh: '各系统、设备的可用性与故障率', en: 'Availability and failure rate of each system and device' },
    query: z.object({ ...datesAsked, scope: code.optional() }),
    answer: z.object({
      overall: rateShape,
      items: z.array(
        z.object({
          subject: subjectShape,
          availability: availabilityShape,
          rate: rateShape,
          normalDays: z.object({ normal: z.number(), faulty: z.number(), unknown: z.number() }),
          days: z.array(dayShape),
          probes: z.array(
            probeShape.extend({
              last: z
                .object({
                  result: z.enum(['ok', 'failed']),
                  at: z.string(),
                  fault: z.boolean(),
                  said: z.string().nullable(),
                })
                .nullable(),
            }),
          ),
        }),
      ),
    }),
    async handle({ tx, actor, query, now }) {
      const { jurisdictionId } = actor;
      const measured = await listAvailability(tx, jurisdictionId, query, now);
      const probes = await listProbes(
        tx,
        jurisdictionId,
        measured.map(({ subject }) => subject.id),
      );
      const last = await listLastRuns(
        tx,
        jurisdictionId,
        probes.map((probe) => probe.id),
      );
      return {
        overall: failureRateOf(measured.map(({ availability }) => availability)),
        items: measured.map(({ subject, availability, days }) => ({
          subject,
          availability,
          rate: failureRateOf([availability]),
          normalDays: normalDays(days, 0.999),
          days: days.map(dayOf),
          probes: probes
            .filter(({ subjectId }) => subjectId === subject.id)
            .map((probe) => {
              const run = last.get(probe.id);
              const said = run
                ? { result: run.result, at: run.last, fault: isFault(run, probe), said: run.said }
                : null;
              return { ...probe, last: said };
            }),
        })),
      };
    },
  }),
  route({
    method: 'GET',
    path: '/uptime/checks',
    permission: 'uptime.read',
    summary: { zh: '各系统、设备逐日的探测次数', en: 'How often each system and device was looked at, day by day' },
    query: z.object({ ...datesAsked, scope: code.optional() }),
    answer: z.object({
      items: z.array(
        z.object({
          subject: subjectShape,
          days: z.array(z.object({ date: z.string(), checks: z.number(), failed: z.number(), missing: z.number() })),
        }),
      ),
    }),
    handle: async ({ tx, actor, query, now }) => ({
      items: await listChecks(tx, actor.jurisdictionId, query, now),
    }),
  }),
  route({
    method: 'GET',
    path: '/public/:jurisdiction/status',
    permission: 'public',
    pace: 'open',
    keptSeconds: 3,
    summary: { zh: '公开的运行状态：近 90 天', en: 'The status page: the last 90 days of what is public' },
    params: z.object({ jurisdiction: z.string().regex(/^[a-z][a-z0-9-]{1,39}$/) }),
    answer: z.object({
      systems: z.array(
        z.object({
          name: words,
          state: z.enum(['up', 'down', 'unknown']),
          rate: rateShape,
          days: z.array(dayShape),
        }),
      ),
      incidents: z.array(
        z.object({
          system: words,
          title: z.string(),
          since: z.string(),
          endedAt: z.string().nullable(),
          updates: z.array(z.object({ at: z.string(), state: z.string(), message: z.string() })),
        }),
      ),
      maintenance: z.array(z.object({ system: words, title: z.string(), from: z.string(), to: z.string() })),
    }),
    async handle({ tx, params, now }) {
      const found = await findJurisdictionByCode(tx, params.jurisdiction);
      const jurisdiction = found && (await findJurisdiction(tx, found.id));
      if (!jurisdiction) return { systems: [], incidents: [], maintenance: [] };
      const today = localDate(now, jurisdiction.timeZone);
      const dates = { from: dateOf(dayNumber(today) - PUBLIC_DAYS + 1), to: today };
      const measured = (await listAvailability(tx, jurisdiction.id, { ...dates, publicOnly: true }, now)).filter(
        ({ subject: { servesFrom, servesUntil } }) =>
          servesFrom <= today && (servesUntil === null || servesUntil > today),
      );
      const names = new Map(measured.map(({ subject }) => [subject.id, subject.name]));
      const period = { from: `${dates.from}T00:00:00.000Z`, to: `${dateOf(dayNumber(today) + 60)}T00:00:00.000Z` };
      const told = await listIncidents(tx, jurisdiction.id, {
        ...period,
        to: now,
        subjectIds: [...names.keys()],
        limit: 50,
      });
      const incidents = told.filter(({ state }) => state !== 'falseAlarm' && state !== 'merged');
      const maintenance = await listMaintenance(tx, jurisdiction.id, { ...period, from: now });
      const open = new Set(incidents.filter(({ endedAt }) => endedAt === null).map(({ subjectId }) => subjectId));
      return {
        systems: measured.map(({ subject, availability, days }) => ({
          name: subject.name,
          state: open.has(subject.id) ? ('down' as const) : known(days) ? ('up' as const) : ('unknown' as const),
          rate: failureRateOf([availability]),
          days: days.map(dayOf),
        })),
        incidents: incidents.flatMap(({ subjectId, title, since, endedAt, updates }) => {
          const system = names.get(subjectId);
          return system ? [{ system, title, since, endedAt, updates }] : [];
        }),
        maintenance: maintenance
          .filter(({ state }) => state === 'announced' || state === 'approved')
          .flatMap(({ subjectId, title, from, to }) => {
            const system = names.get(subjectId);
            return system ? [{ system, title, from, to }] : [];
          }),
      };
    },
  }),
] as const;

/** Whether anything at all is known of the last day. */
function known(days: Parameters<typeof normalDays>[0]): boolean {
  const last = days.at(-1)?.availability;
  return last !== undefined && last.unknownMinutes < last.serviceMinutes;
}
