import type { ReactNode } from 'react';
import { useLanguage, useSigns, useText, useWords } from '../../i18n/language.ts';
import { fullTime, number } from '../../kit/format.ts';
import { limitText } from '../../kit/limitText.ts';
import { useTimeZone } from '../../kit/now.ts';
import { Facts } from '../../kit/Page.tsx';
import { useChoice } from './marks.tsx';
import type { CaseView } from './queries.ts';
import { type CasesText, casesText } from './text.ts';

export type Row = readonly [label: string, value: ReactNode];

export function useCaseName(kase: CaseView): (id: string | null) => string {
  const words = useWords();
  return (id) => {
    const name = id === null ? undefined : kase.names[id];
    return name ? words(name) : '';
  };
}

/** What the case is about and how it came. */
export function WhatFacts({ kase }: { kase: CaseView }) {
  const t = useText(casesText).facts;
  const language = useLanguage();
  const zone = useTimeZone();
  const nameOf = useCaseName(kase);
  const choice = useChoice();
  const at = (time: string | null) => time && fullTime(time, zone);
  return (
    <Facts
      rows={[
        [t.category, nameOf(kase.categoryId)],
        [t.condition, nameOf(kase.conditionId)],
        [t.limit, kase.handlingLimit && limitText(kase.handlingLimit, language)],
        [t.source, choice('source', kase.source)],
        [t.nature, choice('nature', kase.nature)],
        [t.reported, at(kase.reportedAt)],
        [t.registered, at(kase.registeredAt)],
        [t.closed, at(kase.closedAt)],
        [t.outcome, kase.outcome && choice('outcome', kase.outcome)],
        [t.external, kase.externalId],
      ]}
    />
  );
}

/** Who acts: unit, co-handling units, inspector; and how often it went back and forth. */
export function WhoFacts({ kase }: { kase: CaseView }) {
  const text = useText(casesText);
  const signs = useSigns();
  const t = text.facts;
  const language = useLanguage();
  const nameOf = useCaseName(kase);
  const times = (n: number) => (n > 0 ? text.times(number(n, language)) : '');
  const follow = kase.followUps.at(-1);
  return (
    <Facts
      rows={[
        [t.unit, nameOf(kase.unitId) || <span className="muted">{text.unassigned}</span>],
        [t.assist, kase.assistUnitIds.map(nameOf).join(signs.comma)],
        [t.inspector, nameOf(kase.inspectorId)],
        [t.reportedBy, nameOf(kase.reportedBy)],
        [t.suspendedUntil, kase.suspendedUntil],
        [t.declines, times(kase.declines)],
        [t.reworks, times(kase.reworks)],
        [t.reminders, times(kase.reminders)],
        [t.followUp, follow ? followWords(follow, text.follow) : ''],
      ]}
    />
  );
}

function followWords(follow: CaseView['followUps'][number], t: CasesText['follow']): string {
  const said = (answer: boolean | null, yes: string, no: string) => (answer === null ? '' : answer ? yes : no);
  return [
    follow.reached ? t.reached : t.notReached,
    said(follow.solved, t.solved, t.notSolved),
    said(follow.satisfied, follow.fairly ? t.fairly : t.satisfied, t.notSatisfied),
  ]
    .filter(Boolean)
    .join(' · ');
}

/** Requests of the unit that wait for somebody's word: they would else be seen only by those who may answer them. */
export function Pending({ kase }: { kase: CaseView }) {
  const t = useText(casesText);
  const language = useLanguage();
  const lines = [
    kase.pendingExtension &&
      [
        t.pendingExtension(limitText(kase.pendingExtension.limit, language)),
        kase.pendingExtension.endorsedBy && t.endorsed,
      ]
        .filter(Boolean)
        .join(' · '),
    kase.pendingSuspension && t.pendingSuspension(kase.pendingSuspension.reviewOn),
  ].filter((line) => typeof line === 'string');
  return (
    <>
      {lines.map((line) => (
        <p key={line} className="case-pending">
          {line}
        </p>
      ))}
    </>
  );
}
