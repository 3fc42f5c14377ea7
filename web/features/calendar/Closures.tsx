import { useState } from 'react';
import { useText } from '../../i18n/language.ts';
import { fullTime } from '../../kit/format.ts';
import { useTimeZone } from '../../kit/now.ts';
import { Section } from '../../kit/Page.tsx';
import { SchemaForm } from '../../kit/SchemaForm.tsx';
import type { JsonSchema } from '../../kit/schemaFields.ts';
import { toast } from '../../kit/Toast.tsx';
import { ApiProblem } from '../../request.ts';
import { addClosure, type CalendarYear, type Closure, readCalendar, removeClosure } from './queries.ts';
import { closureText } from './text.ts';

const reason: JsonSchema = {
  type: 'string',
  maxLength: 100,
  label: { zh: '事由', en: 'Reason' },
  help: { zh: '会写进到期时间的说明，例如“台风停工”。', en: 'Stands in the explanation of deadlines, e.g. “typhoon”.' },
};
const from = { zh: '从', en: 'From' };
const to = { zh: '到', en: 'To' };
const byDays: JsonSchema = {
  properties: {
    fromDate: { type: 'string', format: 'date', label: from },
    toDate: { type: 'string', format: 'date', label: { zh: '到（含当天）', en: 'To, this day included' } },
    reason,
  },
  required: ['fromDate', 'toDate', 'reason'],
};
const byTime: JsonSchema = {
  properties: {
    from: { type: 'string', format: 'date-time', label: from },
    to: { type: 'string', format: 'date-time', label: to },
    reason,
  },
  required: ['from', 'to', 'reason'],
};

/** 临时停办 — what was shut by order this year; add one, or take one back. */
export function Closures({ calendar, manages }: { calendar: CalendarYear; manages: boolean }) {
  const t = useText(closureText);
  const zone = useTimeZone();
  async function remove(closure: Closure) {
    try {
      await removeClosure(closure.id, calendar.version);
      const { from: since, to: until, reason: why } = closure;
      toast(t.removed, { look: 'done', undo: () => void addClosure({ from: since, to: until, reason: why }) });
    } catch (error) {
      if (error instanceof ApiProblem && error.status === 412) await readCalendar(calendar.year);
      const stale = error instanceof ApiProblem && error.status === 412;
      toast(stale ? t.staleRemoved : error instanceof ApiProblem ? error.detail : String(error), { look: 'overdue' });
    }
  }
  return (
    <>
      <Section title={`${t.title} ${calendar.year}`} note={t.note}>
        {calendar.closures.length === 0 ? (
          <p className="muted">{t.none}</p>
        ) : (
          <div className="scroll-x">
            <table className="plain-table">
              <thead>
                <tr>
                  <th>{t.from}</th>
                  <th>{t.to}</th>
                  <th>{t.reason}</th>
                  {manages && (
                    <th>
                      <span className="unseen">{t.remove}</span>
                    </th>
                  )}
                </tr>
              </thead>
              <tbody>
                {calendar.closures.map((closure) => (
                  <tr key={closure.id}>
                    <td>{fullTime(closure.from, zone)}</td>
                    <td>{fullTime(closure.to, zone)}</td>
                    <td>{closure.reason}</td>
                    {manages && (
                      <td className="end">
                        <button type="button" className="button small" onClick={() => void remove(closure)}>
                          {t.remove}
                        </button>
                      </td>
                    )}
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
      </Section>
      {manages && <AddClosure />}
    </>
  );
}

function AddClosure() {
  const t = useText(closureText);
  const [kind, setKind] = useState<'wholeDays' | 'byTime'>('wholeDays');
  const [round, setRound] = useState(0);
  const text = (value: unknown) => String(value ?? '');
  return (
    <Section title={t.add}>
      {/* biome-ignore lint/a11y/useSemanticElements: a row of switches, not a form's group */}
      <div className="counters closure-kinds" role="group" aria-label={t.kind}>
        {(['wholeDays', 'byTime'] as const).map((one) => (
          <button key={one} type="button" className="counter" aria-pressed={kind === one} onClick={() => setKind(one)}>
            {t[one]}
          </button>
        ))}
      </div>
      <SchemaForm
        key={`${kind}${round}`}
        schema={kind === 'wholeDays' ? byDays : byTime}
        submitLabel={t.add}
        onSubmit={async (values, key) => {
          const why = text(values.reason);
          if (kind === 'wholeDays')
            await addClosure({ fromDate: text(values.fromDate), toDate: text(values.toDate), reason: why }, key);
          else await addClosure({ from: text(values.from), to: text(values.to), reason: why }, key);
          toast(t.added, { look: 'done' });
          setRound(round + 1);
        }}
      />
    </Section>
  );
}
