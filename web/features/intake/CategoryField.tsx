import { useId, useState } from 'react';
import { useText, useWords } from '../../i18n/language.ts';
import { Combo, type ComboOption } from '../../kit/Combo.tsx';
import { Question } from './fields.tsx';
import { useCategorySearch, useSuggestions } from './queries.ts';
import type { Category } from './report.ts';
import { intakeText } from './text.ts';
import type { PartProps } from './What.tsx';

interface Found {
  category: Category & { group: { name: { zh: string; en: string } } };
  grounds: { zh: string; en: string };
}

/** 类别 — by typing a part of it, or by taking one of those that fit what was told; each says why it fits. */
export function CategoryField({ report, change }: PartProps) {
  const t = useText(intakeText);
  const words = useWords();
  const id = useId();
  const [typed, setTyped] = useState('');
  const search = useCategorySearch(typed);
  const suggestions = useSuggestions(report.description);
  const found = search.data?.items ?? [];
  const optionOf = ({ category, grounds }: Found): ComboOption => ({
    id: category.id,
    name: words(category.name),
    hint: [category.code, words(category.group.name)].join(' · '),
    ...(typed === '' ? {} : { why: words(grounds) }),
  });
  const chosen = report.category;
  const take = ({ id, name, code, kind }: Category) => change({ category: { id, name, code, kind } });
  const offered = (suggestions.data?.items ?? []).slice(0, 4);
  return (
    <Question id={id} label={t.category}>
      <Combo
        id={id}
        chosen={chosen && { id: chosen.id, name: words(chosen.name), hint: chosen.code }}
        onChoose={(option) => {
          const one = found.find(({ category }) => category.id === option?.id);
          if (one) take(one.category);
          else change({ category: null });
        }}
        typed={typed}
        onType={setTyped}
        options={search.data && found.map(optionOf)}
        placeholder={t.categoryHint}
      />
      {offered.length > 0 && (
        <ul className="suggestions" data-chosen={chosen !== null || undefined} aria-label={t.suggested}>
          {offered.map(({ category, grounds }) => (
            <li key={category.id}>
              <button
                type="button"
                className="suggestion"
                aria-pressed={category.id === chosen?.id}
                onClick={() => take(category)}
                title={words(grounds)}
              >
                <b>{words(category.name)}</b>
                <span className="cut">{words(grounds)}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
      {suggestions.data && offered.length === 0 && report.description.trim().length > 3 && !chosen && (
        <p className="muted small">{t.noSuggestion}</p>
      )}
    </Question>
  );
}
