import type { Words } from '../../kernel/words.ts';
import { jobChoices } from '../staff/rules.ts';
import type { Evidence, PinnedIndicator } from './model.ts';

interface Year {
  dates: { from: string; to: string };
}

const one = (label: Words, screen: string | null, api: string): Evidence => ({ label, screen, api });

/** Whom the value counts: those on the establishment, or by the definition of a job; a mean of days has no day's list. */
function peopleBehind(metric: string | null, choice: string | null): string {
  if (metric === 'staff.controlRate') return '&part=establishment';
  const counted = jobChoices.find((one) => one === choice);
  return counted === undefined ? '' : `&choice=${counted}`;
}

/** Records that only one of the choices reads; null where it reads what its definition usually does. */
function evidenceOfChoice({ metric, choice, scope, systems }: PinnedIndicator, { dates }: Year): Evidence[] | null {
  const days = `from=${dates.from}&to=${dates.to}`;
  const year = dates.from.slice(0, 4);
  switch (`${metric} ${choice}`) {
    case 'task.keyTaskClosure created':
      return [
        one({ zh: '当年立项的事项', en: 'Set up in the year' }, `/tasks?setUp=${year}`, `/api/tasks?${days}&by=setUp`),
      ];
    case 'meeting.heldCount project': {
      const project = scope === 'overall' ? 'any' : scope;
      return [
        one(
          { zh: '项目经费支持的会议', en: 'Paid from project money' },
          `/meetings?project=${project}`,
          `/api/meetings?${days}&project=${project}`,
        ),
      ];
    }
    case 'system.failureRate requests': {
      const scoped = systems === null ? '' : `&scope=${systems}`;
      return [one({ zh: '探测次数', en: 'Checks by day' }, null, `/api/uptime/checks?${days}${scoped}`)];
    }
    case 'system.availability judged':
      return [one({ zh: '故障', en: 'Incidents' }, '/uptime?tab=incidents', `/api/uptime/incidents?${days}`)];
    case 'room.inspectedDays monitored':
      return [one({ zh: '探测记录', en: 'Probes' }, '/uptime', `/api/uptime?${days}`)];
    case 'room.inspectedDays contract':
      return [
        one(
          { zh: '机房与维护合同', en: 'Rooms and contracts' },
          '/uptime?tab=rooms',
          `/api/uptime/inspections?${days}`,
        ),
      ];
    default:
      return null;
  }
}

/** 依据 — where the records behind a value are to be seen. */
export function evidenceOf(indicator: PinnedIndicator, { dates }: Year): Evidence[] {
  const { id, metric, choice, systems } = indicator;
  const chosen = evidenceOfChoice(indicator, { dates });
  if (chosen !== null) return chosen;
  const days = `from=${dates.from}&to=${dates.to}`;
  const year = dates.from.slice(0, 4);
  const [subject] = (metric ?? '').split('.');
  switch (subject) {
    case 'task':
      return [one({ zh: '督办事项', en: 'Key tasks' }, '/tasks', `/api/tasks?${days}`)];
    case 'meeting':
      return [one({ zh: '会议', en: 'Meetings' }, '/meetings', `/api/meetings?${days}`)];
    case 'system':
    case 'device': {
      const scope = systems === null ? '' : `&scope=${systems}`;
      return [one({ zh: '运行记录', en: 'Uptime' }, '/uptime', `/api/uptime?${days}${scope}`)];
    }
    case 'assessment':
      return [
        one(
          { zh: '市级考评结果', en: 'Published results' },
          `/targets?part=assessments&year=${year}`,
          `/api/targets/assessments?year=${year}`,
        ),
      ];
    case 'incident':
      return [one({ zh: '故障', en: 'Incidents' }, '/uptime?tab=incidents', `/api/uptime/incidents?${days}`)];
    case 'room':
      return [
        one(
          { zh: '机房巡检', en: 'Inspections' },
          `/uptime?tab=rooms&month=${dates.to.slice(0, 7)}&day=${dates.to}`,
          `/api/uptime/inspections?${days}`,
        ),
      ];
    case 'hotline':
      return [
        one(
          { zh: '未达的案卷', en: 'Cases that failed it' },
          `/targets/${year}/${id}`,
          `/api/targets/years/${year}/indicators/${id}/cases?part=missed`,
        ),
      ];
    case 'case':
      return [
        one(
          { zh: '考评', en: 'Scores' },
          `/scores?object=subdistrict&${days}`,
          `/api/scores?object=subdistrict&${days}`,
        ),
      ];
    case 'budget':
      if (metric === 'budget.projectCompletion')
        return [
          one({ zh: '项目成果', en: 'Deliverables' }, '/tasks', `/api/tasks?from=${dates.from}&to=${year}-12-31`),
        ];
      return [one({ zh: '预算执行', en: 'Execution' }, '/budget', '/api/budgets')];
    case 'staff':
      return [
        one(
          { zh: '编制与用工', en: 'Posts and people' },
          `/staff?tab=people&on=${dates.to}${peopleBehind(metric, choice)}`,
          `/api/staff?on=${dates.to}`,
        ),
      ];
    case 'asset':
      return [one({ zh: '固定资产', en: 'Assets' }, `/staff?tab=assets&on=${dates.to}`, `/api/assets?on=${dates.to}`)];
    case 'survey':
      return [one({ zh: '满意度调查', en: 'Surveys' }, '/staff?tab=surveys', '/api/surveys')];
    default:
      return [];
  }
}
