import { useQuery } from '@tanstack/react-query';
import { engagementKinds, engagementLifecycle, quotaLifecycle } from '../../../server/modules/staff/lifecycle.ts';
import { controlRate, type EngagementKind, jobChoices, jobsOn } from '../../../server/modules/staff/rules.ts';
import { metrics } from '../../../server/modules/targets/data/metrics.ts';
import { useLanguage, useText, useWords } from '../../i18n/language.ts';
import { number, percent } from '../../kit/format.ts';
import { Section } from '../../kit/Page.tsx';
import { Failed, Skeleton } from '../../kit/PageState.tsx';
import { StateMark } from '../../kit/RecordActions.tsx';
import type { StaffPart } from './address.ts';
import { Begin } from './Begin.tsx';
import { Figure } from './Figure.tsx';
import { type Staff, staffQuery } from './queries.ts';
import { RecordTable } from './RecordTable.tsx';
import { staffText } from './text.ts';

/** 编制与用工 — the posts approved, who is in post on a day, and what is counted from it. */
export function People({ today, address, change }: StaffPart) {
  const t = useText(staffText);
  const words = useWords();
  const language = useLanguage();
  const found = useQuery(staffQuery);
  if (!found.data)
    return found.error ? <Failed error={found.error} retry={() => void found.refetch()} /> : <Skeleton lines={8} />;
  const { quotas, engagements } = found.data;
  const day = address.on ?? today;
  const { part } = address;
  const jobs = jobsOn(engagements, day, address.choice ?? 'own');
  const behind = part === undefined ? null : new Set(jobs.get(part as EngagementKind) ?? []);
  const shown = engagements.filter(
    (one) => behind === null || (one.kind === part && behind.has(one.personNumber) && isHeldOn(one, day)),
  );
  const record = { open: address.open, onOpen: (open: string | undefined) => change({ open }) };
  return (
    <>
      <Section title={t.onDay(day)} actions={<DayField {...{ day, today, change }} />}>
        <PeopleFigures {...{ found: found.data, day, address, change, jobs }} />
      </Section>
      <Section
        title={words(engagementLifecycle.label)}
        note={
          part ? t.behind(words(engagementKinds[part as EngagementKind]), number(shown.length, language)) : t.byNumber
        }
      >
        <Begin lifecycle={engagementLifecycle} name="engage" />
        <RecordTable
          {...record}
          label={words(engagementLifecycle.label)}
          kind="engagement"
          head={[t.number, t.kind, t.post, t.from, t.until, t.state].map((title) => ({ title }))}
          rows={shown.map((one) => ({
            ...one,
            cells: [
              one.personNumber,
              words(engagementKinds[one.kind]),
              one.post,
              one.from,
              one.until ?? '—',
              <StateMark key="state" lifecycle={engagementLifecycle} state={one.state} />,
            ],
          }))}
        />
      </Section>
      <Section title={words(quotaLifecycle.label)}>
        <Begin lifecycle={quotaLifecycle} name="approveQuota" />
        <RecordTable
          {...record}
          label={words(quotaLifecycle.label)}
          kind="quota"
          head={[{ title: t.from }, { title: t.posts, number: true }, { title: t.basis }, { title: t.state }]}
          rows={quotas.map((one) => ({
            ...one,
            cells: [
              one.from,
              number(one.posts, language),
              one.basis,
              <StateMark key="state" lifecycle={quotaLifecycle} state={one.state} />,
            ],
          }))}
        />
      </Section>
    </>
  );
}

const isHeldOn = ({ state, from, until }: Staff['engagements'][number], day: string) =>
  state !== 'annulled' && from <= day && (until === null || until >= day);

interface FiguresProps extends Pick<StaffPart, 'address' | 'change'> {
  found: Staff;
  day: string;
  jobs: ReadonlyMap<EngagementKind, readonly string[]>;
}

function PeopleFigures({ found, day, address, change, jobs }: FiguresProps) {
  const t = useText(staffText);
  const words = useWords();
  const language = useLanguage();
  const control = controlRate(found.engagements, found.quotas, day);
  const counts = [...jobs].map(([kind, people]) => ({ kind, n: people.length }));
  const all = counts.reduce((sum, { n }) => sum + n, 0);
  const { choices, rule } = metrics['staff.jobs'];
  const choose = (part: string | undefined) => change({ part, open: undefined });
  return (
    <div className="staff-figures">
      <Figure
        label={words(metrics['staff.controlRate'].label)}
        value={control ? percent(control.inPost / control.posts, language) : t.noQuota}
        parts={[{ key: 'establishment', label: t.inPost, value: number(control?.inPost ?? 0, language) }]}
        chosen={address.part}
        onChoose={choose}
        rule={
          control
            ? t.controlRule(number(control.inPost, language), number(control.posts, language))
            : words(metrics['staff.controlRate'].rule)
        }
      />
      <Figure
        label={words(metrics['staff.jobs'].label)}
        value={t.jobsSum(counts.map(({ n }) => number(n, language)).join(' + '), number(all, language))}
        parts={counts.map(({ kind, n }) => ({
          key: kind,
          label: words(engagementKinds[kind]),
          value: number(n, language),
        }))}
        chosen={address.part}
        onChoose={choose}
        rule={
          <>
            <label className="beside">
              {t.definition}{' '}
              <select
                className="field"
                value={address.choice ?? 'own'}
                onChange={(event) =>
                  change({ choice: jobChoices.find((one) => one === event.target.value), part: undefined })
                }
              >
                {jobChoices.map((choice) => (
                  <option key={choice} value={choice}>
                    {words(choices[choice])}
                  </option>
                ))}
              </select>
            </label>{' '}
            {t.oncePerPerson} {words(rule)}
          </>
        }
      />
    </div>
  );
}

/** The day that figures are looked at. */
export function DayField({ day, today, change }: { day: string; today: string; change: StaffPart['change'] }) {
  const t = useText(staffText);
  return (
    <label className="small beside no-print">
      {t.day}{' '}
      <input
        className="field"
        type="date"
        value={day}
        onChange={(event) =>
          event.target.value && change({ on: event.target.value === today ? undefined : event.target.value })
        }
      />
    </label>
  );
}
