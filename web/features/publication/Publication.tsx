import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useEffect } from 'react';
import { z } from 'zod';
import { publicationLifecycle } from '../../../server/modules/publication/lifecycle.ts';
import { useAddress } from '../../address.ts';
import { useWriting } from '../../drafts.ts';
import { useText } from '../../i18n/language.ts';
import { Tabs } from '../../kit/Page.tsx';
import { Failed, Skeleton } from '../../kit/PageState.tsx';
import { StateMark } from '../../kit/RecordActions.tsx';
import { usePhone } from '../../kit/useMedia.ts';
import { usePreview } from './drafting.ts';
import { Findings } from './Findings.tsx';
import { Progress } from './Progress.tsx';
import './publication.css';
import {
  type Finding,
  publicationQuery,
  type Publication as Record,
  type Standing,
  standingQuery,
  type Written,
} from './queries.ts';
import { anchorOf, Sheet } from './Sheet.tsx';
import { publicationText } from './text.ts';
import { Words } from './Words.tsx';

const address = z.object({
  part: z.enum(['findings', 'facts', 'words', 'document']).default('findings'),
  /** The finding that was gone to. */
  at: z.string().max(2000).optional(),
});

/** 公开文本 — its contents on the left, the document in the middle, what is to be said and done about it on the right. */
export function Publication() {
  const { id = '' } = useParams({ strict: false }) as { id?: string };
  const { data, error, refetch } = useQuery(publicationQuery(id));
  if (error && !data) return <Failed error={error} retry={() => void refetch()} />;
  return data ? <Desk key={id} data={data} /> : <Skeleton lines={10} />;
}

function Desk({ data }: { data: Record }) {
  const t = useText(publicationText);
  const [search, change] = useAddress(address);
  const phone = usePhone();
  // Until the text of a new version is there, the old one stays: list and document keep their place.
  const standing = useQuery({ ...standingQuery(data.id, data.version), placeholderData: keepPreviousData });
  const mayWrite = data.may.some(({ action }) => action === 'write');
  // The server has filled in whatever was left out.
  const writing = useWriting(`publication.${data.id}`, data.content as Written | null);
  const draft = mayWrite ? writing.draft : null;
  const preview = usePreview(data.id, data.version, draft);
  const now = preview.data ?? standing.data;
  useJump(now, search.at);
  const absent = search.part === 'document' ? !phone : search.part === 'words' && !data.content;
  const part = absent ? 'findings' : search.part;
  const go = (finding: Finding) => change({ at: finding.key, ...(phone ? { part: 'document' } : {}) });
  const { open, openWarnings } = preview.data ?? data;
  const counts = preview.data?.counts ?? data.counts;
  const sheet = now ? (
    <Sheet blocks={now.blocks} findings={now.findings} at={search.at} />
  ) : standing.error ? (
    <Failed error={standing.error} retry={() => void standing.refetch()} />
  ) : (
    <Skeleton lines={10} />
  );
  return (
    <div className="screen publication">
      <header className="publication-head">
        <h1>{data.titleZh || data.year}</h1>
        <StateMark lifecycle={publicationLifecycle} state={data.state} />
        <span className={open > 0 ? 'is-late' : 'muted'} role="status">
          {t.open(open, openWarnings)}
          {draft !== null && ` · ${preview.busy ? t.checking : t.checkedDraft}`}
        </span>
        {data.template && <span className="muted">{data.template.nameZh}</span>}
        {data.dueOn && (
          <span className={data.daysLeft !== null && data.daysLeft < 0 ? 'is-late' : 'muted'}>
            {t.due} {data.dueOn}
            {data.daysLeft !== null && ` · ${data.daysLeft < 0 ? t.late(-data.daysLeft) : t.left(data.daysLeft)}`}
          </span>
        )}
      </header>
      <div className="publication-body">
        {!phone && now && <Outline standing={now} />}

        {!phone && (
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a long text is scrolled by the keyboard, too
          <section className="publication-text" tabIndex={0} aria-label={t.document}>
            {sheet}
          </section>
        )}
        <aside className="publication-side" aria-label={t.parts}>
          <Tabs
            label={t.parts}
            tabs={[
              { key: 'findings' as const, label: `${t.findings} ${counts.error}/${counts.warning}/${counts.info}` },
              { key: 'facts' as const, label: t.facts },
              ...(data.content ? [{ key: 'words' as const, label: t.words }] : []),
              ...(phone ? [{ key: 'document' as const, label: t.document }] : []),
            ]}
            chosen={part}
            onChoose={(next) => change({ part: next })}
          />
          <div className="publication-part">
            {part === 'findings' && !now && !standing.error && <Skeleton lines={6} />}
            {part === 'findings' && now && <Findings record={data} findings={now.findings} at={search.at} go={go} />}
            {part === 'facts' && <Progress record={data} unsaved={draft !== null} />}
            {part === 'words' && data.content && (
              <>
                <Words
                  key={writing.basis}
                  record={data}
                  content={draft ?? (data.content as Written)}
                  writing={writing}
                  preview={preview.data}
                />
                {now && now.findings.length > 0 && (
                  <Findings record={data} findings={now.findings} at={search.at} go={go} />
                )}
              </>
            )}
            {part === 'document' && sheet}
          </div>
        </aside>
      </div>
    </div>
  );
}

/** Brings the place of the chosen finding into sight. */
type Laid = Pick<Standing, 'blocks' | 'findings'>;

function useJump(standing: Laid | undefined, at: string | undefined): void {
  useEffect(() => {
    const finding = standing?.findings.find(({ key }) => key === at);
    const place = finding?.at.lines.map((line) => document.getElementById(anchorOf(line))).find((element) => element);
    place?.scrollIntoView({ block: 'center' });
  }, [standing, at]);
}

function Outline({ standing }: { standing: Laid }) {
  const t = useText(publicationText);
  const headings = standing.blocks.filter((block) => block.kind === 'heading' && block.level <= 2);
  return (
    <nav className="publication-outline" aria-label={t.outline}>
      {headings.map(
        (block) =>
          block.kind === 'heading' && (
            <button
              key={block.line}
              type="button"
              data-level={block.level}
              onClick={() => document.getElementById(anchorOf(block.line))?.scrollIntoView({ block: 'start' })}
            >
              {block.text}
            </button>
          ),
      )}
    </nav>
  );
}
