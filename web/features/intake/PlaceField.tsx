import { useId, useState } from 'react';
import { useLanguage, useText } from '../../i18n/language.ts';
import { number } from '../../kit/format.ts';
import { Icon } from '../../kit/Icon.tsx';
import { ApiProblem } from '../../request.ts';
import { Question } from './fields.tsx';
import { readPlace } from './queries.ts';
import { readCoordinates, writeCoordinates } from './report.ts';
import { intakeText } from './text.ts';
import type { PartProps } from './What.tsx';

const systems = ['CGCS2000', 'GCJ-02', 'BD-09'] as const;
type System = (typeof systems)[number];
const isSystem = (name: unknown): name is System => systems.some((system) => system === name);

/** From this many metres on the officer should look at the pin before trusting it. */
const POOR_METRES = 30;

/** 在哪里 — in words, as coordinates of a named system, or where this phone is. */
export function PlaceField({
  report,
  change,
  fault,
  phone,
}: PartProps & { fault: string | undefined; phone: boolean }) {
  const t = useText(intakeText);
  const id = useId();
  const locate = useHere((place) => change({ place, component: null }));
  return (
    <>
      <Question
        id={id}
        label={t.where}
        fault={fault}
        help={
          phone && (
            <button type="button" className="button gps" onClick={locate.start} aria-disabled={locate.busy}>
              <Icon name="locate" />
              {locate.busy ? t.locating : t.here}
            </button>
          )
        }
      >
        <input
          id={id}
          className="field"
          maxLength={300}
          placeholder={t.whereHint}
          autoComplete="off"
          aria-invalid={fault !== undefined}
          aria-describedby={fault ? `${id}-fault` : undefined}
          value={report.address}
          onChange={(event) => change({ address: event.target.value })}
        />
        {phone && locate.note && (
          <p className="small" role="status" data-look={locate.poor ? 'warning' : 'done'}>
            {locate.note}
          </p>
        )}
      </Question>
      {!phone && <Coordinates report={report} change={change} />}
    </>
  );
}

/** The position of this machine, asked for once, with how far it may be off. */
function useHere(onPlace: (place: { lon: number; lat: number }) => void) {
  const t = useText(intakeText);
  const language = useLanguage();
  const [busy, setBusy] = useState(false);
  const [note, setNote] = useState('');
  const [poor, setPoor] = useState(false);
  function start() {
    if (busy) return;
    const fail = () => {
      setBusy(false);
      setPoor(true);
      setNote(t.locateFailed);
    };
    if (!('geolocation' in navigator)) return fail();
    setBusy(true);
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        setBusy(false);
        setPoor(coords.accuracy > POOR_METRES);
        const accuracy = t.accuracy(number(Math.round(coords.accuracy), language));
        setNote(coords.accuracy > POOR_METRES ? `${accuracy}；${t.poor}` : accuracy);
        onPlace({ lon: coords.longitude, lat: coords.latitude });
      },
      fail,
      { enableHighAccuracy: true, timeout: 10_000, maximumAge: 15_000 },
    );
  }
  return { start, busy, note, poor };
}

/** Coordinates as they are dictated or pasted. What lies outside the district is answered with what it may be instead. */
function Coordinates({ report, change }: PartProps) {
  const t = useText(intakeText);
  const id = useId();
  const [typed, setTyped] = useState<string>();
  const [system, setSystem] = useState<System>('CGCS2000');
  const [fault, setFault] = useState<{ text: string; looksLike?: unknown }>();

  async function read(as: System, text: string) {
    const place = readCoordinates(text);
    if (!place) return setFault({ text: t.noCoordinates });
    try {
      change({ place: await readPlace(place, as), component: null });
      setTyped(undefined);
      setFault(undefined);
      setSystem('CGCS2000');
    } catch (error) {
      if (!(error instanceof ApiProblem)) return setFault({ text: t.failed });
      const looksLike = error.facts.looksLike;
      setFault({ text: [error.detail, looksLike === undefined ? '' : (error.right ?? '')].join(' '), looksLike });
    }
  }

  const shown = typed ?? (report.place ? writeCoordinates(report.place) : '');
  const swapped = () => {
    const parts = shown.split(/[,，\s]+/);
    return [parts[1], parts[0]].join(', ');
  };
  return (
    <div className="intake-question">
      <div className="coordinates">
        <label htmlFor={id}>{t.coordinates}</label>
        <input
          id={id}
          className="field mono"
          placeholder={t.coordinatesHint}
          autoComplete="off"
          spellCheck={false}
          inputMode="text"
          aria-invalid={fault !== undefined}
          aria-describedby={fault ? `${id}-fault` : undefined}
          value={shown}
          onChange={(event) => {
            setTyped(event.target.value);
            setFault(undefined);
          }}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || event.ctrlKey || event.metaKey || typed === undefined) return;
            event.preventDefault();
            void read(system, typed);
          }}
          onBlur={() => typed === '' && setTyped(undefined)}
        />
        <select
          className="field"
          aria-label={t.system}
          value={system}
          onChange={(event) => isSystem(event.target.value) && setSystem(event.target.value)}
        >
          {systems.map((one) => (
            <option key={one} value={one}>
              {t.systems[one]}
            </option>
          ))}
        </select>
        {typed !== undefined && typed !== '' ? (
          <button type="button" className="button" onClick={() => void read(system, typed)}>
            {t.placeIt}
          </button>
        ) : (
          report.place && (
            <button
              type="button"
              className="button quiet icon"
              aria-label={t.clearPlace}
              title={t.clearPlace}
              onClick={() => change({ place: null, component: null })}
            >
              <Icon name="close" size={12} />
            </button>
          )
        )}
      </div>
      {fault && (
        <p className="form-fault place-fault" id={`${id}-fault`} role="alert">
          {fault.text}
          {isSystem(fault.looksLike) && (
            <button
              type="button"
              className="button small"
              onClick={() => isSystem(fault.looksLike) && void read(fault.looksLike, shown)}
            >
              {t.readAs(fault.looksLike)}
            </button>
          )}
          {fault.looksLike === 'swapped' && (
            <button type="button" className="button small" onClick={() => void read(system, swapped())}>
              {t.swap}
            </button>
          )}
        </p>
      )}
    </div>
  );
}
