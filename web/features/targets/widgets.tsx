import { createContext, useContext } from 'react';
import { OneOf } from '../../kit/pickWidgets.tsx';
import type { WidgetProps, Widgets } from '../../kit/widgets.tsx';
import type { Indicator } from './queries.ts';

type Choice = Pick<Indicator, 'id' | 'level3Zh'>;

/** The indicators about which something can be said here. */
export const Choices = createContext<readonly Choice[]>([]);

/** Some indicators, those that still owe a word first. */
export const owingFirst = <T extends Choice>(indicators: readonly T[], owes: (id: string) => boolean): T[] =>
  indicators.toSorted((a, b) => Number(owes(b.id)) - Number(owes(a.id)));

function IndicatorField(props: WidgetProps) {
  const options = useContext(Choices).map(({ id, level3Zh }) => ({ value: id, label: `${id} ${level3Zh}` }));
  return <OneOf {...props} options={options} />;
}

/** What the forms of this module ask besides plain values. */
export const targetWidgets: Widgets = { indicator: IndicatorField };
