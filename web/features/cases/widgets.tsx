import { useState } from 'react';
import { limitUnits } from '../../../server/modules/calendar/model.ts';
import { useDistrictMap } from '../../districtMap.ts';
import { useLanguage, useText, useWords } from '../../i18n/language.ts';
import { number } from '../../kit/format.ts';
import { Icon } from '../../kit/Icon.tsx';
import { limitUnitWords } from '../../kit/limitText.ts';
import { MapView } from '../../kit/MapView.tsx';
import type { WidgetProps, Widgets } from '../../kit/widgets.tsx';
import { ApiProblem } from '../../request.ts';
import { useCase } from './caseContext.ts';
import './pick.css';
import { CaseField, CategoryField, ConditionField, OfficerField, UnitField, UnitsField } from './pickers.tsx';
import { photoAddress, uploadPhotos } from './queries.ts';
import { casesText } from './text.ts';

const recordOf = (value: unknown) =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
const numberOf = (value: unknown) => (typeof value === 'number' ? value : undefined);

/** An amount and one of the four units of time. */
function LimitField(props: WidgetProps) {
  const words = useWords();
  const { amount, unit } = recordOf(props.value);
  const put = (part: object) => props.onChange({ unit: 'workdays', ...recordOf(props.value), ...part });
  return (
    <span className="form-with-unit">
      <input
        id={props.id}
        className="field number"
        type="number"
        min={0}
        step="any"
        aria-invalid={props['aria-invalid']}
        aria-describedby={props['aria-describedby']}
        aria-required={props.field.required}
        value={numberOf(amount) ?? ''}
        onChange={(event) => put({ amount: event.target.value === '' ? undefined : Number(event.target.value) })}
      />
      <select
        className="field"
        aria-labelledby={`${props.id}-label`}
        value={typeof unit === 'string' ? unit : 'workdays'}
        onChange={(event) => put({ unit: event.target.value })}
      >
        {limitUnits.map((one) => (
          <option key={one} value={one}>
            {words(limitUnitWords[one])}
          </option>
        ))}
      </select>
    </span>
  );
}

/** A place by pointing at the map, or by its coordinates for those who cannot point. */
function PointField(props: WidgetProps) {
  const t = useText(casesText);
  const kase = useCase();
  const { shapes, bounds } = useDistrictMap();
  const { lon, lat } = recordOf(props.value);
  const [start] = useState(() => kase?.point ?? null);
  const known = numberOf(lon) !== undefined && numberOf(lat) !== undefined;
  const at = known ? { lon: Number(lon), lat: Number(lat) } : start;
  const put = (part: object) => props.onChange({ ...at, ...recordOf(props.value), ...part });
  const round = (degrees: number) => Math.round(degrees * 1e6) / 1e6;
  const coordinate = (key: 'lon' | 'lat', label: string, id?: string) => (
    <label>
      <span className="unseen">{label}</span>
      <input
        id={id}
        className="field number"
        type="number"
        step="any"
        placeholder={label}
        aria-invalid={props['aria-invalid']}
        aria-describedby={props['aria-describedby']}
        value={numberOf(key === 'lon' ? lon : lat) ?? ''}
        onChange={(event) => put({ [key]: event.target.value === '' ? undefined : Number(event.target.value) })}
      />
    </label>
  );
  return (
    <div className="pick-point">
      <div className="pick-map">
        <MapView
          label={t.pick.onMap}
          shapes={shapes}
          place={at}
          bounds={start ? [start.lon - 0.004, start.lat - 0.003, start.lon + 0.004, start.lat + 0.003] : bounds}
          onPlace={(place) => props.onChange({ lon: round(place.lon), lat: round(place.lat) })}
        />
      </div>
      <div className="form-with-unit">
        {coordinate('lon', t.pick.lon, props.id)}
        {coordinate('lat', t.pick.lat)}
        {known && !props.field.required && (
          <button type="button" className="button quiet small" onClick={() => props.onChange(undefined)}>
            {t.pick.clear}
          </button>
        )}
      </div>
      <p className="form-help">{t.pick.onMap}</p>
    </div>
  );
}

/** Pictures go to the server as soon as they are chosen; the form sends only their ids. */
function PhotosField(props: WidgetProps) {
  const t = useText(casesText).photo;
  const language = useLanguage();
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<string>();
  const ids = Array.isArray(props.value) ? props.value.filter((one) => typeof one === 'string') : [];
  const most = props.field.schema.maxItems ?? 9;

  async function add(files: File[]) {
    if (files.length === 0) return;
    setBusy(true);
    setFault(undefined);
    try {
      props.onChange([...ids, ...(await uploadPhotos(files.slice(0, most - ids.length)))]);
    } catch (error) {
      setFault(error instanceof ApiProblem ? [error.detail, error.right].filter(Boolean).join(' ') : t.failed);
    } finally {
      setBusy(false);
    }
  }

  return (
    <div className="pick-photos">
      {ids.map((id) => (
        <span key={id} className="pick-photo">
          <img src={photoAddress(id)} alt="" />
          <button type="button" aria-label={t.remove} onClick={() => props.onChange(ids.filter((one) => one !== id))}>
            <Icon name="close" size={12} />
          </button>
        </span>
      ))}
      {ids.length < most && (
        <label className="pick-photo-add">
          <Icon name="photo" size={18} />
          <span>{busy ? t.sending : t.add}</span>
          <input
            id={props.id}
            className="unseen"
            type="file"
            accept="image/jpeg,image/png,image/webp"
            multiple
            aria-invalid={props['aria-invalid']}
            aria-describedby={props['aria-describedby']}
            onChange={(event) => {
              void add([...(event.target.files ?? [])]);
              event.target.value = '';
            }}
          />
        </label>
      )}
      <span className="form-help">{t.most(number(most, language))}</span>
      {fault && (
        <p className="form-fault" role="alert">
          {fault}
        </p>
      )}
    </div>
  );
}

/** How the forms of a case draw what the kit does not know. */
export const caseWidgets: Widgets = {
  unit: UnitField,
  units: UnitsField,
  officer: OfficerField,
  category: CategoryField,
  condition: ConditionField,
  case: CaseField,
  limit: LimitField,
  point: PointField,
  photos: PhotosField,
};
