import { useQuery } from '@tanstack/react-query';
import { subjectKinds } from '../../../server/modules/uptime/model.ts';
import { useLanguage, useText, useWords } from '../../i18n/language.ts';
import { number, shortTime } from '../../kit/format.ts';
import { useNow, useTimeZone } from '../../kit/now.ts';
import { Section } from '../../kit/Page.tsx';
import { Failed, PageState, Skeleton } from '../../kit/PageState.tsx';
import { StatusMark } from '../../kit/StatusMark.tsx';
import { DayBars, RateRange, VerdictMark } from './marks.tsx';
import { type Standing, standingQuery, type Watched } from './queries.ts';
import { uptimeText } from './text.ts';

interface BoardProps {
  standing: { data: Standing | undefined; error: unknown; refetch: () => unknown };
  today: string;
}

/** Every system and device: its last ninety days, and how it stands against the promise this year. */
export function Board({ standing, today }: BoardProps) {
  const t = useText(uptimeText);
  const year = useQuery(standingQuery({ from: `${today.slice(0, 4)}-01-01`, to: today }));
  if (standing.error && !standing.data) return <Failed error={standing.error} retry={() => void standing.refetch()} />;
  if (!standing.data) return <Skeleton lines={10} />;
  if (standing.data.items.length === 0) return <PageState title={t.none} next={t.noneNext} />;
  // What is out of service for so long, or not in it yet, owes nothing.
  const owing = standing.data.items.filter(({ days }) => days.length > 0);
  const ofYear = new Map(year.data?.items.map((item) => [item.subject.id, item]));
  return (
    <>
      {subjectKinds.map((kind) => {
        const items = owing.filter(({ subject }) => subject.kind === kind);
        if (items.length === 0) return null;
        return (
          <Section key={kind} title={t.kinds[kind]} note={kind === 'system' ? t.verdictHelp : undefined}>
            <ul className="watch-list">
              {items.map((item) => (
                <WatchedRow key={item.subject.id} item={item} year={ofYear.get(item.subject.id)} />
              ))}
            </ul>
          </Section>
        );
      })}
    </>
  );
}

function WatchedRow({ item, year }: { item: Watched; year: Watched | undefined }) {
  const t = useText(uptimeText);
  const words = useWords();
  const language = useLanguage();
  const name = words(item.subject.name);
  const looking = item.probes.filter(({ active }) => active);
  const down = looking.some(({ last }) => last?.fault);
  const silent = item.probes.length === 0 ? t.never : t.stopped;
  const { faultMinutes, uncorrectedFaultMinutes, unknownMinutes, maintenanceMinutes } = (year ?? item).availability;
  const said = [
    [t.fault, faultMinutes],
    [t.unknown, unknownMinutes],
    [t.maintenance, maintenanceMinutes],
  ] as const;
  const { normal, faulty, unknown } = (year ?? item).normalDays;
  return (
    <li className="watch">
      <div className="watch-name">
        <strong>{name}</strong>
        <StatusMark
          look={looking.length === 0 ? 'paused' : down ? 'overdue' : 'done'}
          label={looking.length === 0 ? silent : down ? t.fault : t.ok}
        />
        <ProbeList item={item} />
      </div>
      <DayBars name={name} days={item.days} />
      <div className="watch-rate">
        <div className="watch-figures">
          <span className="muted small">{t.year}</span>
          <RateRange rate={(year ?? item).rate} />
          <VerdictMark rate={(year ?? item).rate} />
        </div>
        <p className="muted small">
          {said
            .filter(([, minutes]) => minutes > 0)
            .map(([word, minutes]) => `${word} ${t.minutes(number(Math.round(minutes), language))}`)
            .concat(t.normalDays(number(normal, language), number(normal + faulty + unknown, language)))
            .concat(
              uncorrectedFaultMinutes === faultMinutes ? [] : [t.corrected(number(uncorrectedFaultMinutes, language))],
            )
            .join(' · ')}
        </p>
      </div>
    </li>
  );
}

function ProbeList({ item }: { item: Watched }) {
  const t = useText(uptimeText);
  const zone = useTimeZone();
  const now = useNow();
  return (
    <ul className="watch-probes small muted">
      {item.probes.map(({ id, name, active, last }) => (
        <li key={id}>
          {name}
          {' · '}
          {!active ? t.stopped : last === null ? t.never : last.result === 'ok' ? t.ok : (last.said ?? t.failed)}
          {last && ` · ${shortTime(last.at, zone, now)}`}
        </li>
      ))}
    </ul>
  );
}
