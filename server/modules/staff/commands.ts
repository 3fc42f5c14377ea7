import { randomUUID } from 'node:crypto';
import type { Actor } from '../../kernel/actor.ts';
import { type Tx, unlessTaken } from '../../kernel/db.ts';
import type { Asked, Situation } from '../../kernel/procedure.ts';
import { actOn, type Deed, findRecord, openRecord } from '../../kernel/records.ts';
import { codeTaken, refuse, unknownRecord } from '../../kernel/refusal.ts';
import { redact } from '../cases/redaction.ts';
import type { assetLifecycle, engagementLifecycle, quotaLifecycle, surveyLifecycle } from './lifecycle.ts';
import {
  type AssetRecord,
  assetProcedure,
  type EngagementRecord,
  engagementProcedure,
  type QuotaRecord,
  quotaProcedure,
  type SurveyRecord,
  surveyProcedure,
} from './procedures.ts';
import type { Answer } from './rules.ts';
import { insertAnswer, markAnswered } from './store.ts';

const situation = ({ actor, now }: Deed): Situation => ({ actor, now });

/** 核定编制 */
export const approveQuota = (deed: Deed, asked: unknown): Promise<QuotaRecord> =>
  openRecord(deed, quotaProcedure, 'approveQuota', asked, situation(deed));
export const handleQuota = (deed: Deed, asked: Asked<typeof quotaLifecycle>): Promise<QuotaRecord> =>
  actOn(deed, quotaProcedure, asked, () => situation(deed));

/** 入职 */
export const engage = (deed: Deed, asked: unknown): Promise<EngagementRecord> =>
  openRecord(deed, engagementProcedure, 'engage', asked, situation(deed));
export const handleEngagement = (deed: Deed, asked: Asked<typeof engagementLifecycle>): Promise<EngagementRecord> =>
  actOn(deed, engagementProcedure, asked, () => situation(deed));

/** 资产登记 — a number is given once. */
export const registerAsset = (deed: Deed, asked: unknown): Promise<AssetRecord> =>
  unlessTaken(codeTaken, () => openRecord(deed, assetProcedure, 'register', asked, situation(deed)));
export const handleAsset = (deed: Deed, asked: Asked<typeof assetLifecycle>): Promise<AssetRecord> =>
  actOn(deed, assetProcedure, asked, () => situation(deed));

/** 准备调查 */
export const prepareSurvey = (deed: Deed, asked: unknown): Promise<SurveyRecord> =>
  openRecord(deed, surveyProcedure, 'prepare', asked, situation(deed));
export const handleSurvey = (deed: Deed, asked: Asked<typeof surveyLifecycle>): Promise<SurveyRecord> =>
  actOn(deed, surveyProcedure, asked, () => situation(deed));

/**
 * 答卷 — once each, without a trace of who said what: the answer has a number drawn by lot and no time. Of citizens the
 * answers are written down by whoever runs the survey, as often as there are citizens.
 */
export async function answerSurvey(
  tx: Tx,
  who: Pick<Actor, 'jurisdictionId' | 'id' | 'permissions'>,
  surveyId: string,
  given: { answer: Answer; remark: string },
): Promise<void> {
  const survey = await findRecord(tx, surveyProcedure, who.jurisdictionId, surveyId);
  if (!survey) refuse(unknownRecord(surveyProcedure.lifecycle.label));
  if (survey.state !== 'open')
    refuse({
      refused: 'conflict',
      code: 'surveyNotOpen',
      message: { zh: '调查不在进行中。', en: 'The survey is not open.' },
    });
  const ofCitizens = survey.audience === 'citizens';
  if (ofCitizens && !who.permissions.has('survey.manage'))
    refuse({
      refused: 'forbidden',
      code: 'notPermitted',
      message: { zh: '市民答卷由调查管理人员录入。', en: 'Whoever runs the survey writes down what citizens answer.' },
    });
  if (!ofCitizens && !(await markAnswered(tx, who.jurisdictionId, survey.id, who.id)))
    refuse({
      refused: 'conflict',
      code: 'answeredAlready',
      message: { zh: '您已答过此卷。', en: 'You have answered already.' },
    });
  await insertAnswer(tx, {
    jurisdictionId: who.jurisdictionId,
    surveyId: survey.id,
    id: randomUUID(),
    answer: given.answer,
    remark: redact(given.remark),
  });
}
