import { useText } from '../../i18n/language.ts';
import { Icon } from '../../kit/Icon.tsx';
import { Section } from '../../kit/Page.tsx';
import { Photos } from '../../kit/Photos.tsx';
import { evidenceAddress, type Task } from './queries.ts';
import { officeText } from './text.ts';

/** 佐证材料 — the photos to be looked at and the papers to be saved, by the day on which they were given. */
export function Evidence({ task, nameOf }: { task: Task; nameOf: (id: string | null) => string }) {
  const t = useText(officeText);
  const files = task.files ?? [];
  if (files.length === 0) return null;
  const caption = (one: (typeof files)[number]) => `${one.on} · ${nameOf(one.by)}`;
  const papers = files.filter(({ type }) => type === 'application/pdf');
  const photos = files
    .filter(({ type }) => type !== 'application/pdf')
    .map((one) => {
      const address = evidenceAddress(task.id, one.id);
      return { id: one.id, thumb: address, full: address, caption: caption(one) };
    });
  return (
    <Section title={t.evidence}>
      {photos.length > 0 && <Photos photos={photos} />}
      {papers.length > 0 && (
        <ul className="papers">
          {papers.map((one) => (
            <li key={one.id}>
              <a href={evidenceAddress(task.id, one.id)} download>
                <Icon name="down" size={12} /> PDF · {caption(one)}
              </a>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}
