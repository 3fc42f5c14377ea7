import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { publicationLifecycle } from '../../../server/modules/publication/lifecycle.ts';
import { useText } from '../../i18n/language.ts';
import { DataTable } from '../../kit/DataTable.tsx';
import { toastFailure } from '../../kit/failure.ts';
import { dayOf } from '../../kit/format.ts';
import { useNow, useTimeZone } from '../../kit/now.ts';
import { Page, Section } from '../../kit/Page.tsx';
import { StateMark } from '../../kit/RecordActions.tsx';
import type { Column } from '../../kit/TableHead.tsx';
import { mayOpen, useMe } from '../../session.ts';
import './publication.css';
import { budgetsQuery, compile, type Listed, publicationsQuery } from './queries.ts';
import { TakeIn } from './TakeIn.tsx';
import { publicationText } from './text.ts';
import { YearCourse } from './YearCourse.tsx';

/** 预算公开 — the documents of all years, when they are due, and old ones taken in to be reconciled. */
export function Publications() {
  const t = useText(publicationText);
  const me = useMe();
  const navigate = useNavigate();
  const listed = useQuery(publicationsQuery);
  const open = (id: string) => void navigate({ to: `/publication/${id}` });
  return (
    <Page
      wide
      title={t.page}
      note={t.pageNote}
      actions={mayOpen(me, 'publication.edit') && <Begin listed={listed.data ?? []} open={open} />}
    >
      <YearCourse />
      <Section title={t.documents}>
        <div className="publications">
          <DataTable
            label={t.documents}
            rows={listed.data}
            idOf={({ id }) => id}
            columns={useColumns()}
            onOpen={({ id }) => open(id)}
            error={listed.error}
            retry={() => void listed.refetch()}
            empty={{ title: t.none, next: t.noneNext }}
            cardHeight={104}
            card={(row) => (
              <div className="publication-card">
                <strong>{row.titleZh}</strong>
                <span className="publication-card-line">
                  <StateMark lifecycle={publicationLifecycle} state={row.state} />
                  <Due row={row} />
                </span>
              </div>
            )}
          />
        </div>
      </Section>
      {mayOpen(me, 'publication.edit') && (
        <Section title={t.takeIn}>
          <TakeIn open={open} />
        </Section>
      )}
    </Page>
  );
}

function useColumns(): Column<Listed>[] {
  const t = useText(publicationText);
  return [
    { key: 'year', title: t.year, width: 80, cell: ({ year }) => year },
    { key: 'title', title: t.title, least: 220, cell: ({ titleZh }) => titleZh },
    { key: 'kind', title: t.kind, width: 170, cell: ({ kind }) => t[kind] },
    {
      key: 'state',
      title: t.state,
      width: 130,
      cell: ({ state }) => <StateMark lifecycle={publicationLifecycle} state={state} />,
    },
    { key: 'due', title: t.due, width: 230, cell: (row) => <Due row={row} /> },
  ];
}

function Due({ row: { dueOn, daysLeft, publishedOn } }: { row: Listed }) {
  const t = useText(publicationText);
  if (publishedOn) return <span className="muted">{t.published(publishedOn)}</span>;
  if (dueOn === null || daysLeft === null) return <span className="muted">—</span>;
  return (
    <span className={daysLeft < 0 ? 'is-late' : undefined}>
      {dueOn} · {daysLeft < 0 ? t.late(-daysLeft) : t.left(daysLeft)}
    </span>
  );
}

/** From an approved budget that has no document yet, or from a file. */
function Begin({ listed, open }: { listed: readonly Listed[]; open: (id: string) => void }) {
  const t = useText(publicationText);
  const now = useNow();
  const zone = useTimeZone();
  const { data: budgets = [] } = useQuery(budgetsQuery);
  const taken = new Set(
    listed.filter(({ kind, state }) => kind === 'made' && state !== 'withdrawn').map(({ year }) => year),
  );
  async function told(doing: () => Promise<{ id: string }>) {
    try {
      open((await doing()).id);
    } catch (error) {
      toastFailure(error);
    }
  }
  const today = dayOf(new Date(now).toISOString(), zone);
  return (
    <>
      {budgets
        .filter(({ year }) => !taken.has(year))
        .slice(0, 2)
        .map(({ id, year }) => (
          <button
            key={id}
            type="button"
            className="button primary"
            onClick={() => void told(() => compile(id, { publishOn: today }))}
          >
            {t.compile(year)}
          </button>
        ))}
      <Link to="/publication/templates" className="button">
        {t.templates}
      </Link>
    </>
  );
}
