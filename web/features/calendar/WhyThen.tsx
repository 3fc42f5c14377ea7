import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { limitUnits } from '../../../server/modules/calendar/model.ts';
import { useLanguage, useText } from '../../i18n/language.ts';
import { fullTime, longDay } from '../../kit/format.ts';
import { limitText, limitUnitWords } from '../../kit/limitText.ts';
import { useNow, useTimeZone } from '../../kit/now.ts';
import { Section } from '../../kit/Page.tsx';
import { Failed, PageState, Skeleton } from '../../kit/PageState.tsx';
import { SchemaForm } from '../../kit/SchemaForm.tsx';
import type { JsonSchema } from '../../kit/schemaFields.ts';
import type { CalendarAddress } from './Calendar.tsx';
import { deadlineQuery, type Question } from './queries.ts';
import { Spans } from './Spans.tsx';
import { whyText } from './text.ts';
import './why.css';

const schema: JsonSchema = {
  properties: {
    from: { type: 'string', format: 'date-time', label: { zh: '从何时起', en: 'From' } },
    amount: { type: 'number', exclusiveMinimum: 0, maximum: 10_000, label: { zh: '时限', en: 'Limit' } },
    unit: { type: 'string', enum: limitUnits, choices: limitUnitWords, label: { zh: '单位', en: 'Unit' } },
    pauses: {
      type: 'array',
      widget: 'list',
      label: { zh: '其间暂停', en: 'Stood still' },
      items: {
        properties: {
          from: { type: 'string', format: 'date-time', label: { zh: '从', en: 'From' } },
          to: { type: 'string', format: 'date-time', label: { zh: '到', en: 'To' } },
        },
        required: ['from'],
      },
    },
  },
  required: ['from', 'amount', 'unit'],
};

type Pauses = { from: string; to?: string }[];

function pausesIn(value: unknown): Pauses {
  if (!Array.isArray(value)) return [];
  return value.flatMap((one: { from?: unknown; to?: unknown }) =>
    typeof one.from === 'string' && one.from !== ''
      ? [{ from: one.from, ...(typeof one.to === 'string' && one.to !== '' ? { to: one.to } : {}) }]
      : [],
  );
}

const written = ({ from, to }: Pauses[number]) => `${from}~${to ?? ''}`;
function readPause(text: string): Pauses[number] {
  const [from = '', to = ''] = text.split('~');
  return { from, ...(to ? { to } : {}) };
}

interface WhyThenProps {
  search: CalendarAddress;
  ask: (part: { from: string; amount: number; unit: (typeof limitUnits)[number]; pause: string[] }) => void;
}

/** 为什么是这个时间 — any question of from, limit and pauses, answered by the calendar of the cases' clocks. */
export function WhyThen({ search, ask }: WhyThenProps) {
  const t = useText(whyText);
  const now = useNow();
  const { from, amount, unit, pause } = search;
  const pauses = useMemo(() => pause.map(readPause), [pause]);
  const question = from && amount && unit ? { from, limit: { amount, unit }, pauses } : undefined;
  const minute = new Date(Math.floor(now / 60_000) * 60_000).toISOString();
  return (
    <div className="why">
      <Section title={t.title} note={t.note}>
        <SchemaForm
          schema={schema}
          known={{ from: from ?? minute, amount: amount ?? 2, unit: unit ?? 'workdays', pauses }}
          submitLabel={t.ask}
          onSubmit={async (values) => {
            const chosen = limitUnits.find((one) => one === values.unit) ?? 'workdays';
            ask({
              from: String(values.from),
              amount: Number(values.amount),
              unit: chosen,
              pause: pausesIn(values.pauses).map(written),
            });
          }}
        />
      </Section>
      {question ? <Answer question={question} /> : <PageState icon="clock" title={t.nothing} />}
    </div>
  );
}

function Answer({ question }: { question: Question }) {
  const t = useText(whyText);
  const language = useLanguage();
  const zone = useTimeZone();
  const { data, error, refetch } = useQuery(deadlineQuery(question));
  if (!data) return error ? <Failed error={error} retry={() => void refetch()} /> : <Skeleton lines={8} />;
  return (
    <Section title={`${fullTime(question.from, zone)} + ${limitText(question.limit, language)}`}>
      <p className="why-due">
        <span className="muted">{t.due}</span>
        <strong>{fullTime(data.due, zone)}</strong>
        <span className="muted">{longDay(data.due, zone, language)}</span>
      </p>
      <Spans deadline={data} from={question.from} />
      <p className="muted small">
        {t.rule} <code>{data.rule}</code>
      </p>
    </Section>
  );
}
