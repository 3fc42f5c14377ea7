import { useFrameText } from '../i18n/text.ts';
import { shortTime } from '../kit/format.ts';
import { useNow, useTimeZone } from '../kit/now.ts';
import { useLiveState } from '../live.ts';

/** A calm dot: nothing to read while all is well, words as soon as it is not. */
export function LiveDot() {
  const t = useFrameText().live;
  const zone = useTimeZone();
  const now = useNow();
  const live = useLiveState();
  const text =
    live.state === 'offline' ? t.offline(shortTime(new Date(live.since).toISOString(), zone, now)) : t[live.state];
  return (
    <span className="live" data-state={live.state} role="status" title={text}>
      <i />
      <span className={live.state === 'offline' ? 'live-text' : 'unseen'}>{text}</span>
    </span>
  );
}
