import { useText } from '../../i18n/language.ts';
import { Icon } from '../../kit/Icon.tsx';
import { Section } from '../../kit/Page.tsx';
import { Photos } from '../../kit/Photos.tsx';
import { evidenceAddress, type Task } from './queries.ts';
import { officeText } from './text.ts';

/** 佐证材料 — the photos to be looked at and the papers to be saved, by the day on which they were given; and what was erased. */
export function Evidence({ task, nameOf }: { task: Task; nameOf: (id: string | null) => string }) {
  const t = useText(officeText);
  const files = task.files ?? [];
  if (files.length === 0) return null;
  const caption = (one: (typeof files)[number]) => `${one.on} · ${nameOf(one.by)}`;
  const isPaper = ({ type }: (typeof files)[number]) => type === 'application/pdf';
  const erased = new Set(task.erased);
  const listed = files.filter((one) => isPaper(one) || erased.has(one.id));
  const photos = files
    .filter((one) => !listed.includes(one))
    .map((one) => {
      const address = evidenceAddress(task.id, one.id);
      return { id: one.id, thumb: address, full: address, caption: caption(one) };
    });
  return (
    <Section title={t.evidence}>
      {photos.length > 0 && <Photos photos={photos} />}
      {listed.length > 0 && (
        <ul className="papers">
          {listed.map((one) => (
            <li key={one.id}>
              {erased.has(one.id) ? (
                <span className="muted">
                  {isPaper(one) ? 'PDF' : t.photo} · {caption(one)} · {t.erased}
                </span>
              ) : (
                <a href={evidenceAddress(task.id, one.id)} download>
                  <Icon name="down" size={12} /> PDF · {caption(one)}
                </a>
              )}
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}
