import { useQuery } from '@tanstack/react-query';
import { z } from 'zod';
import { limitUnits } from '../../../server/modules/calendar/model.ts';
import { useAddress } from '../../address.ts';
import { useLanguage, useText } from '../../i18n/language.ts';
import { dayOf, number } from '../../kit/format.ts';
import { Icon } from '../../kit/Icon.tsx';
import { useNow, useTimeZone } from '../../kit/now.ts';
import { Page, Tabs } from '../../kit/Page.tsx';
import { Failed, Skeleton } from '../../kit/PageState.tsx';
import { mayOpen, useMe } from '../../session.ts';
import './calendar.css';
import { Closures } from './Closures.tsx';
import { ImportYear } from './ImportYear.tsx';
import { OfficeHoursPart } from './OfficeHoursPart.tsx';
import { type CalendarYear, calendarQuery } from './queries.ts';
import { calendarText } from './text.ts';
import { WhyThen } from './WhyThen.tsx';
import { YearView } from './YearView.tsx';

const address = z.object({
  part: z.enum(['year', 'hours', 'closures', 'why', 'import']).default('year'),
  year: z.coerce.number().int().min(1990).max(2098).optional(),
  /** The question of “why then?”. */
  from: z.iso.datetime().optional(),
  amount: z.coerce.number().positive().max(10_000).optional(),
  unit: z.enum(limitUnits).optional(),
  /** Each `from~to`, an open one `from~`. */
  pause: z.array(z.string().regex(/^[^~]+~[^~]*$/)).default([]),
});
export type CalendarAddress = z.output<typeof address>;

/** 工作日历 — when the office is open, when it is not, and what that makes of a deadline. */
export function Calendar() {
  const t = useText(calendarText);
  const me = useMe();
  const language = useLanguage();
  const zone = useTimeZone();
  const now = useNow();
  const [search, change] = useAddress(address);
  const thisYear = Number(dayOf(new Date(now).toISOString(), zone).slice(0, 4));
  const year = search.year ?? thisYear;
  const calendar = useQuery(calendarQuery(year));
  const manages = mayOpen(me, 'calendar.manage');
  const parts = (['year', 'hours', 'closures', 'why', 'import'] as const).filter(
    (part) => part !== 'import' || manages,
  );
  const go = (to: number) => change({ year: to === thisYear ? undefined : to });

  return (
    <Page
      wide
      title={t.page}
      note={calendar.data && <span className="small">{t.version(number(calendar.data.version, language))}</span>}
      actions={
        (search.part === 'year' || search.part === 'closures') && (
          <div className="year-turn">
            <button type="button" className="button icon" aria-label={t.previous} onClick={() => go(year - 1)}>
              <Icon name="left" />
            </button>
            <strong>{year}</strong>
            <button type="button" className="button icon" aria-label={t.next} onClick={() => go(year + 1)}>
              <Icon name="right" />
            </button>
            {year !== thisYear && (
              <button type="button" className="button quiet" onClick={() => go(thisYear)}>
                {t.thisYear}
              </button>
            )}
          </div>
        )
      }
    >
      <Tabs
        label={t.parts}
        tabs={parts.map((key) => ({ key, label: t[key] }))}
        chosen={search.part}
        onChoose={(part) => change({ part })}
      />
      {calendar.data ? (
        <Part calendar={calendar.data} search={search} change={change} manages={manages} />
      ) : calendar.error ? (
        <Failed error={calendar.error} retry={() => void calendar.refetch()} />
      ) : (
        <Skeleton lines={10} />
      )}
    </Page>
  );
}

interface PartProps {
  calendar: CalendarYear;
  search: CalendarAddress;
  change: (part: Partial<z.input<typeof address>>) => void;
  manages: boolean;
}

function Part({ calendar, search, change, manages }: PartProps) {
  switch (search.part) {
    case 'hours':
      return <OfficeHoursPart calendar={calendar} manages={manages} />;
    case 'closures':
      return <Closures calendar={calendar} manages={manages} />;
    case 'why':
      return <WhyThen search={search} ask={change} />;
    case 'import':
      return manages ? <ImportYear /> : <YearView calendar={calendar} />;
    default:
      return <YearView calendar={calendar} />;
  }
}
