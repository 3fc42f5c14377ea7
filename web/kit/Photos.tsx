import { useEffect, useRef, useState } from 'react';
import { useSigns } from '../i18n/language.ts';
import { useFrameText } from '../i18n/text.ts';
import { Icon } from './Icon.tsx';
import './photos.css';

export interface Photo {
  id: string;
  thumb: string;
  full: string;
  /** What, when and where, in words: it stands below the photo and is its text for those who do not see it. */
  caption: string;
}

/** Thumbnails in a grid; one opens large. Arrow keys turn, `+` or a double click magnifies, Esc closes. */
export function Photos({ photos }: { photos: readonly Photo[] }) {
  const t = useFrameText().photo;
  const signs = useSigns();
  const [open, setOpen] = useState<number>();
  if (photos.length === 0) return <p className="muted">{t.none}</p>;
  return (
    <>
      <ul className="photos">
        {photos.map((photo, index) => (
          <li key={photo.id}>
            <button
              type="button"
              className="photo"
              onClick={() => setOpen(index)}
              aria-label={`${t.open}${signs.colon}${photo.caption}`}
            >
              <Picture src={photo.thumb} alt="" />
            </button>
          </li>
        ))}
      </ul>
      {open !== undefined && <Large photos={photos} at={open} go={setOpen} close={() => setOpen(undefined)} />}
    </>
  );
}

function Picture({ src, alt }: { src: string; alt: string }) {
  const t = useFrameText().photo;
  const [broken, setBroken] = useState(false);
  if (broken) {
    return (
      <span className="photo-broken">
        <Icon name="photo" />
        {t.broken}
      </span>
    );
  }
  return <img src={src} alt={alt} loading="lazy" decoding="async" onError={() => setBroken(true)} />;
}

function Large({
  photos,
  at,
  go,
  close,
}: {
  photos: readonly Photo[];
  at: number;
  go: (to: number) => void;
  close: () => void;
}) {
  const t = useFrameText().photo;
  const dialog = useRef<HTMLDialogElement>(null);
  const [magnified, setMagnified] = useState(false);
  const photo = photos[at];
  const turn = (by: number) => {
    setMagnified(false);
    go((at + by + photos.length) % photos.length);
  };
  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  if (!photo) return null;
  return (
    <dialog
      ref={dialog}
      className="photo-large"
      aria-label={t.of(at + 1, photos.length)}
      onClose={close}
      onKeyDown={(event) => {
        if (event.key === 'ArrowRight') turn(1);
        else if (event.key === 'ArrowLeft') turn(-1);
        else if (event.key === '+' || event.key === '=') setMagnified(true);
        else if (event.key === '-') setMagnified(false);
      }}
    >
      <header>
        <span>{t.of(at + 1, photos.length)}</span>
        <button
          type="button"
          className="photo-button"
          aria-label={t.zoom}
          aria-pressed={magnified}
          onClick={() => setMagnified(!magnified)}
        >
          <Icon name={magnified ? 'minus' : 'plus'} />
        </button>
        <button type="button" className="photo-button" aria-label={t.close} onClick={close}>
          <Icon name="close" />
        </button>
      </header>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the button above does the same */}
      <div
        className="photo-stage"
        data-magnified={magnified || undefined}
        onDoubleClick={() => setMagnified(!magnified)}
      >
        <Picture key={photo.id} src={photo.full} alt={photo.caption} />
      </div>
      <footer>
        <button
          type="button"
          className="photo-button"
          aria-label={t.previous}
          onClick={() => turn(-1)}
          disabled={photos.length < 2}
        >
          <Icon name="left" />
        </button>
        <p>{photo.caption}</p>
        <button
          type="button"
          className="photo-button"
          aria-label={t.next}
          onClick={() => turn(1)}
          disabled={photos.length < 2}
        >
          <Icon name="right" />
        </button>
      </footer>
    </dialog>
  );
}
