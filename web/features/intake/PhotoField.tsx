import { type ClipboardEvent, useId, useState } from 'react';
import { useSigns, useText } from '../../i18n/language.ts';
import { fullTime } from '../../kit/format.ts';
import { Icon } from '../../kit/Icon.tsx';
import { useTimeZone } from '../../kit/now.ts';
import { ApiProblem } from '../../request.ts';
import { photoAddress, uploadPhotos } from './queries.ts';
import type { Photo } from './report.ts';
import { intakeText } from './text.ts';
import type { PartProps } from './What.tsx';

/** As many as the report's form takes. */
const MOST = 9;

/** Photos go up as they are chosen; the server reads when and where each was taken, and the place is offered. */
export function PhotoField({ report, change, phone }: PartProps & { phone: boolean }) {
  const t = useText(intakeText);
  const signs = useSigns();
  const id = useId();
  const [busy, setBusy] = useState(0);
  const [fault, setFault] = useState<string>();
  const [over, setOver] = useState(false);

  async function add(files: readonly File[]) {
    const fresh = files.slice(0, MOST - report.photos.length);
    if (fresh.length === 0) return;
    setBusy(fresh.length);
    setFault(undefined);
    try {
      change({ photos: [...report.photos, ...(await uploadPhotos(fresh))] });
    } catch (error) {
      setFault(
        `${t.photoFault}${signs.colon}${error instanceof ApiProblem ? [error.detail, error.right].filter(Boolean).join(' ') : t.failed}`,
      );
    } finally {
      setBusy(0);
    }
  }

  const full = report.photos.length >= MOST;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the file field in it does the same
    <div
      className="intake-photos"
      data-over={over || undefined}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        void add([...event.dataTransfer.files]);
      }}
      onPaste={(event: ClipboardEvent) => void add([...event.clipboardData.files])}
    >
      {report.photos.map((photo) => (
        <PhotoCard key={photo.id} photo={photo} report={report} change={change} />
      ))}
      {Array.from({ length: busy }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: photos on their way have no name yet
        <div key={index} className="intake-photo waiting" aria-hidden="true" />
      ))}
      {!full && (
        <label className={phone ? 'photo-add large' : 'photo-add'} htmlFor={id}>
          <Icon name="photo" size={phone ? 24 : 16} />
          {phone ? t.takePhoto : t.addPhotos}
          {!phone && report.photos.length === 0 && <span className="muted small">{t.dropPhotos}</span>}
          <input
            id={id}
            className="unseen"
            type="file"
            accept="image/jpeg,image/png,image/webp"
            multiple
            {...(phone ? { capture: 'environment' as const } : {})}
            onChange={(event) => {
              void add([...(event.target.files ?? [])]);
              event.target.value = '';
            }}
          />
        </label>
      )}
      <div className="photo-state" role="status">
        {busy > 0 && <span className="muted small">{t.uploading}</span>}
        {fault && <span className="form-fault">{fault}</span>}
      </div>
    </div>
  );
}

function PhotoCard({ photo, report, change }: PartProps & { photo: Photo }) {
  const t = useText(intakeText);
  const zone = useTimeZone();
  const at = photo.takenPoint;
  const used = at !== null && report.place?.lon === at.lon && report.place.lat === at.lat;
  return (
    <figure className="intake-photo">
      <img src={photoAddress(photo.id)} alt={photo.takenAt ? t.photoAt(fullTime(photo.takenAt, zone)) : t.photos} />
      <button
        type="button"
        className="photo-remove"
        aria-label={t.removePhoto}
        onClick={() => change({ photos: report.photos.filter(({ id }) => id !== photo.id) })}
      >
        <Icon name="close" size={10} />
      </button>
      {(photo.takenAt || at) && (
        <figcaption>
          {photo.takenAt && <span>{t.photoAt(fullTime(photo.takenAt, zone))}</span>}
          {at && (
            <button
              type="button"
              className="button small"
              aria-pressed={used}
              onClick={() => change({ place: at, component: null })}
            >
              {used ? t.photoPlaceUsed : t.usePhotoPlace}
            </button>
          )}
        </figcaption>
      )}
    </figure>
  );
}
