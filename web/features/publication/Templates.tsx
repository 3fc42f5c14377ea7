import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { templateSetLifecycle } from '../../../server/modules/publication/templates/lifecycle.ts';
import { useSigns, useText } from '../../i18n/language.ts';
import { Page, Section } from '../../kit/Page.tsx';
import { Failed, Skeleton } from '../../kit/PageState.tsx';
import { RecordActions, StateMark } from '../../kit/RecordActions.tsx';
import { ApiProblem } from '../../request.ts';
import { mayOpen, useMe } from '../../session.ts';
import './publication.css';
import { actOnTemplate, adopt, houseTemplate, refresh, type TemplateSet, templatesQuery } from './queries.ts';
import { publicationText } from './text.ts';

/** 样式管理 — which province's set of tables and sentences holds when, what it looks like, and how to adopt another. */
export function Templates() {
  const t = useText(publicationText);
  const me = useMe();
  const { data, error, refetch } = useQuery(templatesQuery);
  return (
    <Page title={t.templates} note={t.templatesNote}>
      <Section title={t.templates}>
        {error ? (
          <Failed error={error} retry={() => void refetch()} />
        ) : data ? (
          data.map((set) => <OneSet key={set.id} set={set} />)
        ) : (
          <Skeleton lines={4} />
        )}
      </Section>
      {mayOpen(me, 'publication.template') && (
        <Section title={t.adoptTemplate} note={t.templateFileNote}>
          <Adopt />
        </Section>
      )}
    </Page>
  );
}

function OneSet({ set }: { set: TemplateSet }) {
  const t = useText(publicationText);
  const { record } = set;
  return (
    <div className="template-set">
      <details>
        <summary>
          <strong>{set.nameZh}</strong>
          <span>{set.provinceZh}</span>
          <span className="muted">{t.tablesOf(set.tables.length)}</span>
          <span className="muted">
            {set.from === null ? t.house : `${set.from} – ${set.until ?? ''}`}
            {set.basis && ` · ${set.basis}`}
          </span>
          {record && <StateMark lifecycle={templateSetLifecycle} state={record.state} />}
          {set.inForce && <span>{t.inForce}</span>}
        </summary>
        {set.tables.map((table) => (
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a table wider than the page is scrolled by the keyboard, too
          <section key={table.key} className="template-table" aria-label={table.nameZh} tabIndex={0}>
            <table>
              <caption>{table.nameZh}</caption>
              <tbody>
                {table.header.map((cells, r) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: lines of a heading have no other name
                  <tr key={r}>
                    {cells.map((cell, c) => (
                      // biome-ignore lint/suspicious/noArrayIndexKey: cells of a heading have no other name
                      <td key={c}>{cell}</td>
                    ))}
                  </tr>
                ))}
                <tr>
                  <td colSpan={table.header[0]?.length ?? 1} className="muted">
                    {table.rows.length > 0 ? table.rows.join(' · ') : t.noRows}
                  </td>
                </tr>
              </tbody>
            </table>
          </section>
        ))}
      </details>
      {record && (
        <RecordActions
          of={record.id}
          may={record.may}
          act={(action, answers) => actOnTemplate(record, action as 'limitTemplate' | 'revokeTemplate', answers)}
          refresh={refresh}
        />
      )}
    </div>
  );
}

function Adopt() {
  const signs = useSigns();
  const t = useText(publicationText);
  const [told, setTold] = useState({ provinceZh: '', from: '', until: '', basis: '' });
  const [faults, setFaults] = useState<readonly string[]>([]);
  const [file, setFile] = useState<File | null>(null);
  async function send(event: FormEvent) {
    event.preventDefault();
    if (!file) return;
    let template: unknown;
    try {
      template = JSON.parse(await file.text());
    } catch {
      setFaults([t.notJson]);
      return;
    }
    try {
      await adopt({ ...told, until: told.until || null, template });
      setFaults([]);
      setTold({ provinceZh: '', from: '', until: '', basis: '' });
    } catch (error) {
      const list =
        error instanceof ApiProblem ? error.errors.map(({ path, message }) => `${path}${signs.colon}${message}`) : [];
      setFaults(list.length > 0 ? list : [error instanceof ApiProblem ? error.detail : String(error)]);
    }
  }
  async function download() {
    const link = document.createElement('a');
    const text = JSON.stringify(await houseTemplate(), null, 1);
    link.href = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
    link.download = 'template.json';
    link.click();
    URL.revokeObjectURL(link.href);
  }
  const field = (key: keyof typeof told, label: string, type: 'text' | 'date', required = true) => (
    <label>
      {label}
      <input
        type={type}
        required={required}
        value={told[key]}
        onChange={(event) => setTold({ ...told, [key]: event.target.value })}
      />
    </label>
  );
  return (
    <form className="template-form" onSubmit={(event) => void send(event)}>
      {field('provinceZh', t.province, 'text')}
      {field('from', t.from, 'date')}
      {field('until', t.until, 'date', false)}
      {field('basis', t.basis, 'text')}
      <label>
        {t.templateFile}
        <input type="file" accept=".json" required onChange={(event) => setFile(event.target.files?.[0] ?? null)} />
      </label>
      <div className="take-in-row">
        <button type="submit" className="button primary">
          {t.adopt}
        </button>
        <button type="button" className="button" onClick={() => void download()}>
          {t.download}
        </button>
      </div>
      {faults.length > 0 && (
        <ul className="template-faults is-late" role="alert">
          {faults.map((fault) => (
            <li key={fault}>{fault}</li>
          ))}
        </ul>
      )}
    </form>
  );
}
