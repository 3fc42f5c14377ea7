import { useText } from '../../i18n/language.ts';
import { Icon } from '../../kit/Icon.tsx';
import type { WidgetProps } from '../../kit/widgets.tsx';
import { type HoursDraft, readSpans } from './hoursDraft.ts';
import { hoursText } from './text.ts';

/** All sets of office hours: the usual ones, those of a season, those of a time. */
export function HoursField({ id, value, onChange }: WidgetProps) {
  const t = useText(hoursText);
  const drafts = (Array.isArray(value) ? value : []) as HoursDraft[];
  const put = (at: number, draft: HoursDraft) => onChange(drafts.map((one, place) => (place === at ? draft : one)));
  const add = (kind: 'season' | 'period') => {
    const week = drafts[0]?.week ?? ['', '', '', '', '', '', ''];
    onChange([...drafts, { validFrom: '', validTo: '', seasonFrom: '', seasonTo: '', kind, week: [...week] }]);
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: the label outside names the group
    <div className="hours-drafts" role="group" aria-labelledby={`${id}-label`}>
      {drafts.map((draft, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: sets of hours have no name but their place
        <fieldset key={at} className="form-part">
          <legend>{t[draft.kind]}</legend>
          <Dates id={at === 0 ? id : `${id}-${at}`} draft={draft} put={(next) => put(at, next)} />
          <Week draft={draft} put={(next) => put(at, next)} />
          {drafts.length > 1 && (
            <button
              type="button"
              className="button quiet small hours-remove"
              onClick={() => onChange(drafts.filter((_, place) => place !== at))}
            >
              {t.remove}
            </button>
          )}
        </fieldset>
      ))}
      <div className="hours-add">
        {(['season', 'period'] as const).map((kind) => (
          <button key={kind} type="button" className="button small" onClick={() => add(kind)}>
            <Icon name="plus" size={12} />
            {kind === 'season' ? t.addSeason : t.addPeriod}
          </button>
        ))}
      </div>
    </div>
  );
}

interface PartProps {
  draft: HoursDraft;
  put: (draft: HoursDraft) => void;
}

function Dates({ id, draft, put }: PartProps & { id: string }) {
  const t = useText(hoursText);
  const fields = [
    ['validFrom', t.from1, 'date', true],
    ['validTo', t.until, 'date', draft.kind === 'period'],
    ['seasonFrom', t.seasonFrom, 'text', draft.kind === 'season'],
    ['seasonTo', t.seasonTo, 'text', draft.kind === 'season'],
  ] as const;
  return (
    <div className="hours-dates">
      {fields.map(
        ([name, label, type, asked], at) =>
          asked && (
            <label key={name}>
              {label}
              <input
                id={at === 0 ? id : undefined}
                className="field"
                type={type}
                placeholder={type === 'text' ? '07-01' : undefined}
                maxLength={10}
                value={draft[name]}
                onChange={(event) => put({ ...draft, [name]: event.target.value })}
              />
            </label>
          ),
      )}
    </div>
  );
}

function Week({ draft, put }: PartProps) {
  const t = useText(hoursText);
  const weekdays = t.weekdays.split(' ');
  return (
    <>
      <div className="hours-week-fields">
        {weekdays.map((weekday, at) => (
          <label key={weekday}>
            {weekday}
            <input
              className="field"
              aria-invalid={readSpans(draft.week[at] ?? '') === null}
              placeholder={t.off}
              value={draft.week[at] ?? ''}
              onChange={(event) =>
                put({ ...draft, week: draft.week.map((text, place) => (place === at ? event.target.value : text)) })
              }
            />
          </label>
        ))}
      </div>
      <p className="form-help">
        {t.dayHelp}{' '}
        <button
          type="button"
          className="link"
          onClick={() => put({ ...draft, week: draft.week.map((text, at) => (at < 5 ? (draft.week[0] ?? '') : text)) })}
        >
          {t.sameAll}
        </button>
      </p>
    </>
  );
}
