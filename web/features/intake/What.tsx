import { useId, useRef } from 'react';
import { type PersonalNumber, personalNumbers } from '../../../server/modules/cases/redaction.ts';
import { natureWords, sourceWords } from '../../../server/modules/cases/words.ts';
import { useText, useWords } from '../../i18n/language.ts';
import { Chips, Question } from './fields.tsx';
import { comesFromCitizen, type Report, type Source } from './report.ts';
import { intakeText } from './text.ts';

export interface PartProps {
  report: Report;
  change: (part: Partial<Report>) => void;
}

/** 来源、性质、什么事 — how it came and what was told, with personal numbers underlined as they are typed. */
export function What({
  report,
  change,
  sources,
  fault,
}: PartProps & { sources: readonly Source[]; fault: string | undefined }) {
  const t = useText(intakeText);
  const words = useWords();
  const id = useId();
  const natures = Object.entries(natureWords) as [Report['nature'], { zh: string; en: string }][];
  return (
    <>
      {(sources.length > 1 || comesFromCitizen(report.source)) && (
        <div className="intake-row">
          {sources.length > 1 && (
            <label className="intake-inline">
              <span>{t.source}</span>
              <select
                className="field"
                value={report.source}
                onChange={(event) => change({ source: event.target.value as Source })}
              >
                {sources.map((source) => (
                  <option key={source} value={source}>
                    {words(sourceWords[source])}
                  </option>
                ))}
              </select>
            </label>
          )}
          {comesFromCitizen(report.source) && (
            <Chips
              name={`${id}-nature`}
              label={t.nature}
              options={natures.map(([key, label]) => ({ key, label: words(label) }))}
              chosen={report.nature}
              onChoose={(nature) => change({ nature })}
            />
          )}
        </div>
      )}
      <Question id={id} label={t.what} fault={fault}>
        <Told
          id={id}
          text={report.description}
          onChange={(description) => change({ description })}
          fault={fault !== undefined}
        />
        <PersonalNotes report={report} change={change} />
      </Question>
    </>
  );
}

/** The text as it is typed, with the personal numbers in it underlined by a copy that lies below it. */
function Told({
  id,
  text,
  onChange,
  fault,
}: {
  id: string;
  text: string;
  onChange: (text: string) => void;
  fault: boolean;
}) {
  const t = useText(intakeText);
  const below = useRef<HTMLDivElement>(null);
  const found = personalNumbers(text);
  return (
    <div className="told">
      <div className="told-marks field" aria-hidden="true" ref={below}>
        {found.map(({ from, to }, index) => (
          <span key={from}>
            {text.slice(found[index - 1]?.to ?? 0, from)}
            <mark>{text.slice(from, to)}</mark>
          </span>
        ))}
        {text.slice(found.at(-1)?.to ?? 0)}{' '}
      </div>
      <textarea
        id={id}
        className="field"
        rows={4}
        maxLength={4000}
        placeholder={t.whatHint}
        aria-invalid={fault}
        aria-describedby={fault ? `${id}-fault` : undefined}
        value={text}
        onChange={(event) => onChange(event.target.value)}
        onScroll={(event) => {
          if (below.current) below.current.scrollTop = event.currentTarget.scrollTop;
        }}
      />
    </div>
  );
}

function PersonalNotes({ report, change }: PartProps) {
  const t = useText(intakeText);
  const [first] = personalNumbers(report.description);
  if (!first) return null;
  const written = report.description.slice(first.from, first.to);
  const movable = first.kind === 'phone' && comesFromCitizen(report.source);
  return (
    <p className="told-note" role="status">
      <span>
        {t.personalFound(t.personal[first.kind])} <b>{written}</b>
      </span>
      {movable && (
        <button
          type="button"
          className="button small"
          onClick={() =>
            change({
              description: without(report.description, first),
              reporter: { ...report.reporter, phone: written },
            })
          }
        >
          {t.movePhone}
        </button>
      )}
      <button
        type="button"
        className="button small"
        onClick={() => change({ description: without(report.description, first) })}
      >
        {t.dropIt}
      </button>
    </p>
  );
}

/** The text without the number and without the word that announced it. */
function without(text: string, { from, to }: PersonalNumber): string {
  const before = text
    .slice(0, from)
    .replace(
      /[，,、；;]?\s*(?:我的|他的|她的|本人)?(?:联系)?(?:电话|手机号?|号码|身份证号?|车牌号?)?(?:是|为)?[：:\s]*$/,
      '',
    );
  return `${before}${text.slice(to)}`.trim();
}
