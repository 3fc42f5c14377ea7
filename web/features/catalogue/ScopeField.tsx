import { useQuery } from '@tanstack/react-query';
import { useDeferredValue, useState } from 'react';
import { useText, useWords } from '../../i18n/language.ts';
import { Combo, type ComboOption } from '../../kit/Combo.tsx';
import type { WidgetProps } from '../../kit/widgets.tsx';
import { type Category, categoriesQuery } from './queries.ts';
import { catalogueText } from './text.ts';

/** Chooses a category, found as everywhere by words or pinyin, or a whole group; its value is `category KIND ID` or `group KIND CODE`. */
export function ScopeField({ id, value, onChange, edition, ...aria }: WidgetProps & { edition: string }) {
  const t = useText(catalogueText);
  const words = useWords();
  const [typed, setTyped] = useState('');
  const asked = useDeferredValue(typed);
  const all = useQuery(categoriesQuery({ edition })).data?.items;
  const found = useQuery(categoriesQuery({ edition, query: asked })).data?.items;

  const ofCategory = ({ id: key, kind, code, name }: Category): ComboOption => ({
    id: `category ${kind} ${key}`,
    name: words(name),
    hint: `${code} ${t.kinds[kind]}`,
  });
  const ofGroup = ({ kind, group }: Category): ComboOption => ({
    id: `group ${kind} ${group.code}`,
    name: t.wholeGroup(words(group.name)),
    hint: `${group.code} ${t.kinds[kind]}`,
  });
  const groups = [
    ...new Map(all?.map(({ category }) => [`${category.kind} ${category.group.code}`, category])).values(),
  ].map(ofGroup);
  const options = found && [
    ...groups.filter((group) => asked === '' || group.name.includes(asked)),
    ...found.slice(0, 20).map(({ category }) => ofCategory(category)),
  ];
  const known = [...groups, ...(all ?? []).map(({ category }) => ofCategory(category))];
  return (
    <Combo
      id={id}
      chosen={known.find((option) => option.id === value) ?? null}
      onChoose={(option) => onChange(option?.id ?? '')}
      typed={typed}
      onType={setTyped}
      options={options}
      placeholder={t.search}
      eager
      none={t.none}
      aria-invalid={aria['aria-invalid']}
      aria-describedby={aria['aria-describedby']}
    />
  );
}
