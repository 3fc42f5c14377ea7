import { type ReactNode, useEffect, useEffectEvent, useState } from 'react';
import { useLanguage, useSigns } from '../i18n/language.ts';
import { useFrameText } from '../i18n/text.ts';
import './filters.css';
import { number } from './format.ts';
import { Icon } from './Icon.tsx';
import { Popover } from './Popover.tsx';
import { type Look, StatusShape } from './StatusMark.tsx';

export interface Facet {
  key: string;
  label: string;
  options: readonly { value: string; label: string; count?: number; look?: Look }[];
  /** One at most, shown as a row of counters that are the filter. */
  single?: boolean;
  /** One at most, in a menu: choosing another replaces it. */
  one?: boolean;
}

export interface FilterBarProps {
  facets: readonly Facet[];
  chosen: Readonly<Record<string, readonly string[]>>;
  onChoose: (key: string, values: string[]) => void;
  search?: string | undefined;
  onSearch?: (text: string) => void;
  searchLabel?: string;
  /** At the right: count of rows, view switches. */
  children?: ReactNode;
}

/** Counters that are filters, menus of choices, a search field. What is chosen stands in the address, not here. */
export function FilterBar({ facets, chosen, onChoose, search, onSearch, searchLabel, children }: FilterBarProps) {
  const t = useFrameText().filter;
  const any = facets.some((facet) => (chosen[facet.key]?.length ?? 0) > 0) || (search ?? '') !== '';
  return (
    // biome-ignore lint/a11y/useSemanticElements: the older browsers do not know <search>
    <div className="filters" role="search" aria-label={t.search}>
      {facets.map((facet) =>
        facet.single ? (
          <Counters
            key={facet.key}
            facet={facet}
            chosen={chosen[facet.key]?.[0]}
            onChoose={(value) => onChoose(facet.key, value === undefined ? [] : [value])}
          />
        ) : (
          <Choices
            key={facet.key}
            facet={facet}
            chosen={chosen[facet.key] ?? []}
            onChoose={(values) => onChoose(facet.key, values)}
          />
        ),
      )}
      {onSearch && <SearchField value={search ?? ''} label={searchLabel ?? t.search} onChange={onSearch} />}
      {any && (
        <button
          type="button"
          className="button quiet small"
          onClick={() => {
            for (const facet of facets) if (chosen[facet.key]?.length) onChoose(facet.key, []);
            if (search) onSearch?.('');
          }}
        >
          {t.clear}
        </button>
      )}
      {children && <div className="filters-end">{children}</div>}
    </div>
  );
}

/** A row of counters that are the filter: pressing the pressed one again lets go of it. */
export function Counters({
  facet,
  chosen,
  onChoose,
}: {
  facet: Facet;
  chosen: string | undefined;
  onChoose: (value: string | undefined) => void;
}) {
  const language = useLanguage();
  return (
    // biome-ignore lint/a11y/useSemanticElements: a row of switches, not a form's group
    <div className="counters" role="group" aria-label={facet.label}>
      {facet.options.map((option) => (
        <button
          key={option.value}
          type="button"
          className="counter"
          data-look={option.look}
          aria-pressed={chosen === option.value}
          onClick={() => onChoose(chosen === option.value ? undefined : option.value)}
        >
          {option.look && <StatusShape look={option.look} />}
          {option.label}
          {option.count !== undefined && <b>{number(option.count, language)}</b>}
        </button>
      ))}
    </div>
  );
}

function Choices({
  facet,
  chosen,
  onChoose,
}: {
  facet: Facet;
  chosen: readonly string[];
  onChoose: (values: string[]) => void;
}) {
  const language = useLanguage();
  const signs = useSigns();
  const t = useFrameText().filter;
  const only = chosen.length === 1 ? facet.options.find((option) => option.value === chosen[0])?.label : undefined;
  const [typed, setTyped] = useState('');
  const shown = facet.options.filter((option) => option.label.toLowerCase().includes(typed.toLowerCase()));
  return (
    <span className={chosen.length > 0 ? 'chip chosen' : 'chip'}>
      <Popover
        className="chip-button"
        button={
          <>
            {only
              ? `${facet.label}${signs.colon}${only}`
              : chosen.length > 0
                ? t.chosen(facet.label, chosen.length)
                : facet.label}
            <Icon name="down" size={12} />
          </>
        }
      >
        {() => (
          <div className="chip-panel">
            {facet.options.length > 8 && (
              <input
                className="field"
                type="search"
                aria-label={facet.label}
                placeholder={facet.label}
                value={typed}
                onChange={(event) => setTyped(event.target.value)}
              />
            )}
            <ul>
              {shown.map((option) => (
                <li key={option.value}>
                  <label className="menu-item">
                    <input
                      type={facet.one ? 'radio' : 'checkbox'}
                      checked={chosen.includes(option.value)}
                      onChange={() =>
                        onChoose(
                          facet.one
                            ? [option.value]
                            : chosen.includes(option.value)
                              ? chosen.filter((one) => one !== option.value)
                              : [...chosen, option.value],
                        )
                      }
                    />
                    {option.look && <StatusShape look={option.look} />}
                    <span className="chip-label">{option.label}</span>
                    {option.count !== undefined && (
                      <span className="muted small">{number(option.count, language)}</span>
                    )}
                  </label>
                </li>
              ))}
            </ul>
          </div>
        )}
      </Popover>
      {chosen.length > 0 && (
        <button type="button" className="chip-clear" aria-label={t.clearOne(facet.label)} onClick={() => onChoose([])}>
          <Icon name="close" size={10} />
        </button>
      )}
    </span>
  );
}

const TYPING_PAUSE_MS = 250;

/** Speaks up after a pause in typing, and never in the middle of a Chinese composition. */
function SearchField({ value, label, onChange }: { value: string; label: string; onChange: (text: string) => void }) {
  const [typed, setTyped] = useState(value);
  const [composing, setComposing] = useState(false);
  const [told, setTold] = useState(value);
  // The address changed by other means (Back, "clear all"): the field follows.
  if (value !== told) {
    setTold(value);
    setTyped(value);
  }
  const tell = useEffectEvent((text: string) => {
    setTold(text);
    onChange(text);
  });
  useEffect(() => {
    if (composing || typed === told) return;
    const timer = setTimeout(() => tell(typed), TYPING_PAUSE_MS);
    return () => clearTimeout(timer);
  }, [typed, told, composing]);
  return (
    <span className="filter-search">
      <Icon name="search" size={14} />
      <input
        className="field"
        type="search"
        aria-label={label}
        placeholder={label}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        onCompositionStart={() => setComposing(true)}
        onCompositionEnd={() => setComposing(false)}
      />
    </span>
  );
}
