import { useQuery } from '@tanstack/react-query';
import { useSigns, useText, useWords } from '../../i18n/language.ts';
import { fullTime } from '../../kit/format.ts';
import { useTimeZone } from '../../kit/now.ts';
import { Section } from '../../kit/Page.tsx';
import { Failed, Skeleton } from '../../kit/PageState.tsx';
import { historyQuery } from './queries.ts';
import { officeText } from './text.ts';

/** 办理经过 — what was done, by whom, and what was said with it, the latest first. */
export function History({ of, id, version }: { of: 'tasks' | 'meetings'; id: string; version: number }) {
  const t = useText(officeText);
  const signs = useSigns();
  const words = useWords();
  const zone = useTimeZone();
  const { data, error, refetch } = useQuery({ ...historyQuery(of, id), staleTime: 0, meta: { version } });
  return (
    <Section title={t.history}>
      {!data && error && <Failed error={error} retry={() => void refetch()} />}
      {!data && !error && <Skeleton lines={4} />}
      <ol className="office-history">
        {data?.items.toReversed().map((line) => (
          <li key={`${line.at} ${line.label.en}`}>
            <p>
              <strong>{words(line.label)}</strong>{' '}
              <span className="muted small">
                {line.actorId === null ? t.system : (data.names[line.actorId] ?? '—')} · {fullTime(line.at, zone)}
              </span>
            </p>
            {line.said.map((one) => (
              <p key={one.label.en} className="small">
                <span className="muted">
                  {words(one.label)}
                  {signs.colon}
                </span>
                <Linked text={one.text} />
              </p>
            ))}
          </li>
        ))}
      </ol>
    </Section>
  );
}

const ADDRESS = /(https?:\/\/[^\s，。；、）)]+)/;

/** Text with its addresses to be opened: evidence often is one. */
export function Linked({ text }: { text: string }) {
  return text.split(ADDRESS).map((part, i) =>
    i % 2 === 1 ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text have no name but their place
      <a key={i} href={part} target="_blank" rel="noreferrer noopener">
        {part}
      </a>
    ) : (
      part
    ),
  );
}
