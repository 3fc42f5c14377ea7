import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { IndicatorCode } from '../../../server/modules/evaluation/indicators.ts';
import type { Grade, ObjectKind } from '../../../server/modules/evaluation/model.ts';
import { useLanguage, useText, useWords } from '../../i18n/language.ts';
import { number } from '../../kit/format.ts';
import { change, type Measured, rate, wrongCount, wrongPart } from './figures.ts';
import type { Days } from './period.ts';
import { type FactPart, useDefinitions } from './queries.ts';
import { scoresText } from './text.ts';

/** A grade as letter, word and colour, everywhere the same. */
export function GradeMark({ grade }: { grade: Grade | null }) {
  const words = useWords();
  const label = useDefinitions().data?.grades.find((one) => one.grade === grade)?.label;
  if (!grade) return null;
  return (
    <span className="grade" data-grade={grade}>
      <b>{grade}</b>
      {label && words(label)}
    </span>
  );
}

export function Change({ value, before }: { value: number | null; before: number | null }) {
  const language = useLanguage();
  const read = change(value, before, language);
  if (!read) return <span className="muted">—</span>;
  return (
    <span className="score-change" data-way={read.way}>
      {read.text}
    </span>
  );
}

/** Whose figures; `may` is false where this officer may see the ranking but not what is behind it. */
export interface Whose {
  object: ObjectKind;
  id: string;
  name: string;
  days: Days;
  may: boolean;
}

/** A number that opens to the very cases it counts. */
export function CasesLink({
  whose,
  indicator,
  label,
  part,
  className,
  children,
}: {
  whose: Whose;
  indicator: string;
  label: string;
  part: FactPart;
  className?: string;
  children: ReactNode;
}) {
  const t = useText(scoresText);
  if (!whose.may) return <span className={className}>{children}</span>;
  const { object, id, days, name } = whose;
  return (
    <Link
      to={`/scores/${object}/${encodeURIComponent(id)}/cases`}
      search={{ ...days, indicator, part } as never}
      className={className}
      title={t.sees[part](name, label)}
      preload={false}
    >
      {children}
    </Link>
  );
}

interface ValueProps {
  whose: Whose;
  code: IndicatorCode;
  label: string;
  measured: Measured | undefined;
  count: boolean;
  inverted: boolean;
}

/** One indicator of one object: the value, what it was made of, and the cases that went wrong where there are any. */
export function Value({ whose, code, label, measured, count, inverted }: ValueProps) {
  const t = useText(scoresText);
  const language = useLanguage();
  if (!measured || measured.value === null) return <span className="muted no-data">{t.noData}</span>;
  if (count) {
    return (
      <CasesLink whose={whose} indicator={code} label={label} part="of" className="figure">
        {number(measured.value, language)}
      </CasesLink>
    );
  }
  const wrong = wrongCount(measured, inverted);
  return (
    <span className="rate">
      {wrong > 0 && !inverted && (
        <CasesLink whose={whose} indicator={code} label={label} part={wrongPart(inverted)} className="wrong">
          {t.wrong(number(wrong, language))}
        </CasesLink>
      )}
      <span className="rate-parts">
        <CasesLink
          whose={whose}
          indicator={code}
          label={label}
          part="met"
          {...(inverted && wrong > 0 ? { className: 'wrong' } : {})}
        >
          {number(measured.met, language)}
        </CasesLink>
        /
        <CasesLink whose={whose} indicator={code} label={label} part="of">
          {number(measured.of, language)}
        </CasesLink>
      </span>
      <CasesLink whose={whose} indicator={code} label={label} part="of" className="figure">
        {rate(measured.value, language)}
      </CasesLink>
    </span>
  );
}
