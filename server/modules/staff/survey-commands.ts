import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { Actor } from '../../kernel/actor.ts';
import type { Tx } from '../../kernel/db.ts';
import type { Instant } from '../../kernel/instant.ts';
import type { Asked } from '../../kernel/procedure.ts';
import { actOn, type Deed, findRecord, openRecord } from '../../kernel/records.ts';
import { refuse, unknownRecord } from '../../kernel/refusal.ts';
import { redact } from '../cases/redaction.ts';
import { findDirectory, findToday } from '../organisation/store.ts';
import type { LinkKind, surveyLifecycle, Way } from './lifecycle.ts';
import { type SurveyRecord, surveyProcedure } from './procedures.ts';
import { type Answer, asksByAccount, takesAnswers } from './rules.ts';
import * as store from './survey-store.ts';

const situation = ({ actor, now }: Deed) => ({ actor, now });

/** 准备调查 */
export const prepareSurvey = (deed: Deed, asked: unknown): Promise<SurveyRecord> =>
  openRecord(deed, surveyProcedure, 'prepare', asked, situation(deed));
export const handleSurvey = (deed: Deed, asked: Asked<typeof surveyLifecycle>): Promise<SurveyRecord> =>
  actOn(deed, surveyProcedure, asked, () => situation(deed));

export interface Given {
  answer: Answer;
  remark: string;
}

/** An answer from outside: its number was drawn by lot where it was given, so that it counts once however often it is sent. */
export interface NumberedAnswer extends Given {
  number?: string | undefined;
}

type Who = Pick<Actor, 'jurisdictionId' | 'id' | 'permissions' | 'unitId'>;

/** Whether somebody works at the centre: of no unit, of its own, or of an agency that staffs it. */
export async function isOfTheCentre(tx: Tx, { jurisdictionId, unitId }: Pick<Actor, 'jurisdictionId' | 'unitId'>) {
  if (unitId === null) return true;
  const kind = (await findDirectory(tx, jurisdictionId)).units.get(unitId)?.kind;
  return kind === 'centre' || kind === 'agency';
}

/**
 * 答卷 — once each, without a trace of who said what: the answer has a number drawn by lot and no time. Of citizens the
 * answers are also written down by whoever runs the survey, as often as there are citizens.
 */
export async function answerSurvey(tx: Tx, who: Who, surveyId: string, given: Given, now: Instant): Promise<void> {
  const survey = await openSurvey(tx, who.jurisdictionId, surveyId, now);
  const writes = survey.audience === 'citizens' && who.permissions.has('survey.manage');
  if (writes) return keepAnswer(tx, survey, given, 'written');
  const refusal = asksByAccount(survey, { ofTheCentre: await isOfTheCentre(tx, who) });
  if (refusal) refuse(refusal);
  if (!(await store.markAnswered(tx, who.jurisdictionId, survey.id, who.id)))
    refuse({
      refused: 'conflict',
      code: 'answeredAlready',
      message: { zh: '您已答过此卷。', en: 'You have answered already.' },
    });
  await keepAnswer(tx, survey, given, 'account');
}

async function openSurvey(tx: Tx, jurisdictionId: number, id: string, now: Instant): Promise<SurveyRecord> {
  const survey = await findRecord(tx, surveyProcedure, jurisdictionId, id);
  if (!survey) refuse(unknownRecord(surveyProcedure.lifecycle.label));
  const refusal = takesAnswers(survey, await findToday(tx, jurisdictionId, now));
  if (refusal) refuse(refusal);
  return survey;
}

const keepAnswer = (
  tx: Tx,
  survey: SurveyRecord,
  { answer, remark, number }: NumberedAnswer,
  way: Way,
): Promise<void> =>
  store.keepAnswer(tx, {
    jurisdictionId: survey.jurisdictionId,
    surveyId: survey.id,
    id: number ?? randomUUID(),
    answer,
    remark: redact(remark),
    way,
  });

const hashOf = (word: string): Buffer => createHash('sha256').update(word).digest();
const linkWord = { zh: '答卷入口', en: 'way to answer' };

export interface MadeLink {
  id: string;
  label: string;
  /** The word in its address; told once. */
  word: string;
}

/** 发放二维码 — ways in for citizens: one for a kiosk, or a sheet of slips that serve once each. */
export async function makeLinks(
  tx: Tx,
  actor: Actor,
  surveyId: string,
  asked: { kind: LinkKind; label: string; count: number },
): Promise<MadeLink[]> {
  const survey = await findRecord(tx, surveyProcedure, actor.jurisdictionId, surveyId);
  if (!survey) refuse(unknownRecord(surveyProcedure.lifecycle.label));
  if (survey.audience !== 'citizens' || survey.state === 'closed' || survey.state === 'withdrawn')
    refuse({
      refused: 'conflict',
      code: 'noLinks',
      message: {
        zh: '只有未结束的市民调查才发二维码；员工和内部用户用账号答卷。',
        en: 'Only a survey of citizens that is not over has such links; staff and users answer by account.',
      },
    });
  const count = asked.kind === 'kiosk' ? 1 : asked.count;
  const made: MadeLink[] = [];
  for (let i = 1; i <= count; i++) {
    const word = randomBytes(16).toString('base64url');
    const label = count === 1 ? asked.label : `${asked.label}-${String(i).padStart(3, '0')}`;
    const link = { id: randomUUID(), label, kind: asked.kind, closed: false };
    await store.insertLink(tx, actor.jurisdictionId, survey.id, { ...link, tokenHash: hashOf(word) });
    made.push({ id: link.id, label, word });
  }
  return made;
}

export async function endLink(tx: Tx, jurisdictionId: number, surveyId: string, id: string): Promise<void> {
  if (!(await store.closeLink(tx, jurisdictionId, surveyId, id))) refuse(unknownRecord(linkWord));
}

/** What whoever opens a link sees. A wrong word is answered like a survey that never was. */
export async function readByLink(
  tx: Tx,
  word: string,
  now: Instant,
): Promise<{ survey: SurveyRecord; kind: LinkKind; open: boolean; used: boolean }> {
  const link = await store.findLink(tx, hashOf(word));
  const survey = link && (await findRecord(tx, surveyProcedure, link.jurisdictionId, link.surveyId));
  if (!survey) refuse(unknownRecord(surveyProcedure.lifecycle.label));
  const open = takesAnswers(survey, await findToday(tx, link.jurisdictionId, now)) === null;
  return { survey, kind: link.kind, open: open && !link.closed, used: link.closed };
}

/** 扫码答卷 — a slip serves once; a kiosk, until it is taken away or the survey closes. */
export async function answerByLink(tx: Tx, word: string, given: NumberedAnswer, now: Instant): Promise<void> {
  const link = await store.lockLink(tx, hashOf(word));
  if (!link) refuse(unknownRecord(linkWord));
  const survey = await openSurvey(tx, link.jurisdictionId, link.surveyId, now);
  const again = given.number !== undefined && (await store.hasAnswer(tx, link.jurisdictionId, survey.id, given.number));
  if (link.closed && !again)
    refuse({
      refused: 'conflict',
      code: 'linkUsed',
      message: { zh: '此二维码已用过或已停用。', en: 'This code was used already, or is no longer in use.' },
    });
  if (link.kind === 'slip') await store.closeLink(tx, link.jurisdictionId, link.surveyId, link.id);
  await keepAnswer(tx, survey, given, link.kind);
}
