import { useQuery } from '@tanstack/react-query';
import { useText, useWords } from '../../i18n/language.ts';
import { dayOf } from '../../kit/format.ts';
import { useTimeZone } from '../../kit/now.ts';
import type { WidgetProps } from '../../kit/widgets.tsx';
import { inspectionsQuery } from './queries.ts';
import { uptimeText } from './text.ts';

/** 检查项 — a box for each thing the chosen room's sheet asks; nothing is ticked before somebody looked. */
export function CheckList(props: WidgetProps) {
  const t = useText(uptimeText);
  const words = useWords();
  const today = dayOf(new Date().toISOString(), useTimeZone());
  const { data } = useQuery(inspectionsQuery({ from: today, to: today }));
  const list = data?.rooms.find(({ id }) => id === props.values.roomId)?.checklist ?? [];
  const ticked = Array.isArray(props.value) ? props.value : [];
  const put = (place: number, on: boolean) =>
    props.onChange(list.map((_, i) => (i === place ? on : ticked[i] === true)));
  return (
    // biome-ignore lint/a11y/useSemanticElements: the label outside names the group
    <div className="check-list" role="group" aria-labelledby={`${props.id}-label`}>
      {list.map((item, i) => (
        <label key={item.zh}>
          <input
            id={i === 0 ? props.id : undefined}
            type="checkbox"
            aria-describedby={props['aria-describedby']}
            checked={ticked[i] === true}
            onChange={(event) => put(i, event.target.checked)}
          />
          {words(item)}
        </label>
      ))}
      {list.length > 0 && (
        <button type="button" className="button small" onClick={() => props.onChange(list.map(() => true))}>
          {t.allRight}
        </button>
      )}
    </div>
  );
}
