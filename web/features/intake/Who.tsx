import { useId } from 'react';
import { useText } from '../../i18n/language.ts';
import { Check } from './fields.tsx';
import type { Reporter } from './report.ts';
import { intakeText } from './text.ts';
import type { PartProps } from './What.tsx';

/** 谁 — kept apart from the case itself, shown only for a reason, and every look is recorded. */
export function Who({ report, change }: PartProps) {
  const t = useText(intakeText);
  const id = useId();
  const put = (part: Partial<Reporter>) => change({ reporter: { ...report.reporter, ...part } });
  return (
    <fieldset className="who">
      <legend>{t.who}</legend>
      <label className="intake-inline" htmlFor={`${id}-name`}>
        <span>{t.name}</span>
        <input
          id={`${id}-name`}
          className="field"
          maxLength={60}
          autoComplete="off"
          value={report.reporter.name}
          onChange={(event) => put({ name: event.target.value })}
        />
      </label>
      <label className="intake-inline" htmlFor={`${id}-phone`}>
        <span>{t.phone}</span>
        <input
          id={`${id}-phone`}
          className="field"
          type="tel"
          maxLength={30}
          autoComplete="off"
          value={report.reporter.phone}
          onChange={(event) => put({ phone: event.target.value })}
        />
      </label>
      <Check
        label={t.wantsAnswer}
        checked={report.reporter.wantsAnswer}
        onChange={(wantsAnswer) => put({ wantsAnswer })}
      />
      <Check
        label={t.confidential}
        checked={report.reporter.confidential}
        onChange={(confidential) => put({ confidential })}
      />
      <p className="muted small who-note">{t.whoNote}</p>
    </fieldset>
  );
}
