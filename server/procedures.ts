import type { AnyProcedure } from './kernel/procedure.ts';
import { procedureRows, type RowKind } from './kernel/row-check.ts';
import { amendmentProcedure } from './modules/budget/classification/procedures.ts';
import { paymentProcedure } from './modules/budget/payments.ts';
import { budgetProcedure } from './modules/budget/procedures.ts';
import { caseRows } from './modules/cases/case-rows.ts';
import { meetingProcedure, taskProcedure } from './modules/office/procedures.ts';
import { publicationProcedure } from './modules/publication/procedures.ts';
import { templateSetProcedure } from './modules/publication/templates/procedures.ts';
import { assetProcedure, engagementProcedure, quotaProcedure, surveyProcedure } from './modules/staff/procedures.ts';
import {
  cityAssessmentProcedure,
  monitoringProcedure,
  selfEvaluationProcedure,
  targetPlanProcedure,
} from './modules/targets/procedures.ts';
import {
  correctionProcedure,
  incidentProcedure,
  inspectionProcedure,
  maintenanceProcedure,
} from './modules/uptime/procedures.ts';

/** Every procedure but that of cases, which has rules of its own. A guard test asks for one to each life-cycle. */
export const procedures: readonly AnyProcedure[] = [
  taskProcedure,
  meetingProcedure,
  incidentProcedure,
  maintenanceProcedure,
  correctionProcedure,
  inspectionProcedure,
  quotaProcedure,
  engagementProcedure,
  assetProcedure,
  surveyProcedure,
  budgetProcedure,
  paymentProcedure,
  amendmentProcedure,
  publicationProcedure,
  templateSetProcedure,
  targetPlanProcedure,
  monitoringProcedure,
  selfEvaluationProcedure,
  cityAssessmentProcedure,
];

/** Every kind of record of the house: each row is proved to be what its log amounts to. */
export const rowKinds: readonly RowKind[] = [caseRows, ...procedures.map(procedureRows)];
