import { useQuery } from '@tanstack/react-query';
import { useLanguage, useText, useWords } from '../../i18n/language.ts';
import { DataTable } from '../../kit/DataTable.tsx';
import { fullTime, number } from '../../kit/format.ts';
import { useTimeZone } from '../../kit/now.ts';
import { Section } from '../../kit/Page.tsx';
import type { Column } from '../../kit/TableHead.tsx';
import { type Erasure, erasuresQuery, type Term, termsQuery } from './personalQueries.ts';
import { personalText } from './personalText.ts';

/** How long what is kept, how much is over its term, and the proofs of what was erased. */
export function PersonalTerms() {
  const t = useText(personalText);
  const terms = useQuery(termsQuery);
  const erasures = useQuery(erasuresQuery);
  const columns = useErasureColumns();
  return (
    <>
      <Section title={t.terms} note={t.termsNote}>
        <ul className="personal-terms">
          {terms.data?.map((term) => (
            <TermLine key={term.name} term={term} />
          ))}
        </ul>
      </Section>
      <Section title={t.proofs} note={t.proofsNote}>
        <div className="personal-proofs">
          <DataTable
            label={t.proofs}
            rows={erasures.data}
            idOf={(run) => run.id}
            columns={columns}
            error={erasures.error}
            retry={() => void erasures.refetch()}
            empty={{ title: t.none, next: t.noneNext }}
          />
        </div>
      </Section>
    </>
  );
}

function TermLine({ term }: { term: Term }) {
  const t = useText(personalText);
  const words = useWords();
  const language = useLanguage();
  return (
    <li className="personal-term">
      <strong>{words(term.what)}</strong>
      <span>
        {words(term.since)} {number(term.days, language)} {t.daysUnit}
      </span>
      <span className={term.records > 0 ? 'personal-due' : 'muted'}>
        {t.due} {number(term.records, language)}
      </span>
      <span className="muted small">{words(term.source)}</span>
    </li>
  );
}

function useErasureColumns(): Column<Erasure>[] {
  const t = useText(personalText);
  const zone = useTimeZone();
  const language = useLanguage();
  return [
    { key: 'at', title: t.at, width: 160, cell: (run) => fullTime(run.erasedAt, zone) },
    { key: 'rule', title: t.rule, width: 150, cell: (run) => `${run.rule}/${run.ruleVersion}` },
    { key: 'records', title: t.records, width: 90, align: 'right', cell: (run) => number(run.records, language) },
    {
      key: 'root',
      title: t.root,
      least: 200,
      cell: (run) => (
        <span className="mono small" title={run.root}>
          {run.root}
        </span>
      ),
    },
  ];
}
