import { useFrameText } from '../i18n/text.ts';
import './changes.css';

/** What a record said and says now, in the reader's words; by it a lost race is told. */
export interface Difference {
  label: string;
  before: string;
  after: string;
}

export type Told = readonly (readonly [label: string, value: string])[];

/** What differs between two tellings of a record. */
export function differences(before: Told, after: Told): Difference[] {
  const now = new Map(after);
  const was = new Map(before);
  return [...new Set([...was.keys(), ...now.keys()])]
    .map((label) => ({ label, before: was.get(label) ?? '', after: now.get(label) ?? '' }))
    .filter((one) => one.before !== one.after);
}

/** Each difference on a line: name, old value struck out, new value. */
export function Changes({ changes }: { changes: readonly Difference[] }) {
  const t = useFrameText().form;
  return (
    <ul className="changes">
      {changes.map(({ label, before, after }) => (
        <li key={label}>
          <span className="changes-label">{label}</span>
          <del>{before || t.none}</del>
          <span aria-hidden="true">→</span>
          <ins>{after || t.none}</ins>
        </li>
      ))}
    </ul>
  );
}
