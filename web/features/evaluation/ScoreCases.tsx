import { Link, useNavigate, useParams } from '@tanstack/react-router';
import type { IndicatorCode } from '../../../server/modules/evaluation/indicators.ts';
import type { ObjectKind } from '../../../server/modules/evaluation/model.ts';
import { useAddress } from '../../address.ts';
import { useLanguage, useText, useWords } from '../../i18n/language.ts';
import { DataTable } from '../../kit/DataTable.tsx';
import { dayOf, number, shortTime } from '../../kit/format.ts';
import { Icon } from '../../kit/Icon.tsx';
import { useNow, useTimeZone } from '../../kit/now.ts';
import { Tabs } from '../../kit/Page.tsx';
import { type Look, StatusMark } from '../../kit/StatusMark.tsx';
import type { Column } from '../../kit/TableHead.tsx';
import { usePhone } from '../../kit/useMedia.ts';
import { casesAddress, daysOf } from './address.ts';
import { rate } from './figures.ts';
import { Standing } from './PeriodBar.tsx';
import { type FactPart, useCard, useCasesBehind, useDefinitions, useLifecycle } from './queries.ts';
import './scores.css';
import { scoresText } from './text.ts';

type Fact = NonNullable<ReturnType<typeof useCasesBehind>['data']>['pages'][number]['items'][number];

/** The very cases behind a number: as many as it counts, and each opens to its log. */
export function ScoreCases() {
  const t = useText(scoresText);
  const words = useWords();
  const language = useLanguage();
  const navigate = useNavigate();
  const zone = useTimeZone();
  const now = useNow();
  const { object, id } = useParams({ strict: false }) as { object: ObjectKind; id: string };
  const [address, change] = useAddress(casesAddress);
  const days = daysOf(address, dayOf(new Date(now).toISOString(), zone));
  const indicator = (address.indicator ?? 'due') as IndicatorCode;
  const part = address.part ?? 'of';
  const cases = useCasesBehind({ object, id, days, indicator, part });
  const card = useCard(object, id, days).data;
  const definition = useDefinitions().data?.indicators.find(({ code }) => code === indicator);
  const lifecycle = useLifecycle().data;
  const names = Object.assign({}, ...(cases.data?.pages.map((page) => page.names) ?? [])) as Record<
    string,
    { zh: string; en: string }
  >;
  const rows = cases.data?.pages.flatMap((page) => page.items);
  const phone = usePhone();
  const due = definition?.over === 'task' ? t.taskDue : t.due;
  const measured = card?.values[indicator];
  const named = (key: string | null) => (key && names[key] ? words(names[key]) : '');
  const time = (at: string | null) => (at ? shortTime(at, zone, now) : '');

  const columns: Column<Fact>[] = [
    {
      key: 'number',
      title: t.number,
      width: 190,
      cell: (fact) => (
        <Link to={`/cases/${fact.caseId}`} className="mono" tabIndex={-1} onClick={(event) => event.stopPropagation()}>
          {fact.number}
        </Link>
      ),
    },
    { key: 'category', title: t.category, least: 140, cell: (fact) => named(fact.categoryId) },
    {
      key: 'state',
      title: t.state,
      width: 120,
      cell: (fact) => {
        const state = lifecycle?.states[fact.state];
        return state && <StatusMark look={state.look as Look} label={words(state.label)} />;
      },
    },
    { key: 'unit', title: t.unit, least: 120, cell: (fact) => named(fact.unitId) },
    ...(definition?.over === 'task'
      ? [{ key: 'officer', title: t.officer, width: 130, cell: (fact: Fact) => named(fact.officerId) }]
      : []),
    { key: 'opened', title: t.opened, width: 104, align: 'right', cell: (fact) => time(fact.openedAt) },
    { key: 'due', title: due, width: 104, align: 'right', cell: (fact) => time(fact.dueAt) },
    {
      key: 'handled',
      title: t.handled,
      width: 104,
      align: 'right',
      cell: (fact) => time(fact.handledAt) || <span className="muted">{t.unhandled}</span>,
    },
    { key: 'closed', title: t.closed, width: 104, align: 'right', cell: (fact) => time(fact.closedAt) },
  ];

  const counts: Record<FactPart, number | undefined> = {
    of: measured?.of,
    met: measured?.met,
    missed: measured && measured.of - measured.met,
  };
  const shownParts: readonly FactPart[] = definition?.measure === 'count' ? ['of'] : ['of', 'met', 'missed'];
  return (
    <div className="page wide scores">
      <header className="page-head">
        <Link
          to={`/scores/${object}/${encodeURIComponent(id)}`}
          search={days as never}
          className="button quiet icon"
          aria-label={t.backToCard}
          title={t.backToCard}
        >
          <Icon name="left" />
        </Link>
        <h1>{[card && words(card.name), definition && words(definition.label)].filter(Boolean).join(' · ')}</h1>
        {measured && definition && (
          <strong>
            {definition.measure === 'count' ? number(measured.value, language) : rate(measured.value, language)}
          </strong>
        )}
        {definition && <p className="muted standing">{words(definition.meaning)}</p>}
        <Standing period={card?.period} />
      </header>
      <Tabs
        label={t.cases}
        tabs={shownParts.map((key) => ({
          key,
          label: `${t.part[key]} ${counts[key] === undefined ? '' : number(counts[key], language)}`,
        }))}
        chosen={part}
        onChoose={(key) => change({ part: key })}
      />
      <div
        className="card fact-table"
        style={{ height: `${Math.max(4, rows?.length ?? 12) * (phone ? 86 : 32) + 40}px` }}
      >
        <DataTable
          label={t.cases}
          rows={rows}
          idOf={(fact) => `${fact.caseId}-${fact.seq}`}
          columns={columns}
          error={cases.error}
          retry={() => void cases.refetch()}
          onOpen={(fact) => void navigate({ to: `/cases/${fact.caseId}` })}
          onEnd={() => cases.hasNextPage && !cases.isFetchingNextPage && void cases.fetchNextPage()}
          loadingMore={cases.isFetchingNextPage}
          moreFailed={cases.isFetchNextPageError}
          empty={{ title: t.noCases }}
          card={(fact) => (
            <span className="fact-card">
              <b className="mono">{fact.number}</b>
              <span>{named(fact.categoryId)}</span>
              <span className="muted small">
                {`${due} ${time(fact.dueAt)} · ${fact.handledAt ? `${t.handled} ${time(fact.handledAt)}` : t.unhandled}`}
              </span>
            </span>
          )}
        />
      </div>
    </div>
  );
}
