import { z } from 'zod';
import { route } from '../../kernel/http.ts';
import { listBudgets } from '../budget/store.ts';
import { findToday } from '../organisation/store.ts';
import { listEvaluations, listPlans, listRounds } from '../targets/store.ts';
import { courseSteps } from './model.ts';
import { listPublications } from './store.ts';
import { courseOf, courseStates } from './year-course.ts';

/** Years told of at once, the newest first. */
const YEARS = 6;

const courseShape = z.object({
  step: z.enum(courseSteps),
  state: z.enum(courseStates),
  cutoff: z.string().nullable(),
  doneOn: z.string().nullable(),
  dueOn: z.string().nullable(),
  daysLeft: z.number().nullable(),
});

export const yearRoutes = [
  route({
    method: 'GET',
    path: '/publication-years',
    permission: 'publication.read',
    summary: {
      zh: '年度日程：批复、公开、监控、自评各到哪一步',
      en: 'The course of each year: approval, publication, monitoring, self-evaluation',
    },
    answer: z.object({ items: z.array(z.object({ year: z.number(), steps: z.array(courseShape) })) }),
    async handle({ tx, actor: { jurisdictionId }, now }) {
      const budgets = await listBudgets(tx, jurisdictionId);
      const plans = await listPlans(tx, jurisdictionId);
      const documents = await listPublications(tx, jurisdictionId);
      const rounds = await listRounds(tx, jurisdictionId);
      const evaluations = await listEvaluations(tx, jurisdictionId);
      const today = await findToday(tx, jurisdictionId, now);
      const years = [...new Set([...budgets, ...plans].map(({ year }) => year))].sort((a, b) => b - a);
      const items = years.slice(0, YEARS).map((year) => {
        const plan = plans.find((one) => one.year === year) ?? null;
        const ofPlan = <T extends { planId: string }>(list: readonly T[]) =>
          list.filter(({ planId }) => planId === plan?.id).reverse();
        const records = {
          year,
          budget: budgets.find((one) => one.year === year) ?? null,
          plan,
          document:
            documents.find((one) => one.year === year && one.kind === 'made' && one.state !== 'withdrawn') ?? null,
          rounds: ofPlan(rounds),
          evaluations: ofPlan(evaluations).filter(({ scope }) => scope === 'overall'),
        };
        return { year, steps: courseOf(records, today) };
      });
      return { items };
    },
  }),
] as const;
