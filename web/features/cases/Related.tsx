import { Link } from '@tanstack/react-router';
import { useLanguage, useSigns, useText } from '../../i18n/language.ts';
import { fullTime, number } from '../../kit/format.ts';
import { useTimeZone } from '../../kit/now.ts';
import { Facts } from '../../kit/Page.tsx';
import { useCaseName } from './caseFacts.tsx';
import './log.css';
import type { CaseView } from './queries.ts';
import { casesText } from './text.ts';

export function CaseLink({ kase, id }: { kase: CaseView; id: string }) {
  const t = useText(casesText).links;
  const name = useCaseName(kase)(id);
  if (!name) return <span className="muted">{t.hidden}</span>;
  return (
    <Link to={`/cases/${id}`} className="mono">
      {name}
    </Link>
  );
}

export const hasLinks = (kase: CaseView) =>
  kase.parentId !== null || kase.mergedInto !== null || kase.subCases.length > 0 || kase.absorbed.length > 0;

/** The main case, the sub-cases, and what was merged. */
export function Links({ kase }: { kase: CaseView }) {
  const t = useText(casesText).links;
  const link = (id: string | null) => id && <CaseLink kase={kase} id={id} />;
  return (
    <Facts
      rows={[
        [t.parent, link(kase.parentId)],
        [
          t.sub,
          kase.subCases.length > 0 &&
            kase.subCases.map((sub) => (
              <p key={sub.id}>
                <CaseLink kase={kase} id={sub.id} /> <span className="muted small">{sub.ended ? t.ended : t.open}</span>
              </p>
            )),
        ],
        [t.merged, link(kase.mergedInto)],
        [t.absorbed, kase.absorbed.length > 0 && kase.absorbed.map((id) => <p key={id}>{link(id)}</p>)],
      ].map(([label, value]) => [String(label), value || ''] as const)}
    />
  );
}

/** 派遣经过 — to whom it went, and what became of it. */
export function Dispatches({ kase }: { kase: CaseView }) {
  const t = useText(casesText).dispatch;
  const signs = useSigns();
  const zone = useTimeZone();
  const nameOf = useCaseName(kase);
  return (
    <ol className="case-steps">
      {kase.dispatches.map((one) => (
        <li key={one.at} data-look={one.declinedAt ? 'overdue' : one.acknowledgedAt ? 'done' : 'working'}>
          <p>
            <b>{nameOf(one.unitId)}</b> <span className="muted">{t[one.by]}</span>
          </p>
          <p className="muted small">
            {[
              t.at(fullTime(one.at, zone)),
              one.acknowledgedAt && t.acknowledged(fullTime(one.acknowledgedAt, zone)),
              one.declinedAt && t.declined(fullTime(one.declinedAt, zone)),
              one.assistUnitIds.length > 0 && t.with(one.assistUnitIds.map(nameOf).join(signs.comma)),
            ]
              .filter(Boolean)
              .join(' · ')}
          </p>
        </li>
      ))}
    </ol>
  );
}

/** 督办单 — each with the time by which it must be answered. */
export function Supervisions({ kase }: { kase: CaseView }) {
  const t = useText(casesText).supervision;
  const language = useLanguage();
  const zone = useTimeZone();
  const nameOf = useCaseName(kase);
  return (
    <ol className="case-steps">
      {kase.supervisions.map((one) => (
        <li key={one.number} data-look={one.answeredAt ? 'done' : 'warning'}>
          <p>
            <b>{t.number(number(one.number, language))}</b> {nameOf(one.unitId)}
          </p>
          <p className="muted small">
            {[
              fullTime(one.at, zone),
              one.answeredAt ? t.answered(fullTime(one.answeredAt, zone)) : t.answerBy(fullTime(one.answerBy, zone)),
            ].join(' · ')}
          </p>
        </li>
      ))}
    </ol>
  );
}
