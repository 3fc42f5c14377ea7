import { useState } from 'react';
import { useLanguage, useSigns, useText, useWords } from '../../i18n/language.ts';
import { toastFailure } from '../../kit/failure.ts';
import { dayOf, percent } from '../../kit/format.ts';
import { useNow, useTimeZone } from '../../kit/now.ts';
import { Section } from '../../kit/Page.tsx';
import { Failed, PageState, Skeleton } from '../../kit/PageState.tsx';
import { RecordActions } from '../../kit/RecordActions.tsx';
import { newKey } from '../../request.ts';
import { mayOpen, useMe } from '../../session.ts';
import { Actual, Scroll, VerdictMark } from './marks.tsx';
import { actOnRound, openRound, type Plan, type Round, refreshTargets, useRounds } from './queries.ts';
import { targetsText } from './text.ts';
import { Choices, owingFirst, targetWidgets } from './widgets.tsx';

/** 双监控 — rounds: targets and money at a cut-off, and what is said to each deviation. */
export function RoundsPart({ plan }: { plan: Plan }) {
  const t = useText(targetsText);
  const rounds = useRounds();
  if (rounds.error && !rounds.data) return <Failed error={rounds.error} retry={() => rounds.refetch()} />;
  if (!rounds.data) return <Skeleton />;
  const own = rounds.data.items.filter(({ planId }) => planId === plan.id);
  return (
    <>
      <Opening plan={plan} label={t.openRound} open={(cutoff, key) => openRound(plan.id, cutoff, key)} />
      {own.length === 0 && <PageState title={t.noRounds} next={t.fromApproved} />}
      {own.map((round) => (
        <OneRound key={round.id} round={round} plan={plan} />
      ))}
    </>
  );
}

interface OpeningProps {
  plan: Plan;
  label: string;
  open: (cutoff: string, key: string) => Promise<void>;
}

/** Asks up to which day, and freezes. */
export function Opening({ plan, label, open }: OpeningProps) {
  const t = useText(targetsText);
  const me = useMe();
  const today = dayOf(new Date(useNow()).toISOString(), useTimeZone());
  const last = `${plan.year}-12-31`;
  const [cutoff, setCutoff] = useState(today < last ? today : last);
  if (!mayOpen(me, 'target.edit') || plan.state === 'drafting') return null;
  const begin = () => open(cutoff, newKey()).catch(toastFailure);
  return (
    <p className="opening no-print">
      <label>
        <span>{t.cutoff}</span>{' '}
        <input
          className="input"
          type="date"
          value={cutoff}
          max={today}
          onChange={({ target }) => setCutoff(target.value)}
        />
      </label>
      <button type="button" className="button primary" onClick={begin}>
        {label}
      </button>
    </p>
  );
}

function OneRound({ round, plan }: { round: Round; plan: Plan }) {
  const t = useText(targetsText);
  const signs = useSigns();
  const language = useLanguage();
  const words = useWords();
  const { plannedFen, paidFen, yearPassed } = round.money;
  const saidOf = (id: string) => round.explanations.find(({ indicatorId }) => indicatorId === id);
  const owing = new Set(
    round.lines.flatMap(({ verdict, indicatorId }) => (verdict === 'met' || saidOf(indicatorId) ? [] : [indicatorId])),
  );
  const note = `${t.money} ${plannedFen > 0 ? percent(paidFen / plannedFen, language) : '—'} · ${t.passed} ${percent(yearPassed, language)}`;
  return (
    <Section title={t.asOf(round.cutoff)} note={note}>
      {round.may.length > 0 && (
        <Choices value={owingFirst(plan.indicators, (id) => owing.has(id))}>
          <RecordActions
            of={round.id}
            may={round.may}
            act={(action, answers, key) => actOnRound(round, action, answers, key)}
            refresh={refreshTargets}
            widgets={targetWidgets}
          />
        </Choices>
      )}
      <Scroll label={t.asOf(round.cutoff)}>
        <table className="board-table">
          <thead>
            <tr>
              <th>{t.indicator}</th>
              <th className="number">{t.target}</th>
              <th className="number">{t.actual}</th>
              <th>{t.verdict}</th>
              <th>{t.cause}</th>
              <th>{t.action}</th>
            </tr>
          </thead>
          <tbody>
            {round.lines.map((line) => {
              const indicator = plan.indicators.find(({ id }) => id === line.indicatorId);
              const said = saidOf(line.indicatorId);
              return (
                <tr key={line.indicatorId}>
                  <th scope="row">
                    <small className="muted">{line.indicatorId}</small> {indicator?.level3Zh}
                    {line.value.note && <small className="target-parts">{words(line.value.note)}</small>}
                  </th>
                  <td className="number" data-label={t.target}>
                    {indicator?.targetPrinted}
                  </td>
                  <td className="number" data-label={t.actual}>
                    <Actual line={line} unit={indicator?.unit ?? ''} />
                  </td>
                  <td className="verdict" data-label={t.verdict}>
                    <VerdictMark verdict={line.verdict} />
                  </td>
                  <td className="target-told" data-label={t.cause}>
                    {said?.cause ?? (line.verdict === 'met' ? '' : <span className="muted">{t.unexplained}</span>)}
                  </td>
                  <td className="target-told" data-label={t.action}>
                    {said?.action}
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </Scroll>
      {round.opinion && (
        <p>
          {t.opinion}
          {signs.colon}
          {round.opinion}
        </p>
      )}
    </Section>
  );
}
