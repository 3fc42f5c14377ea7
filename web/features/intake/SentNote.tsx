import { useText } from '../../i18n/language.ts';
import { shortTime } from '../../kit/format.ts';
import { Icon } from '../../kit/Icon.tsx';
import { useNow, useTimeZone } from '../../kit/now.ts';
import { ApiProblem } from '../../request.ts';
import type { Sent } from './queries.ts';
import { intakeText } from './text.ts';

/** After sending: the number for the caller, what became of the link, and the way to the next report. */
export function SentNote({ sent, onAnother, onFresh }: { sent: Sent; onAnother: () => void; onFresh: () => void }) {
  const t = useText(intakeText);
  const zone = useTimeZone();
  const now = useNow();
  return (
    <div className="sent" role="status">
      <Icon name="check" size={28} />
      <h1>
        {t.sent('')} <span className="mono">{sent.number}</span>
      </h1>
      {sent.dueAt && !sent.link?.merged && <p className="muted">{t.sentDue(shortTime(sent.dueAt, zone, now))}</p>}
      {sent.link && <LinkNote link={sent.link} />}
      <div className="sent-do">
        {/* biome-ignore lint/a11y/noAutofocus: the next report is what the officer does next */}
        <button type="button" className="button primary" autoFocus onClick={onAnother}>
          {t.another}
          <span className="small">{t.anotherNote}</span>
        </button>
        <button type="button" className="button" onClick={onFresh}>
          {t.fresh}
        </button>
        <a className="button quiet" href={`/cases/${sent.id}`}>
          {t.openCase}
        </a>
      </div>
    </div>
  );
}

function LinkNote({ link }: { link: NonNullable<Sent['link']> }) {
  const t = useText(intakeText);
  if (link.failed === undefined) return <p>{link.merged ? t.merged(link.number) : t.noted(link.number)}</p>;
  return (
    <p className="form-fault">
      {t.linkFailed(link.number)}
      {link.failed instanceof ApiProblem ? link.failed.detail : t.failed}
    </p>
  );
}
