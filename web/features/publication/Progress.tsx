import { fileFormats } from '../../../server/modules/publication/model.ts';
import { useLanguage, useSigns, useText, useWords } from '../../i18n/language.ts';
import { bytes, fullTime } from '../../kit/format.ts';
import { useTimeZone } from '../../kit/now.ts';
import { Facts, Section } from '../../kit/Page.tsx';
import { RecordActions } from '../../kit/RecordActions.tsx';
import { StatusMark } from '../../kit/StatusMark.tsx';
import { useMe } from '../../session.ts';
import { money } from './money.ts';
import { act, type Named, type Publication, refresh } from './queries.ts';
import { publicationText } from './text.ts';

/** What a form of its own asks for. */
const OWN_FORM = new Set(['write', 'overrule', 'confirmOverrule']);

/** 办理 — the checklist, last year beside this, signatures, what can be done now, and the files. */
export function Progress({ record, unsaved }: { record: Publication; unsaved: boolean }) {
  const t = useText(publicationText);
  const signs = useSigns();
  const words = useWords();
  return (
    <>
      <Section title={t.signatures}>
        <Signatures record={record} />
        {unsaved && <p className="is-late">{t.unsavedWords}</p>}
        <RecordActions
          of={record.id}
          may={record.may.filter(({ action }) => !OWN_FORM.has(action))}
          act={(action, answers) => act(record, action as Named, answers)}
          refresh={refresh}
        />
      </Section>
      {record.missing.length > 0 && (
        <Section title={t.missing}>
          <p className="is-late">{record.missing.join(signs.comma)}</p>
        </Section>
      )}
      {record.moves.length > 0 && (
        <Section title={t.moves} note={t.unit}>
          <Moves record={record} />
        </Section>
      )}
      <Section title={t.checklist}>
        <ul className="checklist">
          {record.checklist.map(({ rule, label, done }) => (
            <li key={rule}>
              <StatusMark look={done ? 'done' : 'overdue'} label={done ? t.done : t.lacking} />
              <span>{words(label)}</span>
            </li>
          ))}
        </ul>
      </Section>
      <Files record={record} />
    </>
  );
}

function Signatures({ record: { signed, countersigned, publishedOn, withdrawnFor } }: { record: Publication }) {
  const t = useText(publicationText);
  const zone = useTimeZone();
  const when = (one: Publication['signed']) =>
    one ? [one.name, fullTime(one.at, zone)].filter(Boolean).join(' · ') : <span className="muted">{t.notYet}</span>;
  return (
    <Facts
      rows={[
        [t.signed, when(signed)],
        [t.countersigned, when(countersigned)],
        [t.publishOn, publishedOn],
        [t.why, withdrawnFor],
      ]}
    />
  );
}

function Moves({ record }: { record: Publication }) {
  const t = useText(publicationText);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a table wider than its pane is scrolled by the keyboard, too
    <section className="moves" aria-label={t.moves} tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">{t.figure}</th>
            <th scope="col">{t.before}</th>
            <th scope="col">{t.now}</th>
            <th scope="col">{t.why}</th>
          </tr>
        </thead>
        <tbody>
          {record.moves.map(({ key, labelZh, nowFen, beforeFen, reason, asks }) => (
            <tr key={key}>
              <th scope="row">{labelZh}</th>
              <td className="right">{beforeFen === null ? t.unknown : money(beforeFen)}</td>
              <td className="right">{money(nowFen)}</td>
              <td className={asks ? 'is-late' : undefined}>{asks ? t.asks : (reason ?? '')}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Files({ record: { id, year, state, files } }: { record: Publication }) {
  const t = useText(publicationText);
  const language = useLanguage();
  const { jurisdiction } = useMe();
  return (
    <Section title={t.files} note={state === 'published' ? t.fileNote : t.draftNote}>
      <ul className="files">
        {fileFormats.map((format) => {
          const frozen = files.find((one) => one.format === format);
          return (
            <li key={format}>
              <a href={`/api/publications/${id}/files/${format}`} download>
                {t.formats[format]}
              </a>
              {frozen && <span className="muted small">{bytes(frozen.size, language)}</span>}
              {frozen && <code className="small">{frozen.sha256}</code>}
            </li>
          );
        })}
      </ul>
      {state === 'published' && (
        <p>
          <a href={`/open/${jurisdiction.code}/budget/${year}`}>{t.openPage}</a>
        </p>
      )}
    </Section>
  );
}
