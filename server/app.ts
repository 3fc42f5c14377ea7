import type { AnyRoute } from './kernel/http.ts';
import type { AnyLifecycle } from './kernel/lifecycle.ts';
import type { Module } from './kernel/module.ts';
import type { SealedColumn } from './kernel/vault-rewrap.ts';
import type { Follower, Job } from './kernel/work.ts';
import { accountsJobs } from './modules/accounts/jobs.ts';
import { accountsRoutes } from './modules/accounts/routes.ts';
import { accountSealed } from './modules/accounts/sealed.ts';
import { sessionRoutes } from './modules/accounts/session-routes.ts';
import { amendmentLifecycle } from './modules/budget/classification/lifecycle.ts';
import { classificationRoutes } from './modules/budget/classification/routes.ts';
import { budgetLifecycle, paymentLifecycle } from './modules/budget/lifecycle.ts';
import { paymentRoutes } from './modules/budget/payment-routes.ts';
import { budgetRoutes } from './modules/budget/routes.ts';
import { calendarRoutes } from './modules/calendar/routes.ts';
import { boardRoutes } from './modules/cases/board-routes.ts';
import { caseJobs } from './modules/cases/jobs.ts';
import { caseLifecycle } from './modules/cases/lifecycle.ts';
import { caseListRoutes } from './modules/cases/list-routes.ts';
import { personalRoutes } from './modules/cases/personal-routes.ts';
import { photoRoutes } from './modules/cases/photo-routes.ts';
import { caseRoutes } from './modules/cases/routes.ts';
import { caseSealed } from './modules/cases/sealed.ts';
import { catalogueRoutes } from './modules/catalogue/routes.ts';
import { evaluationFollowers, evaluationJobs } from './modules/evaluation/jobs.ts';
import { evaluationRoutes } from './modules/evaluation/routes.ts';
import { geoRoutes } from './modules/geo/routes.ts';
import { importsRoutes } from './modules/imports/routes.ts';
import { officeJobs } from './modules/office/jobs.ts';
import { meetingLifecycle, taskLifecycle } from './modules/office/lifecycle.ts';
import { officeRoutes } from './modules/office/routes.ts';
import { organisationRoutes } from './modules/organisation/routes.ts';
import { importLinesRoutes } from './modules/publication/import-routes.ts';
import { publicationLifecycle } from './modules/publication/lifecycle.ts';
import { openBudgetRoutes } from './modules/publication/public-routes.ts';
import { publicationRoutes } from './modules/publication/routes.ts';
import { templateSetLifecycle } from './modules/publication/templates/lifecycle.ts';
import { templateRoutes } from './modules/publication/templates/routes.ts';
import { yearRoutes } from './modules/publication/year-routes.ts';
import { assetLifecycle, engagementLifecycle, quotaLifecycle, surveyLifecycle } from './modules/staff/lifecycle.ts';
import { staffRoutes } from './modules/staff/routes.ts';
import { surveyRoutes } from './modules/staff/survey-routes.ts';
import {
  cityAssessmentLifecycle,
  monitoringLifecycle,
  selfEvaluationLifecycle,
  targetPlanLifecycle,
} from './modules/targets/lifecycle.ts';
import { targetReportRoutes } from './modules/targets/report-routes.ts';
import { targetsRoutes } from './modules/targets/routes.ts';
import { uptimeJobs } from './modules/uptime/jobs.ts';
import {
  correctionLifecycle,
  incidentLifecycle,
  inspectionLifecycle,
  maintenanceLifecycle,
} from './modules/uptime/lifecycle.ts';
import { uptimeRoutes } from './modules/uptime/routes.ts';
import { uptimeSetupRoutes } from './modules/uptime/setup-routes.ts';
import { uptimeSubjectRoutes } from './modules/uptime/subject-routes.ts';
import { systemJobs } from './system/jobs.ts';
import { retentionRoutes } from './system/retention-routes.ts';
import { systemRoutes } from './system/routes.ts';

/**
 * THE list of modules, in the order in which they may know each other: a module imports the kernel and modules earlier
 * in this list, never later ones. Routes, followers, jobs and life-cycles of the house all stand here.
 */
export const modules = [
  { name: 'organisation', routes: organisationRoutes },
  { name: 'accounts', routes: [...accountsRoutes, ...sessionRoutes], jobs: accountsJobs, sealed: accountSealed },
  { name: 'calendar', routes: calendarRoutes },
  { name: 'geo', routes: geoRoutes },
  { name: 'catalogue', routes: catalogueRoutes },
  {
    name: 'cases',
    routes: [...boardRoutes, ...caseListRoutes, ...caseRoutes, ...photoRoutes, ...personalRoutes],
    jobs: caseJobs,
    lifecycles: [caseLifecycle],
    sealed: caseSealed,
  },
  { name: 'evaluation', routes: evaluationRoutes, followers: evaluationFollowers, jobs: evaluationJobs },
  { name: 'imports', routes: importsRoutes },
  { name: 'office', routes: officeRoutes, jobs: officeJobs, lifecycles: [taskLifecycle, meetingLifecycle] },
  {
    name: 'uptime',
    routes: [...uptimeSubjectRoutes, ...uptimeSetupRoutes, ...uptimeRoutes],
    jobs: uptimeJobs,
    lifecycles: [incidentLifecycle, maintenanceLifecycle, correctionLifecycle, inspectionLifecycle],
  },
  { name: 'disclosure' },
  {
    name: 'staff',
    routes: [...staffRoutes, ...surveyRoutes],
    lifecycles: [quotaLifecycle, engagementLifecycle, assetLifecycle, surveyLifecycle],
  },
  {
    name: 'budget',
    routes: [...budgetRoutes, ...paymentRoutes, ...classificationRoutes],
    lifecycles: [budgetLifecycle, paymentLifecycle, amendmentLifecycle],
  },
  {
    name: 'targets',
    routes: [...targetsRoutes, ...targetReportRoutes],
    lifecycles: [targetPlanLifecycle, monitoringLifecycle, selfEvaluationLifecycle, cityAssessmentLifecycle],
  },
  {
    name: 'publication',
    routes: [...publicationRoutes, ...yearRoutes, ...templateRoutes, ...importLinesRoutes, ...openBudgetRoutes],
    lifecycles: [publicationLifecycle, templateSetLifecycle],
  },
  { name: 'demo' },
  { name: 'system', routes: [...systemRoutes, ...retentionRoutes], jobs: systemJobs },
] as const satisfies readonly Module[];

/** Every route with its exact types, from which the web's `call()` is typed. */
const allRoutes = [
  ...organisationRoutes,
  ...accountsRoutes,
  ...sessionRoutes,
  ...calendarRoutes,
  ...geoRoutes,
  ...catalogueRoutes,
  ...boardRoutes,
  ...caseListRoutes,
  ...caseRoutes,
  ...photoRoutes,
  ...personalRoutes,
  ...evaluationRoutes,
  ...importsRoutes,
  ...officeRoutes,
  ...uptimeSubjectRoutes,
  ...uptimeSetupRoutes,
  ...uptimeRoutes,
  ...staffRoutes,
  ...surveyRoutes,
  ...budgetRoutes,
  ...paymentRoutes,
  ...classificationRoutes,
  ...targetsRoutes,
  ...targetReportRoutes,
  ...publicationRoutes,
  ...yearRoutes,
  ...templateRoutes,
  ...importLinesRoutes,
  ...openBudgetRoutes,
  ...systemRoutes,
  ...retentionRoutes,
];
export type ApiRoutes = (typeof allRoutes)[number];
export const routes: readonly AnyRoute[] = allRoutes;

export const lifecycles: readonly AnyLifecycle[] = (modules as readonly Module[]).flatMap(
  (module) => module.lifecycles ?? [],
);
export const followers = (): Follower[] => (modules as readonly Module[]).flatMap((module) => module.followers ?? []);
export const jobs = (): Job[] => (modules as readonly Module[]).flatMap((module) => module.jobs ?? []);
export const sealedColumns = (): SealedColumn[] =>
  (modules as readonly Module[]).flatMap((module) => module.sealed ?? []);
