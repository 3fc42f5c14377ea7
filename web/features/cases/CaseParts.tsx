import { Link } from '@tanstack/react-router';
import { useLanguage, useText } from '../../i18n/language.ts';
import { number } from '../../kit/format.ts';
import { Icon } from '../../kit/Icon.tsx';
import { Section } from '../../kit/Page.tsx';
import { CaseActions } from './CaseActions.tsx';
import { Clocks, FirstClock } from './Clocks.tsx';
import { Coordination } from './Coordination.tsx';
import { Pending, WhatFacts, WhoFacts } from './caseFacts.tsx';
import { Evidence } from './Evidence.tsx';
import { LogList } from './LogList.tsx';
import { StateMark, UrgentMark } from './marks.tsx';
import type { CaseView } from './queries.ts';
import { Dispatches, hasLinks, Links, Supervisions } from './Related.tsx';
import { ReporterCard } from './ReporterCard.tsx';
import { casesText } from './text.ts';
import { Where } from './Where.tsx';

/** The number, the state, what runs out, and the words of the report. */
export function CaseHead({ kase, level }: { kase: CaseView; level: 1 | 2 }) {
  const t = useText(casesText);
  const language = useLanguage();
  const Heading = level === 1 ? 'h1' : 'h2';
  return (
    <header className="case-head">
      <div className="case-head-row">
        <span className="case-number mono">{kase.number}</span>
        <StateMark state={kase.state} filled />
        {kase.urgent && <UrgentMark />}
        {kase.round > 1 && <span className="tag">{t.round(number(kase.round, language))}</span>}
        <FirstClock kase={kase} />
      </div>
      <Heading className="case-words">{kase.description}</Heading>
      {kase.address && (
        <p className="case-address muted">
          <Icon name="pin" size={14} />
          {kase.address}
        </p>
      )}
      <Pending kase={kase} />
    </header>
  );
}

/** Beside the list: what one must know to act, and the buttons; the rest is one key away. */
export function CompactCase({ kase }: { kase: CaseView }) {
  const t = useText(casesText);
  return (
    <article className="case-compact" aria-label={kase.number}>
      <CaseHead kase={kase} level={2} />
      <div className="case-do">
        <CaseActions key={kase.id} kase={kase} />
      </div>
      <Section title={t.sections.clocks}>
        <Clocks kase={kase} ended={false} />
      </Section>
      <Section title={t.sections.who}>
        <WhoFacts kase={kase} />
      </Section>
      <Section title={t.sections.what}>
        <WhatFacts kase={kase} />
      </Section>
      {kase.photos.length > 0 && (
        <Section title={t.sections.photos}>
          <Evidence kase={kase} />
        </Section>
      )}
      {hasLinks(kase) && (
        <Section title={t.sections.links}>
          <Links kase={kase} />
        </Section>
      )}
      <Section
        title={t.sections.log}
        actions={
          <Link to={`/cases/${kase.id}`} className="small">
            {t.log.all}
          </Link>
        }
      >
        <LogList id={kase.id} latest={4} />
      </Section>
    </article>
  );
}

/** The whole case on a page of its own. */
export function WholeCase({ kase }: { kase: CaseView }) {
  const t = useText(casesText);
  return (
    <article className="case-whole" aria-label={kase.number}>
      <div className="case-top">
        <CaseHead kase={kase} level={1} />
        <div className="case-do">
          <CaseActions key={kase.id} kase={kase} />
        </div>
      </div>
      <div className="case-main">
        <Section title={t.sections.what}>
          <WhatFacts kase={kase} />
        </Section>
        {kase.photos.length > 0 && (
          <Section title={t.sections.photos}>
            <Evidence kase={kase} />
          </Section>
        )}
        {kase.dispatches.length > 0 && (
          <Section title={t.sections.dispatches}>
            <Dispatches kase={kase} />
          </Section>
        )}
        <Section title={t.sections.log}>
          <LogList id={kase.id} />
        </Section>
      </div>
      <aside className="case-aside">
        <Section title={t.sections.clocks}>
          <Clocks kase={kase} />
        </Section>
        <Section title={t.sections.who}>
          <WhoFacts kase={kase} />
        </Section>
        {kase.supervisions.length > 0 && (
          <Section title={t.sections.supervisions}>
            <Supervisions kase={kase} />
          </Section>
        )}
        {hasLinks(kase) && (
          <Section title={t.sections.links}>
            <Links kase={kase} />
          </Section>
        )}
        <Coordination caseId={kase.id} open={kase.closedAt === null} />
        <Section title={t.sections.where}>
          <Where kase={kase} />
        </Section>
        <Section title={t.sections.reporter}>
          <ReporterCard key={kase.id} kase={kase} />
        </Section>
      </aside>
    </article>
  );
}
