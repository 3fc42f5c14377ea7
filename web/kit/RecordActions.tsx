import { type AnyLifecycle, formOf, type State } from '../../server/kernel/lifecycle.ts';
import { useWords } from '../i18n/language.ts';
import { ApiProblem } from '../request.ts';
import { ActionBar, type May } from './ActionBar.tsx';
import { useChangeText } from './changeText.ts';
import { type Look, StatusMark } from './StatusMark.tsx';
import { fieldsOf } from './schemaFields.ts';
import { toast } from './Toast.tsx';
import type { Widgets } from './widgets.tsx';

interface RecordActionsProps {
  /** The record's id: what is typed into its forms is kept under it. */
  of: string;
  may: readonly May[];
  /** Sends the action on the version that is shown, and takes up the answer. */
  act: (action: string, answers: Record<string, unknown>, key: string) => Promise<unknown>;
  /** Reads the record anew, when somebody was faster. */
  refresh: () => Promise<unknown>;
  widgets?: Widgets;
  known?: (action: string) => Readonly<Record<string, unknown>>;
}

/** What this officer may do with a record that lives by a life-cycle; says what was done, or that somebody was faster. */
export function RecordActions({ of, may, act, refresh, widgets, known }: RecordActionsProps) {
  const words = useWords();
  const t = useChangeText();
  if (may.length === 0) return null;
  const asking = may.map((one) => ({ ...one, form: fieldsOf(one.form ?? {}).length > 0 ? (one.form ?? {}) : {} }));
  return (
    <ActionBar
      of={of}
      may={asking}
      {...(widgets ? { widgets } : {})}
      {...(known ? { known } : {})}
      onAct={async (action, answers, key) => {
        try {
          await act(action, answers, key);
        } catch (error) {
          if (error instanceof ApiProblem && error.status === 412) {
            await refresh();
            toast(t.stale, { look: 'overdue' });
          }
          throw error;
        }
        const done = may.find((one) => one.action === action);
        if (done) toast(words(done.label), { look: 'done' });
      }}
    />
  );
}

interface OpeningsProps {
  /** Of what a record is opened, where forms of one kind are of different things: a room and a day. */
  of?: string;
  lifecycle: AnyLifecycle;
  /** Which openings are offered here; those that the officer may not use are left out. */
  names: readonly string[];
  permits: (permission: string) => boolean;
  open: (name: string, answers: Record<string, unknown>, key: string) => Promise<unknown>;
  widgets?: Widgets;
  known?: Readonly<Record<string, unknown>>;
  /** The first one's form is unfolded already: whoever came here came for it. */
  startsOpen?: boolean;
}

/** The ways in which a record of a kind begins, as buttons that unfold their forms. */
export function Openings({ of = '', lifecycle, names, permits, open, widgets, known = {}, startsOpen }: OpeningsProps) {
  const words = useWords();
  const offered = names.flatMap((name): May[] => {
    const opening = lifecycle.openings[name];
    if (!opening || opening.system || !permits(opening.by)) return [];
    return [{ action: name, label: opening.label, look: 'primary', form: formOf(opening) }];
  });
  if (offered.length === 0) return null;
  return (
    <ActionBar
      of={`${lifecycle.kind}.${of}`}
      may={offered}
      {...(widgets ? { widgets } : {})}
      known={() => known}
      {...(startsOpen && offered[0] ? { startsOpen: offered[0].action } : {})}
      onAct={async (name, answers, key) => {
        await open(name, answers, key);
        const done = offered.find((one) => one.action === name);
        if (done) toast(words(done.label), { look: 'done' });
      }}
    />
  );
}

/** The state of a record, by the words and the look that its life-cycle gives it. */
export function StateMark({ lifecycle, state }: { lifecycle: AnyLifecycle; state: string }) {
  const words = useWords();
  const found: State | undefined = lifecycle.states[state];
  return found ? <StatusMark look={found.look as Look} label={words(found.label)} /> : null;
}
