import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useLanguage, useText, useWords } from '../../i18n/language.ts';
import { Counters, type Facet, FilterBar } from '../../kit/FilterBar.tsx';
import { Icon } from '../../kit/Icon.tsx';
import { useTimeZone } from '../../kit/now.ts';
import { Popover } from '../../kit/Popover.tsx';
import type { Look } from '../../kit/StatusMark.tsx';
import { useMe } from '../../session.ts';
import { type CaseAddress, deskOf, narrowingOf, type Queue, sameQueue, statesFor, toQueue } from './filters.ts';
import { lookOf, useLifecycle } from './marks.tsx';
import { areasQuery, type CaseCounts, categoriesQuery, countsQuery, unitsQuery } from './queries.ts';
import { casesText } from './text.ts';

interface Counter {
  key: string;
  label: string;
  queue: Queue;
  count: number | undefined;
  look?: Look;
}

interface FilterProps {
  address: CaseAddress;
  change: (part: Partial<CaseAddress>) => void;
}

/** The counters above the list, which are its queues: the number on a counter is the number of rows below it. */
function useCounters(address: CaseAddress): Counter[] {
  const t = useText(casesText).counters;
  const words = useWords();
  const me = useMe();
  const table = useLifecycle();
  const narrowing = narrowingOf(address, useTimeZone());
  const { data: counts } = useQuery(countsQuery(narrowing));
  const own = deskOf(me.roles);
  const states = statesFor(me.roles, Object.keys(table?.states ?? {}));
  const of = (pick: (counts: CaseCounts) => number) => (counts ? pick(counts) : undefined);
  const inStates = (wanted: readonly string[]) =>
    of((all) => wanted.reduce((sum, state) => sum + (all.states[state] ?? 0), 0));
  const approves =
    me.permissions.includes('case.approve') ||
    me.permissions.includes('case.approveFinally') ||
    me.permissions.includes('case.suspend');
  return [
    {
      key: 'own',
      label: t.own,
      queue: own,
      count: own.state ? inStates(own.state) : own.time === 'overdue' ? of((all) => all.overdue) : undefined,
    },
    ...states.map((state): Counter => {
      const label = table?.states[state]?.label;
      return {
        key: state,
        label: label ? words(label) : '',
        queue: { state: [state] },
        count: inStates([state]),
        look: lookOf(table, state),
      };
    }),
    { key: 'amber', label: t.amber, queue: { time: 'amber' }, count: of((all) => all.amber), look: 'warning' },
    { key: 'overdue', label: t.overdue, queue: { time: 'overdue' }, count: of((all) => all.overdue), look: 'overdue' },
    { key: 'urgent', label: t.urgent, queue: { urgent: 'true' }, count: of((all) => all.urgent), look: 'overdue' },
    ...(approves
      ? [
          {
            key: 'pending',
            label: t.pending,
            queue: { pending: 'true' } as const,
            count: of((all) => all.pending),
            look: 'waiting' as const,
          },
        ]
      : []),
    { key: 'open', label: t.open, queue: { scope: 'open' }, count: of((all) => all.open) },
    { key: 'all', label: t.all, queue: { scope: 'all' }, count: undefined },
  ];
}

export function QueueFilters({ address, change, children }: FilterProps & { children: ReactNode }) {
  const t = useText(casesText);
  const counters = useCounters(address);
  const facets = useFacets(address);
  const pressed = counters.find((one) => sameQueue(one.queue, address)) ?? (address.q ? counters.at(-1) : undefined);
  const first = (values: readonly string[], before: string | undefined) => values.find((value) => value !== before);
  return (
    <div className="queue-filters">
      <div className="queue-counters">
        <Counters
          facet={{
            key: 'queue',
            label: t.queue,
            options: counters.map(({ key, label, count, look }) => ({
              value: key,
              label,
              ...(count === undefined ? {} : { count }),
              ...(look && count !== 0 ? { look } : {}),
            })),
          }}
          chosen={pressed?.key}
          onChoose={(key) =>
            change({
              ...toQueue(counters.find((one) => one.key === key)?.queue ?? counters[0]?.queue ?? {}),
              case: undefined,
            })
          }
        />
      </div>
      <FilterBar
        facets={facets}
        chosen={{
          state: pressed ? [] : (address.state ?? []),
          subdistrict: address.subdistrict ? [address.subdistrict] : [],
          unit: address.unit ? [address.unit] : [],
          category: address.category ? [address.category] : [],
          source: address.source ? [address.source] : [],
        }}
        onChoose={(key, values) => {
          if (key === 'state') change(toQueue(values.length > 0 ? { state: values } : { scope: 'open' }));
          else change({ [key]: first(values, address[key as 'unit']) });
        }}
        search={address.q}
        onSearch={(text) => change({ q: text.trim() || undefined })}
        searchLabel={t.search}
      >
        <Days address={address} change={change} />
        {children}
      </FilterBar>
    </div>
  );
}

function useFacets(address: CaseAddress): Facet[] {
  const t = useText(casesText).facets;
  const words = useWords();
  const table = useLifecycle();
  const { data: areas } = useQuery(areasQuery);
  const { data: units } = useQuery(unitsQuery(''));
  const { data: categories } = useQuery(categoriesQuery('', 500));
  const report = table?.openings.report?.form as
    | { properties?: Record<string, { choices?: Record<string, { zh: string; en: string }> }> }
    | undefined;
  const sources = Object.entries(report?.properties?.source?.choices ?? {});
  const { data: counts } = useQuery(countsQuery(narrowingOf(address, useTimeZone())));
  return [
    {
      key: 'state',
      label: t.state,
      options: Object.entries(table?.states ?? {}).map(([value, state]) => ({
        value,
        label: words(state.label),
        look: lookOf(table, value),
        ...(state.final ? {} : { count: counts?.states[value] ?? 0 }),
      })),
    },
    {
      key: 'subdistrict',
      label: t.subdistrict,
      one: true,
      options: areas?.items.map((area) => ({ value: area.code, label: words(area.name) })) ?? [],
    },
    {
      key: 'unit',
      label: t.unit,
      one: true,
      options: units?.items.map((unit) => ({ value: unit.id, label: words(unit.name) })) ?? [],
    },
    {
      key: 'category',
      label: t.category,
      one: true,
      options:
        categories?.items.map(({ category }) => ({
          value: category.id,
          label: `${words(category.group.name)} · ${words(category.name)}`,
        })) ?? [],
    },
    {
      key: 'source',
      label: t.source,
      one: true,
      options: sources.map(([value, label]) => ({ value, label: words(label) })),
    },
  ];
}

/** 上报日期, from and to, both days included. */
function Days({ address, change }: FilterProps) {
  const t = useText(casesText);
  const { from, to } = address;
  const chosen = from !== undefined || to !== undefined;
  const field = (name: 'from' | 'to', label: string) => (
    <label className="queue-day">
      <span>{label}</span>
      <input
        className="field"
        type="date"
        value={address[name] ?? ''}
        onChange={(event) => change({ [name]: event.target.value || undefined })}
      />
    </label>
  );
  return (
    <span className={chosen ? 'chip chosen' : 'chip'}>
      <Popover
        className="chip-button"
        button={
          <>
            {chosen ? t.between(from ?? '', to ?? '') : t.facets.days}
            <Icon name="down" size={12} />
          </>
        }
      >
        {() => (
          <div className="chip-panel">
            {field('from', t.from)}
            {field('to', t.to)}
          </div>
        )}
      </Popover>
      {chosen && (
        <button
          type="button"
          className="chip-clear"
          aria-label={t.clearDays}
          onClick={() => change({ from: undefined, to: undefined })}
        >
          <Icon name="close" size={10} />
        </button>
      )}
    </span>
  );
}

export function OrderSwitch({
  order,
  onOrder,
}: {
  order: 'endangered' | 'newest';
  onOrder: (order: 'endangered' | 'newest') => void;
}) {
  const t = useText(casesText).order;
  const language = useLanguage();
  return (
    <select
      key={language}
      className="field queue-order"
      aria-label={t.label}
      value={order}
      onChange={(event) => onOrder(event.target.value === 'newest' ? 'newest' : 'endangered')}
    >
      <option value="endangered">{t.endangered}</option>
      <option value="newest">{t.newest}</option>
    </select>
  );
}
