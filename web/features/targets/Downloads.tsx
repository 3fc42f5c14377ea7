import { useText } from '../../i18n/language.ts';
import { targetsText } from './text.ts';

type Format = keyof typeof targetsText.zh.files;

/** The same document as files of several kinds. */
export function Downloads({ path, formats }: { path: string; formats: readonly Format[] }) {
  const t = useText(targetsText);
  return (
    <p className="downloads no-print">
      <span className="muted">{t.download}</span>
      {formats.map((format) => (
        <a key={format} className="button quiet" href={`/api${path}/${format}`} download>
          {t.files[format]}
        </a>
      ))}
    </p>
  );
}
