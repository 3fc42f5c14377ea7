import { z } from 'zod';
import { qrPicture } from '../../adapters/qr.ts';
import { type Call, route } from '../../kernel/http.ts';
import { shown } from '../../kernel/procedure.ts';
import { actionNames, anyForm, filedShape, keysOf, recordId } from '../../kernel/procedure-shapes.ts';
import { deedOf, seenRecord } from '../../kernel/records.ts';
import { findToday } from '../organisation/store.ts';
import { answerWords, audienceWords, linkKinds, surveyLifecycle } from './lifecycle.ts';
import { type SurveyRecord, surveyProcedure } from './procedures.ts';
import { type Answer, asksByAccount, satisfactionOf, takesAnswers } from './rules.ts';
import { countAnswers, listSurveys } from './store.ts';
import {
  answerByLink,
  answerSurvey,
  endLink,
  handleSurvey,
  isOfTheCentre,
  makeLinks,
  prepareSurvey,
  readByLink,
} from './survey-commands.ts';
import { countWays, listAnswered, listLinks, listRemarks } from './survey-store.ts';

type Asking = Pick<Call, 'tx' | 'actor' | 'now'>;

const surveyShape = filedShape(surveyLifecycle).extend({
  title: z.string(),
  question: z.string(),
  audience: keysOf(audienceWords),
  asked: z.number(),
  leastAnswers: z.number(),
  opensOn: z.string(),
  closesOn: z.string(),
});
/** Counts are told only from the least number of answers on: fewer would tell who said what. */
const resultShape = z.object({
  answers: z.number(),
  asked: z.number(),
  rate: z.number().nullable(),
  counts: z.object({ satisfied: z.number(), fairly: z.number(), dissatisfied: z.number() }).nullable(),
});
/** What this officer can do with it as one who is asked, or who writes down what citizens say. */
const mineShape = z.enum(['toAnswer', 'writeDown', 'answered', 'notAsked', 'notOpen']);
const lineShape = surveyShape.extend({ result: resultShape, mine: mineShape });

const given = z.strictObject({ answer: keysOf(answerWords), remark: z.string().trim().max(500).default('') });
/** A second sending of an answer from outside is known by the answer's number: there is no account to know it by. */
const givenByLink = given.extend({ number: z.uuid().toLowerCase().optional() });
const NONE = { satisfied: 0, fairly: 0, dissatisfied: 0 };

/** Surveys as one who is asked, or who runs them, sees them. */
async function views(surveys: readonly SurveyRecord[], { tx, actor, now }: Asking) {
  const ids = surveys.map(({ id }) => id);
  const answers = await countAnswers(tx, actor.jurisdictionId, ids);
  const answered = await listAnswered(tx, actor.jurisdictionId, actor.id);
  const ofTheCentre = await isOfTheCentre(tx, actor);
  const today = await findToday(tx, actor.jurisdictionId, now);
  return surveys.map((survey) => {
    const { counts, ...result } = resultOf(survey, answers);
    const writes = survey.audience === 'citizens' && actor.permissions.has('survey.manage');
    const mine: z.output<typeof mineShape> =
      !writes && asksByAccount(survey, { ofTheCentre })
        ? 'notAsked'
        : answered.has(survey.id)
          ? 'answered'
          : takesAnswers(survey, today)
            ? 'notOpen'
            : writes
              ? 'writeDown'
              : 'toAnswer';
    return {
      ...shown(surveyProcedure, survey, { actor, now }),
      result: { ...result, counts: result.rate === null ? null : counts },
      mine,
    };
  });
}

const resultOf = (survey: SurveyRecord, answers: ReadonlyMap<string, Record<Answer, number>>) =>
  satisfactionOf(answers.get(survey.id) ?? NONE, survey);

/** Addresses of this installation as the officer's browser knows it; the picture leads there. */
const origin = z
  .string()
  .max(200)
  .regex(/^https?:\/\/[^/\s]+$/);

export const surveyRoutes = [
  route({
    method: 'GET',
    path: '/surveys',
    permission: 'signedIn',
    summary: { zh: '满意度调查及结果', en: 'Surveys and their results' },
    answer: z.object({ items: z.array(lineShape) }),
    async handle(call) {
      const surveys = await listSurveys(call.tx, call.actor.jurisdictionId);
      return {
        items: await views(
          surveys.filter((one) => surveyProcedure.maySee(one, call.actor)),
          call,
        ),
      };
    },
  }),
  route({
    method: 'POST',
    path: '/surveys',
    permission: 'survey.manage',
    summary: { zh: '准备调查', en: 'Prepare a survey' },
    status: 201,
    body: surveyLifecycle.openings.prepare.asks.strict(),
    answer: surveyShape,
    handle: async (call) => shown(surveyProcedure, await prepareSurvey(deedOf(call), call.body), call),
  }),
  route({
    method: 'GET',
    path: '/surveys/:id',
    permission: 'signedIn',
    summary: { zh: '一次调查：方法、样本、结果', en: 'A survey: its method, its sample, its result' },
    params: recordId,
    answer: lineShape.extend({
      /** How many answers came by which way; those of before this was kept are told as `unknown`. */
      ways: z.record(z.string(), z.number()),
      /** For whoever runs it, from the least number of answers on. */
      remarks: z.array(z.string()),
      links: z.array(z.object({ id: z.string(), label: z.string(), kind: z.enum(linkKinds), closed: z.boolean() })),
    }),
    async handle(call) {
      const { tx, actor, params } = call;
      const survey = await seenRecord(tx, surveyProcedure, actor, params.id);
      const [view] = await views([survey], call);
      if (!view) throw new Error('a survey without a view');
      const runs = actor.permissions.has('survey.manage');
      const ways = await countWays(tx, actor.jurisdictionId, survey.id);
      const told = view.result.rate !== null;
      return {
        ...view,
        ways: told ? Object.fromEntries([...ways].map(([way, n]) => [way ?? 'unknown', n])) : {},
        remarks: runs && told ? await listRemarks(tx, actor.jurisdictionId, survey.id) : [],
        links: runs ? await listLinks(tx, actor.jurisdictionId, survey.id) : [],
      };
    },
  }),
  route({
    method: 'POST',
    path: '/surveys/:id/actions/:action',
    permission: 'survey.manage',
    summary: { zh: '发放、结束调查', en: 'Take an action on a survey' },
    params: recordId.extend({ action: actionNames(surveyLifecycle) }),
    ifMatch: true,
    body: anyForm,
    answer: surveyShape,
    async handle(call) {
      const done = await handleSurvey(deedOf(call), { ...call.params, input: call.body, version: call.version });
      return shown(surveyProcedure, done, call);
    },
  }),
  route({
    method: 'POST',
    path: '/surveys/:id/answers',
    permission: 'signedIn',
    summary: { zh: '答卷：匿名，每人一次，没有默认选项', en: 'Answer: anonymous, once each, nothing chosen before' },
    params: recordId,
    body: given,
    status: 204,
    handle: ({ tx, actor, params, body, now }) => answerSurvey(tx, actor, params.id, body, now),
  }),
  route({
    method: 'POST',
    path: '/surveys/:id/links',
    permission: 'survey.manage',
    summary: { zh: '发放二维码：终端或一次性', en: 'Ways in for citizens: a kiosk’s, or slips that serve once' },
    status: 201,
    shownOnce: ['links'],
    params: recordId,
    body: z.strictObject({
      kind: z.enum(linkKinds),
      label: z.string().trim().min(1).max(60),
      count: z.number().int().min(1).max(200).default(1),
      origin,
    }),
    answer: z.object({
      links: z
        .array(z.object({ id: z.string(), label: z.string(), address: z.string(), picture: z.string() }))
        .nullable(),
    }),
    async handle({ tx, actor, params, body }) {
      const made = await makeLinks(tx, actor, params.id, body);
      return {
        links: made.map(({ word, ...link }) => {
          const address = `${body.origin}/survey/${word}`;
          return { ...link, address, picture: qrPicture(address) };
        }),
      };
    },
  }),
  route({
    method: 'POST',
    path: '/surveys/:id/links/:linkId/end',
    permission: 'survey.manage',
    summary: { zh: '停用二维码', en: 'Take a way in out of use' },
    params: recordId.extend({ linkId: z.guid() }),
    status: 204,
    handle: ({ tx, actor, params }) => endLink(tx, actor.jurisdictionId, params.id, params.linkId),
  }),
  route({
    method: 'GET',
    path: '/public/surveys/:word',
    permission: 'public',
    pace: 'open',
    summary: { zh: '扫码打开的问卷', en: 'The survey that a code leads to' },
    params: z.object({ word: z.string().min(10).max(60) }),
    answer: z.object({
      title: z.string(),
      question: z.string(),
      kind: z.enum(linkKinds),
      open: z.boolean(),
      used: z.boolean(),
      closesOn: z.string(),
    }),
    async handle({ tx, params, now }) {
      const { survey, ...link } = await readByLink(tx, params.word, now);
      return { title: survey.title, question: survey.question, closesOn: survey.closesOn, ...link };
    },
  }),
  route({
    method: 'POST',
    path: '/public/surveys/:word/answers',
    permission: 'public',
    pace: 'open',
    summary: { zh: '扫码答卷：匿名，没有默认选项', en: 'Answer by a code: anonymous, nothing chosen before' },
    params: z.object({ word: z.string().min(10).max(60) }),
    body: givenByLink,
    status: 204,
    handle: ({ tx, params, body, now }) => answerByLink(tx, params.word, body, now),
  }),
] as const;
