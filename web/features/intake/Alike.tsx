import { useLanguage, useText, useWords } from '../../i18n/language.ts';
import { distance, percent, shortTime } from '../../kit/format.ts';
import { useNow, useTimeZone } from '../../kit/now.ts';
import { type Look, StatusMark } from '../../kit/StatusMark.tsx';
import { mayOpen, useMe } from '../../session.ts';
import { useAlike, useCategory, useLifecycle } from './queries.ts';
import type { Report } from './report.ts';
import { intakeText } from './text.ts';
import type { PartProps } from './What.tsx';

/** Nearer than this, or this much alike in words, a case is worth a look; the rest is only chance. */
const NEAR_METRES = 60;
const ALIKE_WORDS = 0.15;

/** What will be done with the report because of the case it repeats, by what this officer may. */
export function fateOf(same: NonNullable<Report['same']>, mayMerge: boolean): 'merge' | 'note' | 'noteClosed' {
  if (!same.open) return 'noteClosed';
  return mayMerge ? 'merge' : 'note';
}

/** Beside the form: cases that may be the same, and how the chosen category differs from those it is taken for. */
export function Alike({ report, change }: PartProps) {
  const t = useText(intakeText);
  const { data } = useAlike(report.place, report.description);
  const cases = (data?.cases ?? []).filter(
    ({ metres, likeness }) => metres === null || metres <= NEAR_METRES || (likeness ?? 0) >= ALIKE_WORDS,
  );
  const told = report.place !== null || report.description.trim().length >= 4;
  return (
    <section className="alike" aria-label={t.alike}>
      <h2>
        {t.alike}
        {cases.length > 0 && <b className="alike-count">{cases.length}</b>}
      </h2>
      {report.same && <SameNote same={report.same} onDrop={() => change({ same: null })} />}
      {cases.length === 0 && <p className="muted small">{told ? t.alikeNone : t.alikeWaiting}</p>}
      <ul>
        {cases.slice(0, 5).map((one) => (
          <AlikeCase
            key={one.id}
            one={one}
            names={data?.names ?? {}}
            chosen={report.same?.id === one.id}
            onSame={(open) => change({ same: { id: one.id, number: one.number, open } })}
          />
        ))}
      </ul>
    </section>
  );
}

function SameNote({ same, onDrop }: { same: NonNullable<Report['same']>; onDrop: () => void }) {
  const t = useText(intakeText);
  const me = useMe();
  const say = { merge: t.willMerge, note: t.willNote, noteClosed: t.willNoteClosed };
  return (
    <div className="same" role="status">
      <p>{say[fateOf(same, mayOpen(me, 'case.merge'))](same.number)}</p>
      <button type="button" className="button small" onClick={onDrop}>
        {t.notSame}
      </button>
    </div>
  );
}

type Near = NonNullable<ReturnType<typeof useAlike>['data']>['cases'][number];

function AlikeCase({
  one,
  names,
  chosen,
  onSame,
}: {
  one: Near;
  names: Record<string, { zh: string; en: string }>;
  chosen: boolean;
  onSame: (open: boolean) => void;
}) {
  const t = useText(intakeText);
  const words = useWords();
  const language = useLanguage();
  const zone = useTimeZone();
  const now = useNow();
  const state = useLifecycle().data?.states[one.state];
  const unit = one.unitId ? names[one.unitId] : undefined;
  const near = [
    one.metres === null ? '' : distance(one.metres, language),
    shortTime(one.reportedAt, zone, now),
    one.likeness !== null && one.likeness >= ALIKE_WORDS ? t.alikeWords(percent(one.likeness, language, 0)) : '',
    unit ? words(unit) : '',
  ];
  return (
    <li className="alike-case" data-chosen={chosen || undefined}>
      <p className="alike-head">
        {state && <StatusMark look={state.look as Look} label={words(state.label)} />}
        <span className="mono muted small">{one.number}</span>
      </p>
      <p className="alike-what">{one.summary}</p>
      <p className="muted small">{near.filter(Boolean).join(' · ')}</p>
      <p className="alike-do">
        <button
          type="button"
          className="button small"
          aria-pressed={chosen}
          onClick={() => onSame(!(state?.final ?? false))}
        >
          {t.same}
        </button>
        <a className="button small quiet" href={`/cases/${one.id}`} target="_blank" rel="noreferrer">
          {t.openCase}
        </a>
      </p>
    </li>
  );
}

/** 怎么区分 — the categories that are often taken for the chosen one, and by what they differ. */
export function TellApart({ report, change }: PartProps) {
  const t = useText(intakeText);
  const words = useWords();
  const { data } = useCategory(report.category?.id);
  if (!report.category || !data || data.confusedWith.length === 0) return null;
  return (
    <section className="apart" aria-label={t.tellApart}>
      <h2>{t.tellApart}</h2>
      <ul>
        {data.confusedWith.slice(0, 3).map(({ category, tells }) => (
          <li key={category.id}>
            <p>
              <b>{words(category.name)}</b>{' '}
              <button
                type="button"
                className="link"
                onClick={() =>
                  change({
                    category: { id: category.id, name: category.name, code: category.code, kind: category.kind },
                  })
                }
              >
                {t.takeThis}
              </button>
            </p>
            <p className="small">{words(tells)}</p>
          </li>
        ))}
      </ul>
    </section>
  );
}
