import { useLanguage, useText, useWords } from '../../i18n/language.ts';
import { number, shortTime } from '../../kit/format.ts';
import { Icon } from '../../kit/Icon.tsx';
import { useNow, useTimeZone } from '../../kit/now.ts';
import { useOutlook } from './queries.ts';
import type { Report } from './report.ts';
import { intakeText } from './text.ts';

/** 预计 — before it is sent, one line says who will handle it, within what limit and until when, and by which rule. */
export function Outlook({ report }: { report: Report }) {
  const t = useText(intakeText);
  const words = useWords();
  const language = useLanguage();
  const zone = useTimeZone();
  const now = useNow();
  const { condition, unit, grounds, due, known } = useOutlook(report, now);
  if (!report.category) return <p className="muted outlook">{t.noOutlook}</p>;
  return (
    <p className="outlook" role="status">
      <span className="outlook-label">{t.outlook}</span>
      {known && <b>{unit ? words(unit.name) : t.noUnit}</b>}
      {condition && (
        <>
          <Icon name="clock" size={14} />
          <b>
            {t.limits[condition.limit.unit](
              number(condition.limit.amount, language, condition.limit.amount % 1 === 0 ? 0 : 1),
            )}
          </b>
          {due && <span>{t.dueIf(shortTime(due, zone, now))}</span>}
        </>
      )}
      <span className="muted outlook-rule" title={grounds && words(grounds)}>
        {[
          condition ? `${report.category.code}-${condition.number} ${words(condition.condition)}` : '',
          grounds ? words(grounds) : '',
        ]
          .filter(Boolean)
          .join(' · ')}
      </span>
    </p>
  );
}
