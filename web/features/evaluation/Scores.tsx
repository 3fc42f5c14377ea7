import { Link } from '@tanstack/react-router';
import { useAddress } from '../../address.ts';
import { useText, useWords } from '../../i18n/language.ts';
import { dayOf } from '../../kit/format.ts';
import { useNow, useTimeZone } from '../../kit/now.ts';
import { Tabs } from '../../kit/Page.tsx';
import { Failed, PageState, Skeleton } from '../../kit/PageState.tsx';
import { mayOpen, useMe } from '../../session.ts';
import { daysOf, ranked, rankingAddress } from './address.ts';
import { PeriodBar, Standing } from './PeriodBar.tsx';
import { type Definitions, type Ranking, useDefinitions, useRanking } from './queries.ts';
import { RankingTable } from './RankingTable.tsx';
import '../../kit/filters.css';
import './scores.css';
import { scoresText } from './text.ts';

/** 考评 — everyone of a kind in a period, by the indicators of its scheme; every number opens to its cases. */
export function Scores() {
  const t = useText(scoresText);
  const words = useWords();
  const me = useMe();
  const zone = useTimeZone();
  const today = dayOf(new Date(useNow()).toISOString(), zone);
  const [address, changeAddress] = useAddress(rankingAddress);
  const everybody = mayOpen(me, 'case.readAll');
  const object = everybody ? (address.object ?? 'unit') : 'unit';
  const definitions = useDefinitions();
  const days = daysOf(address, today, definitions.data?.lastMonth);
  const ranking = useRanking(object, days, undefined, definitions.isSuccess || address.from !== undefined);
  const labelOf = (kind: string) =>
    words(definitions.data?.objects.find((one) => one.object === kind)?.label ?? { zh: '', en: '' });
  const groups = [...new Set(ranking.data?.lines.flatMap((line) => line.group ?? []) ?? [])];
  const shown = groups.includes(address.group ?? '') ? address.group : undefined;

  return (
    <div className="page wide scores">
      <header className="page-head">
        <h1>{t.title}</h1>
        <PeriodBar days={days} onChange={(next) => changeAddress(next, { push: true })} />
        <div className="page-actions no-print">
          <button
            type="button"
            className="button quiet"
            aria-pressed={address.all === 'true'}
            onClick={() => changeAddress({ all: address.all ? undefined : 'true' })}
          >
            {address.all ? t.schemeColumns : t.allColumns}
          </button>
          <Link to="/indicators" className="button quiet">
            {t.definitions}
          </Link>
          <button type="button" className="button quiet" onClick={() => print()}>
            {t.print}
          </button>
        </div>
        <Standing period={ranking.data?.period} />
      </header>
      {everybody && definitions.data && (
        <Tabs
          label={t.objects}
          tabs={ranked.map((key) => ({ key, label: labelOf(key) }))}
          chosen={object}
          onChoose={(key) => changeAddress({ object: key, group: undefined })}
        />
      )}
      {groups.length > 1 && (
        // biome-ignore lint/a11y/useSemanticElements: a row of switches, not a form's group
        <div className="counters no-print" role="group" aria-label={t.group}>
          <button
            type="button"
            className="counter"
            aria-pressed={shown === undefined}
            onClick={() => changeAddress({ group: undefined })}
          >
            {t.allGroups}
          </button>
          {groups.map((group) => (
            <button
              key={group}
              type="button"
              className="counter"
              aria-pressed={shown === group}
              onClick={() => changeAddress({ group })}
            >
              {group}
            </button>
          ))}
        </div>
      )}
      <Content ranking={ranking} definitions={definitions.data} group={shown} all={address.all === 'true'} />
    </div>
  );
}

interface ContentProps {
  ranking: { data: Ranking | undefined; error: unknown; refetch: () => unknown };
  definitions: Definitions | undefined;
  group: string | undefined;
  all: boolean;
}

function Content({ ranking, definitions, group, all }: ContentProps) {
  const t = useText(scoresText);
  if (ranking.error) return <Failed error={ranking.error} retry={() => void ranking.refetch()} />;
  if (!ranking.data || !definitions) return <Skeleton lines={12} />;
  const lines = ranking.data.lines.filter((line) => group === undefined || line.group === group);
  if (lines.length === 0) return <PageState icon="info" title={t.empty} next={t.emptyNext} />;
  return <RankingTable ranking={ranking.data} lines={lines} definitions={definitions} all={all} />;
}
