import { z } from 'zod';
import { useAddress } from '../../address.ts';
import { useText } from '../../i18n/language.ts';
import { toastFailure } from '../../kit/failure.ts';
import { dayOf } from '../../kit/format.ts';
import { useNow, useTimeZone } from '../../kit/now.ts';
import { Tabs } from '../../kit/Page.tsx';
import { Failed, PageState, Skeleton } from '../../kit/PageState.tsx';
import { newKey } from '../../request.ts';
import { mayOpen, useMe } from '../../session.ts';
import { AssessmentsPart } from './AssessmentsPart.tsx';
import { BoardPart } from './BoardPart.tsx';
import { EvaluationsPart } from './EvaluationsPart.tsx';
import { PlanPart } from './PlanPart.tsx';
import { draftPlan, type Plan, usePlans } from './queries.ts';
import { ReportPart } from './ReportPart.tsx';
import { RoundsPart } from './RoundsPart.tsx';
import '../../kit/filters.css';
import './targets.css';
import { targetsText } from './text.ts';

const parts = ['board', 'plan', 'rounds', 'evaluations', 'assessments', 'report'] as const;
export const targetsAddress = z.object({ part: z.enum(parts).optional(), year: z.string().optional() });

/** 绩效目标 — what the year promised, how it stands, and what becomes of it. */
export function Targets() {
  const t = useText(targetsText);
  const me = useMe();
  const thisYear = Number(dayOf(new Date(useNow()).toISOString(), useTimeZone()).slice(0, 4));
  const [address, change] = useAddress(targetsAddress);
  const plans = usePlans();
  const all = plans.data?.items ?? [];
  const wanted = Number(address.year ?? thisYear);
  const plan = all.find(({ year }) => year === wanted) ?? (address.year === undefined ? all[0] : undefined);
  const due = mayOpen(me, 'target.edit') ? [thisYear + 1, thisYear] : [];
  const unwritten = plans.data ? due.filter((year) => !all.some((one) => one.year === year)) : [];
  const part = address.part ?? (plan?.state === 'drafting' ? 'plan' : 'board');

  return (
    <div className="page wide targets">
      <header className="page-head">
        <h1>{t.title}</h1>
        <div className="counters">
          {[...unwritten, ...all.map(({ year }) => year)].map((year) => (
            <button
              key={year}
              type="button"
              className={unwritten.includes(year) ? 'counter no-print' : 'counter'}
              aria-pressed={year === (plan?.year ?? wanted)}
              onClick={() => change({ year: String(year) })}
            >
              {unwritten.includes(year) ? t.toDraft(String(year)) : t.year(String(year))}
            </button>
          ))}
        </div>
        <div className="page-actions no-print">
          <button type="button" className="button quiet" onClick={() => print()}>
            {t.print}
          </button>
        </div>
      </header>
      {plan && (
        <Tabs
          label={t.part}
          tabs={parts.map((key) => ({ key, label: t.parts[key] }))}
          chosen={part}
          onChoose={(key) => change({ part: key })}
        />
      )}
      {plans.error && !plans.data ? (
        <Failed error={plans.error} retry={() => plans.refetch()} />
      ) : !plans.data ? (
        <Skeleton lines={12} />
      ) : plan ? (
        <Part part={part} plan={plan} />
      ) : (
        <PageState title={t.none(String(wanted))} next={t.noneNext}>
          {unwritten.includes(wanted) && <Draft year={wanted} />}
        </PageState>
      )}
    </div>
  );
}

function Draft({ year }: { year: number }) {
  const t = useText(targetsText);
  const begin = () => draftPlan(year, newKey()).catch(toastFailure);
  return (
    <button type="button" className="button primary" onClick={begin}>
      {t.draft}
    </button>
  );
}

function Part({ part, plan }: { part: (typeof parts)[number]; plan: Plan }) {
  if (part === 'plan') return <PlanPart key={plan.id} plan={plan} />;
  if (part === 'rounds') return <RoundsPart plan={plan} />;
  if (part === 'evaluations') return <EvaluationsPart plan={plan} />;
  if (part === 'assessments') return <AssessmentsPart year={plan.year} />;
  if (part === 'report') return <ReportPart plan={plan} />;
  return <BoardPart plan={plan} />;
}
