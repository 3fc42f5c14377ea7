import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useText } from '../../i18n/language.ts';
import { PageState, Skeleton } from '../../kit/PageState.tsx';
import './publication.css';
import { openedQuery } from './queries.ts';
import { Sheet } from './Sheet.tsx';
import { publicationText } from './text.ts';

/** 公开页 — a published budget, for anybody: what it says, and its files with their checksums. */
export function OpenBudget() {
  const t = useText(publicationText);
  const { jurisdiction = '', year = '' } = useParams({ strict: false }) as { jurisdiction?: string; year?: string };
  const { data, error } = useQuery({ ...openedQuery(jurisdiction, year), retry: false });
  if (error)
    return (
      <main className="open-budget">
        <h1 className="unseen">{t.page}</h1>
        <PageState title={t.noSuch} next={t.noSuchNext} />
      </main>
    );
  if (!data) return <Skeleton lines={8} />;
  return (
    <main className="open-budget">
      <header>
        <h1>{data.title}</h1>
        <p className="muted">
          {[data.approvedOn && t.approved(data.approvedOn), data.publishedOn && t.published(data.publishedOn)]
            .filter(Boolean)
            .join(' · ')}
        </p>
      </header>
      <section className="open-files" aria-label={t.files}>
        <h2>{t.files}</h2>
        <ul className="open-formats">
          {data.files.map(({ format }) => (
            <li key={format}>
              <a href={`/api/public/${jurisdiction}/budget/${data.year}/files/${format}`} download>
                {t.formats[format]}
              </a>
            </li>
          ))}
        </ul>
        <details>
          <summary>{t.checksum}</summary>
          <ul className="files">
            {data.files.map(({ format, sha256 }) => (
              <li key={format}>
                {t.formats[format]} <code className="small">{sha256}</code>
              </li>
            ))}
          </ul>
        </details>
      </section>
      <Sheet blocks={data.blocks} />
    </main>
  );
}
