import { useQuery } from '@tanstack/react-query';
import { z } from 'zod';
import { amendmentLifecycle, schemeWords } from '../../../server/modules/budget/classification/lifecycle.ts';
import { type CodeVersion, schemes } from '../../../server/modules/budget/classification/model.ts';
import { changesBetween, codesOn } from '../../../server/modules/budget/classification/rules.ts';
import { useAddress } from '../../address.ts';
import { useLanguage, useText, useWords } from '../../i18n/language.ts';
import { dayOf, number } from '../../kit/format.ts';
import { useNow, useTimeZone } from '../../kit/now.ts';
import { Page, Section, Tabs } from '../../kit/Page.tsx';
import { Failed, Skeleton } from '../../kit/PageState.tsx';
import { Openings, RecordActions, StateMark } from '../../kit/RecordActions.tsx';
import { mayOpen, useMe } from '../../session.ts';
import './budget.css';
import { Scroll } from '../../kit/Scroll.tsx';
import { type Amendment, actOnAmendment, amend, classificationQuery, refreshBudget } from './queries.ts';
import { budgetText } from './text.ts';

const tabs = ['codes', 'changes', 'amendments'] as const;
const address = z.object({
  tab: z.enum(tabs).optional(),
  scheme: z.enum(schemes).optional(),
  on: z.iso.date().optional(),
  since: z.iso.date().optional(),
  q: z.string().max(60).optional(),
});
type Address = z.output<typeof address>;
type Change = (part: Partial<Address>) => void;

/** 收支分类科目 — the codes valid on a day, what changed between two days, and what later documents amended. */
export function Classification() {
  const t = useText(budgetText);
  const [search, change] = useAddress(address);
  const { tab = 'codes' } = search;
  const { data, error, refetch } = useQuery(classificationQuery);
  const zone = useTimeZone();
  const today = dayOf(new Date(useNow()).toISOString(), zone);
  return (
    <Page title={t.classification} wide>
      <Tabs
        label={t.classification}
        tabs={tabs.map((key) => ({ key, label: t.codeTabs[key] }))}
        chosen={tab}
        onChoose={(key) => change({ tab: key })}
      />
      {error && !data && <Failed error={error} retry={() => void refetch()} />}
      {!error && !data && <Skeleton lines={12} />}
      {data && tab === 'codes' && <Codes versions={data.versions} {...{ search, change, today }} />}
      {data && tab === 'changes' && <CodeChanges versions={data.versions} {...{ search, change, today }} />}
      {data && tab === 'amendments' && <Amendments amendments={data.amendments} today={today} />}
    </Page>
  );
}

interface PartProps {
  versions: readonly CodeVersion[];
  search: Address;
  change: Change;
  today: string;
}

function DayField({ label, value, onChange }: { label: string; value: string; onChange: (day: string) => void }) {
  return (
    <label className="day-field">
      {label}
      <input
        className="field"
        type="date"
        value={value}
        onChange={(event) => event.target.value && onChange(event.target.value)}
      />
    </label>
  );
}

function Codes({ versions, search, change, today }: PartProps) {
  const t = useText(budgetText);
  const words = useWords();
  const language = useLanguage();
  const { scheme = 'functional', on = today, q = '' } = search;
  const wanted = q.trim();
  const shown = codesOn(versions, on).filter(
    (one) => one.scheme === scheme && (wanted === '' || one.code.startsWith(wanted) || one.nameZh.includes(wanted)),
  );
  return (
    <Section title={words(schemeWords[scheme])} note={`${t.codesOn(on)} · ${t.found(number(shown.length, language))}`}>
      <div className="code-filters">
        <label className="day-field">
          {t.scheme}
          <select
            className="field"
            value={scheme}
            onChange={(event) => change({ scheme: event.target.value as Address['scheme'] })}
          >
            {schemes.map((one) => (
              <option key={one} value={one}>
                {words(schemeWords[one])}
              </option>
            ))}
          </select>
        </label>
        <DayField label={t.validOn} value={on} onChange={(day) => change({ on: day })} />
        <label className="day-field">
          {t.searchCodes}
          <input
            className="field"
            type="search"
            value={q}
            onChange={(event) => change({ q: event.target.value || undefined })}
          />
        </label>
      </div>
      {(scheme === 'functional' || scheme === 'governmentEconomic') && <p className="muted small">{t.excerpt}</p>}
      {shown.length === 0 && <p className="muted">{t.noCodes}</p>}
      {shown.length > 0 && (
        <Scroll tall label={words(schemeWords[scheme])}>
          <table className="plain-table">
            <thead>
              <tr>
                <th>{t.code}</th>
                <th>{t.name}</th>
                <th>{t.validFrom}</th>
                <th>{t.validTo}</th>
                <th>{t.source}</th>
              </tr>
            </thead>
            <tbody>
              {shown.map((one) => (
                <tr key={one.code}>
                  <td className="mono">{one.code}</td>
                  <td style={{ paddingLeft: (one.code.length - 1) * 6 }}>
                    {one.nameZh} {one.amendmentId && <span className="tag">{t.amended}</span>}
                  </td>
                  <td className="nowrap">{one.from}</td>
                  <td className="nowrap">{one.to ?? '—'}</td>
                  <td className="muted">{one.source}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      )}
    </Section>
  );
}

function CodeChanges({ versions, search, change, today }: PartProps) {
  const t = useText(budgetText);
  const words = useWords();
  const { on = today, since = `${today.slice(0, 4)}-01-01` } = search;
  const changes = changesBetween(versions, since, on);
  return (
    <Section title={t.codeTabs.changes} note={t.changesNote}>
      <div className="code-filters">
        <DayField label={t.firstDay} value={since} onChange={(day) => change({ since: day })} />
        <DayField label={t.secondDay} value={on} onChange={(day) => change({ on: day })} />
      </div>
      {changes.length === 0 && <p className="muted">{t.noChanges(since, on)}</p>}
      {changes.length > 0 && (
        <Scroll tall label={t.codeTabs.changes}>
          <table className="plain-table">
            <thead>
              <tr>
                <th>{t.scheme}</th>
                <th>{t.code}</th>
                <th>{since}</th>
                <th>{on}</th>
              </tr>
            </thead>
            <tbody>
              {changes.map(({ scheme, code, before, after }) => (
                <tr key={`${scheme} ${code}`}>
                  <td>{words(schemeWords[scheme])}</td>
                  <td className="mono">{code}</td>
                  <td>{before ?? <span className="muted">{t.notYet}</span>}</td>
                  <td>{after ?? <span className="tag overdue">{t.ended}</span>}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      )}
    </Section>
  );
}

function Amendments({ amendments, today }: { amendments: readonly Amendment[]; today: string }) {
  const t = useText(budgetText);
  const words = useWords();
  const me = useMe();
  return (
    <Section title={t.codeTabs.amendments} note={t.amendmentsNote}>
      <Openings
        lifecycle={amendmentLifecycle}
        names={['amendCode', 'endCode']}
        permits={(permission) => mayOpen(me, permission)}
        known={{ scheme: 'departmentEconomic', from: today }}
        open={amend}
      />
      {amendments.length === 0 && <p className="muted">{t.noAmendments}</p>}
      <ul className="amendments">
        {amendments.map((one) => (
          <li key={one.id}>
            <p>
              <span className="mono">{one.code}</span> <b>{one.nameZh ?? t.ended}</b>{' '}
              <StateMark lifecycle={amendmentLifecycle} state={one.state} />
            </p>
            <p className="muted small">
              {words(schemeWords[one.scheme])} · {one.from} – {one.to ?? ''} · {one.source}
            </p>
            {one.may.length > 0 && (
              <RecordActions
                of={one.id}
                may={one.may}
                act={(action, answers, key) => actOnAmendment(one, action, answers, key)}
                refresh={refreshBudget}
              />
            )}
          </li>
        ))}
      </ul>
    </Section>
  );
}
