import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Words } from '../../../server/kernel/words.ts';
import { useLanguage, useSigns, useText, useWords } from '../../i18n/language.ts';
import { Combo, type ComboOption } from '../../kit/Combo.tsx';
import { distance, percent } from '../../kit/format.ts';
import { Icon } from '../../kit/Icon.tsx';
import { limitText } from '../../kit/limitText.ts';
import type { WidgetProps } from '../../kit/widgets.tsx';
import { useCase } from './caseContext.ts';
import {
  type CaseLine,
  caseQuery,
  casesByText,
  categoriesQuery,
  categoryQuery,
  nearQuery,
  officersQuery,
  placeQuery,
  suggestionsQuery,
  unitsQuery,
} from './queries.ts';
import { casesText } from './text.ts';

const idOf = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined);
const idsOf = (value: unknown) => (Array.isArray(value) ? value.filter((one) => typeof one === 'string') : []);

/** The field that the pickers below have in common: what is typed lives here, what is chosen in the form. */
function Picker({
  props,
  chosen,
  onPick,
  ...combo
}: {
  props: WidgetProps;
  chosen: ComboOption | null;
  typed: string;
  onType: (text: string) => void;
  options: readonly ComboOption[] | undefined;
  onPick?: (id: string) => void;
  placeholder: string;
  none: string;
  eager?: boolean;
}) {
  return (
    <Combo
      {...combo}
      id={props.id}
      aria-invalid={props['aria-invalid']}
      aria-describedby={props['aria-describedby']}
      required={props.field.required}
      chosen={chosen}
      onChoose={(option) => (option && onPick ? onPick(option.id) : props.onChange(option?.id))}
    />
  );
}

/** Where a unit is chosen for the case in hand, the suggested ones come first, each with its grounds. */
function useUnitOptions(typed: string, without: readonly string[] = []): ComboOption[] | undefined {
  const words = useWords();
  const signs = useSigns();
  const t = useText(casesText).pick;
  const kase = useCase();
  const asks = kase?.may.some((one) => ['dispatch', 'rule', 'transfer'].includes(one.action)) ?? false;
  const { data: advice } = useQuery({ ...suggestionsQuery(kase?.id ?? ''), enabled: asks });
  const { data: found } = useQuery(unitsQuery(typed));
  if (!found) return undefined;
  const suggested = typed === '' && advice ? advice.suggestions : [];
  const first = suggested.map(({ unitId, grounds }) => ({
    id: unitId,
    name: words(advice?.names[unitId] ?? { zh: unitId, en: unitId }),
    hint: t.suggested,
    why: grounds.map((ground) => words(ground.text)).join(signs.semicolon),
  }));
  const taken = new Set([...suggested.map((one) => one.unitId), ...without]);
  const rest = found.items.filter((unit) => !taken.has(unit.id));
  return [...first, ...rest.map((unit) => ({ id: unit.id, name: words(unit.name) }))];
}

function useUnitName() {
  const words = useWords();
  const kase = useCase();
  const { data } = useQuery(unitsQuery(''));
  return (id: string) => {
    const known = data?.items.find((unit) => unit.id === id)?.name ?? kase?.names[id];
    return known ? words(known) : '';
  };
}

export function UnitField(props: WidgetProps) {
  const t = useText(casesText).pick;
  const [typed, setTyped] = useState('');
  const options = useUnitOptions(typed);
  const nameOf = useUnitName();
  const id = idOf(props.value);
  return (
    <Picker
      props={props}
      chosen={id ? { id, name: nameOf(id) } : null}
      options={options}
      typed={typed}
      onType={setTyped}
      eager
      placeholder={t.unit}
      none={t.noUnit}
    />
  );
}

export function UnitsField(props: WidgetProps) {
  const t = useText(casesText).pick;
  const [typed, setTyped] = useState('');
  const chosen = idsOf(props.value);
  const main = idOf(props.values.unitId);
  const options = useUnitOptions(typed, main ? [...chosen, main] : chosen)?.filter(
    (one) => !chosen.includes(one.id) && one.id !== main,
  );
  const nameOf = useUnitName();
  return (
    <div className="pick-many">
      {chosen.map((id) => (
        <span key={id} className="pick-chip">
          {nameOf(id)}
          <button
            type="button"
            aria-label={`× ${nameOf(id)}`}
            onClick={() => props.onChange(chosen.filter((one) => one !== id))}
          >
            <Icon name="close" size={10} />
          </button>
        </span>
      ))}
      <Picker
        props={props}
        chosen={null}
        options={options}
        typed={typed}
        onType={setTyped}
        onPick={(id) => props.onChange([...chosen, id])}
        placeholder={t.assistNone}
        none={t.noUnit}
      />
    </div>
  );
}

/** Inspectors; who answers for the place of the case stands first. */
export function OfficerField(props: WidgetProps) {
  const t = useText(casesText).pick;
  const kase = useCase();
  const words = useWords();
  const [typed, setTyped] = useState('');
  const { data } = useQuery(officersQuery(typed, 'inspector'));
  const { data: place } = useQuery({ ...placeQuery(kase?.point ?? { lon: 0, lat: 0 }), enabled: kase?.point != null });
  const here = typed === '' ? (place?.officers ?? []).filter((one) => one.role === 'inspector') : [];
  const options = data && [
    ...here.map((one) => ({ id: one.accountId, name: one.accountName, hint: t.here })),
    ...data.items
      .filter((one) => !here.some((other) => other.accountId === one.id))
      .map(({ id, name }) => ({ id, name })),
  ];
  const [picked, setPicked] = useState('');
  const id = idOf(props.value);
  const known = id && (kase?.names[id] ? words(kase.names[id]) : options?.find((one) => one.id === id)?.name);
  return (
    <Picker
      props={props}
      chosen={id ? { id, name: known ?? picked } : null}
      options={options}
      typed={typed}
      onType={setTyped}
      onPick={(next) => {
        setPicked(options?.find((one) => one.id === next)?.name ?? '');
        props.onChange(next);
      }}
      eager
      placeholder={t.officer}
      none={t.noOfficer}
    />
  );
}

/** By name, everyday word, code or pinyin; never by opening a tree. */
export function CategoryField(props: WidgetProps) {
  const t = useText(casesText).pick;
  const words = useWords();
  const [typed, setTyped] = useState('');
  const { data } = useQuery(categoriesQuery(typed, 20));
  const id = idOf(props.value);
  const { data: known } = useQuery({ ...categoryQuery(id ?? ''), enabled: id !== undefined });
  const nameOf = (one: { group: { name: Words }; name: Words }) => `${words(one.group.name)} · ${words(one.name)}`;
  const options = data?.items.map(({ category, grounds }) => ({
    id: category.id,
    name: nameOf(category),
    hint: category.code,
    why: words(grounds),
  }));
  return (
    <Picker
      props={props}
      chosen={id ? { id, name: known ? nameOf(known) : '…' } : null}
      options={options}
      typed={typed}
      onType={setTyped}
      placeholder={t.category}
      none={t.noCategory}
    />
  );
}

/** 立案条件 of the case's category, each with its limit and what closes it: all in sight, because the choice sets the clock. */
export function ConditionField(props: WidgetProps) {
  const t = useText(casesText).pick;
  const signs = useSigns();
  const words = useWords();
  const language = useLanguage();
  const kase = useCase();
  const category = idOf(props.values.categoryId) ?? kase?.categoryId ?? undefined;
  const { data } = useQuery({ ...categoryQuery(category ?? ''), enabled: category !== undefined });
  if (!category) return <p className="muted">{t.condition}</p>;
  return (
    <div
      className="pick-conditions"
      role="radiogroup"
      aria-labelledby={`${props.id}-label`}
      aria-describedby={props['aria-describedby']}
      aria-invalid={props['aria-invalid']}
    >
      {data?.conditions.map((one, index) => (
        <label key={one.id} className="pick-condition">
          <input
            id={index === 0 ? props.id : undefined}
            type="radio"
            name={props.id}
            checked={props.value === one.id}
            onChange={() => props.onChange(one.id)}
          />
          <span>
            <span className="pick-condition-head">
              {words(one.condition)}
              <b>{limitText(one.limit, language)}</b>
            </span>
            <span className="pick-closing">
              {t.closesWhen}
              {signs.colon}
              {words(one.closing)}
            </span>
          </span>
        </label>
      ))}
    </div>
  );
}

/** Another case: first those near this one in place, time and words. */
export function CaseField(props: WidgetProps) {
  const t = useText(casesText).pick;
  const language = useLanguage();
  const kase = useCase();
  const [typed, setTyped] = useState('');
  const { data: near } = useQuery({
    ...nearQuery(kase?.id ?? '', kase?.point ?? null, kase?.description ?? ''),
    enabled: kase !== null,
  });
  const { data: found } = useQuery({ ...casesByText(typed), enabled: typed !== '' });
  const option = (line: CaseLine, why: string) => ({ id: line.id, name: line.summary, hint: line.number, why });
  const options = typed
    ? found?.cases.filter((line) => line.id !== kase?.id).map((line) => option(line, line.address))
    : near?.cases.map((line) =>
        option(
          line,
          [
            line.address,
            line.metres === null ? '' : t.near(distance(line.metres, language)),
            line.likeness ? t.alike(percent(line.likeness, language, 0)) : '',
          ]
            .filter(Boolean)
            .join(' · '),
        ),
      );
  const id = idOf(props.value);
  const { data: other } = useQuery({ ...caseQuery(id ?? ''), enabled: id !== undefined });
  return (
    <Picker
      props={props}
      chosen={id ? { id, name: other ? `${other.number} ${other.description.slice(0, 40)}` : '…' } : null}
      options={kase === null && typed === '' ? [] : options}
      typed={typed}
      onType={setTyped}
      eager
      placeholder={t.case}
      none={t.noCase}
    />
  );
}
