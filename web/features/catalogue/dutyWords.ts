import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Words } from '../../../server/kernel/words.ts';
import { useLanguage, useText } from '../../i18n/language.ts';
import { areasQuery, categoriesQuery, type Duty, unitsQuery } from './queries.ts';
import { catalogueText } from './text.ts';

/** A row of the list of duties in words: what it is about, where, and who. */
export interface DutyWords {
  scope: (duty: Duty) => string;
  code: (duty: Duty) => string;
  area: (duty: Pick<Duty, 'areaCode'>) => string;
  unit: (duty: Pick<Duty, 'unitId'>) => string;
}

export function useDutyWords(edition: string | undefined): DutyWords {
  const t = useText(catalogueText);
  const language = useLanguage();
  const categories = useQuery({ ...categoriesQuery({ edition }), enabled: edition !== undefined }).data;
  const areas = useQuery(areasQuery).data;
  const units = useQuery(unitsQuery).data;
  return useMemo(() => {
    const words = (name: Words) => name[language] || name.zh;
    const byId = new Map(categories?.items.map(({ category }) => [category.id, category]));
    const groups = new Map(
      categories?.items.map(({ category }) => [`${category.kind} ${category.group.code}`, category.group]),
    );
    const areaNames = new Map(areas?.map((area) => [area.code, area.name]));
    const unitNames = new Map(units?.map((unit) => [unit.id, unit.name]));
    return {
      scope({ categoryId, groupCode, kind }) {
        const category = categoryId === null ? undefined : byId.get(categoryId);
        if (category) return words(category.name);
        const group = groups.get(`${kind} ${groupCode}`);
        return group ? t.wholeGroup(words(group.name)) : '';
      },
      code: ({ categoryId, groupCode }) =>
        categoryId === null ? (groupCode ?? '') : (byId.get(categoryId)?.code ?? ''),
      area({ areaCode }) {
        const name = areaCode === null ? undefined : areaNames.get(areaCode);
        return areaCode === null ? t.wholeDistrict : name ? words(name) : areaCode;
      },
      unit({ unitId }) {
        const name = unitNames.get(unitId);
        return name ? words(name) : '';
      },
    };
  }, [categories, areas, units, t, language]);
}
