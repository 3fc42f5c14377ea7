import { useMemo } from 'react';
import { roleLabels } from '../../../server/modules/accounts/roles.ts';
import { useDistrictMap } from '../../districtMap.ts';
import { useLanguage, useText, useWords } from '../../i18n/language.ts';
import { number } from '../../kit/format.ts';
import { Icon } from '../../kit/Icon.tsx';
import { MapView } from '../../kit/MapView.tsx';
import { ApiProblem } from '../../request.ts';
import { useComponents, useLocated } from './queries.ts';
import { intakeText } from './text.ts';
import type { PartProps } from './What.tsx';

const SHOWN = 5;

/** The place on the map; below it where that is, who answers there, and the managed components within reach. */
export function PlacePane({ report, change }: PartProps) {
  const t = useText(intakeText);
  const { shapes, bounds, loaded } = useDistrictMap();
  const components = useComponents(report.place, report.category);
  const dots = useMemo(() => components.map(({ code, name, point }) => ({ id: code, name, ...point })), [components]);
  const pick = (code: string) => {
    const one = components.find((component) => component.code === code);
    if (one) change({ component: { code: one.code, name: one.name }, place: one.point });
  };
  return (
    <div className="place">
      <div className="place-map">
        {loaded && (
          <MapView
            label={t.map}
            shapes={shapes}
            bounds={bounds}
            dots={dots}
            onSelect={pick}
            place={report.place}
            onPlace={(place) => change({ place, component: null })}
          />
        )}
      </div>
      <PlaceFacts place={report.place} />
      {report.place && (
        <div className="place-components">
          <h2>{t.components}</h2>
          <ComponentList
            components={components}
            chosen={report.component?.code}
            onPick={pick}
            onDrop={() => change({ component: null })}
          />
        </div>
      )}
    </div>
  );
}

function PlaceFacts({ place }: { place: PartProps['report']['place'] }) {
  const t = useText(intakeText);
  const words = useWords();
  const { data, error } = useLocated(place);
  if (!place) return <p className="muted place-empty">{t.mapEmpty}</p>;
  if (error) {
    return (
      <p className="place-empty form-fault" role="alert">
        {error instanceof ApiProblem ? error.detail : t.failed}
      </p>
    );
  }
  const where = [data?.subdistrict, data?.community, data?.sector]
    .filter((area) => area != null)
    .map((area) => words(area.name));
  return (
    <div className="place-facts" role="status">
      <p className="place-where">
        <Icon name="pin" />
        {where.map((name) => (
          <span key={name}>{name}</span>
        ))}
        {data?.cellCode && (
          <span className="mono muted" title={t.cell}>
            {data.cellCode}
          </span>
        )}
      </p>
      <p className="place-officers">
        {data?.officers.map((officer) => (
          <span key={officer.id}>
            <span className="muted">
              {officer.role in roleLabels ? words(roleLabels[officer.role as keyof typeof roleLabels]) : officer.role}
            </span>{' '}
            {officer.accountName}
          </span>
        ))}
      </p>
    </div>
  );
}

type Components = ReturnType<typeof useComponents>;

function ComponentList({
  components,
  chosen,
  onPick,
  onDrop,
}: {
  components: Components;
  chosen: string | undefined;
  onPick: (code: string) => void;
  onDrop: () => void;
}) {
  const t = useText(intakeText);
  const language = useLanguage();
  if (components.length === 0) return <p className="muted small">{t.noComponents}</p>;
  const first = components.slice(0, SHOWN);
  const kept = components.find(({ code }) => code === chosen);
  const shown = kept && !first.includes(kept) ? [kept, ...first.slice(1)] : first;
  return (
    <ul className="components">
      {shown.map(({ code, name, metres, state }) => (
        <li key={code}>
          <button
            type="button"
            className="pick"
            aria-pressed={code === chosen}
            title={code}
            onClick={() => (code === chosen ? onDrop() : onPick(code))}
          >
            {name}
            <span className="muted small">
              {[
                `…${code.slice(-5)}`,
                metres === undefined ? '' : t.metres(number(Math.round(metres), language)),
                t.componentStates[state],
              ]
                .filter(Boolean)
                .join(' · ')}
            </span>
          </button>
        </li>
      ))}
      {components.length > shown.length && (
        <li className="muted small">{t.moreComponents(number(components.length - shown.length, language))}</li>
      )}
    </ul>
  );
}
