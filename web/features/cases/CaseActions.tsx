import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { Words } from '../../../server/kernel/words.ts';
import { useText, useWords } from '../../i18n/language.ts';
import { ActionBar } from '../../kit/ActionBar.tsx';
import { shortTime } from '../../kit/format.ts';
import { Icon } from '../../kit/Icon.tsx';
import { useNow, useTimeZone } from '../../kit/now.ts';
import { fieldsOf } from '../../kit/schemaFields.ts';
import { toast } from '../../kit/Toast.tsx';
import { ApiProblem } from '../../request.ts';
import { CaseContext } from './caseContext.ts';
import { type CaseView, categoryQuery, refresh, refreshCase, suggestionsQuery, takeAction } from './queries.ts';
import { casesText } from './text.ts';
import { caseWidgets } from './widgets.tsx';

interface Since {
  action: string;
  label: Words | null;
  at: string;
}

/** Somebody was faster: what was done since, and what this officer had typed for an action that is gone. */
interface Stale {
  since: Since[];
  action: string;
  typed: string[];
}

const isSince = (value: unknown): value is Since =>
  typeof value === 'object' && value !== null && 'action' in value && 'at' in value;

/** Exactly what the server says this officer may do, with the forms' pickers knowing the case. */
export function CaseActions({ kase }: { kase: CaseView }) {
  const t = useText(casesText);
  const words = useWords();
  const [stale, setStale] = useState<Stale>();
  const notice = useRef<HTMLDivElement>(null);
  const asksForUnit = kase.may.some((one) => one.action === 'dispatch' || one.action === 'rule');
  // Asked before the form is opened, so that the suggestion is there with the first key.
  useQuery({ ...suggestionsQuery(kase.id), enabled: asksForUnit });
  const registers = kase.categoryId !== null && kase.may.some((one) => one.action === 'register');
  const { data: category } = useQuery({ ...categoryQuery(kase.categoryId ?? ''), enabled: registers });
  const onlyCondition = category?.conditions.length === 1 ? category.conditions[0]?.id : undefined;

  useEffect(() => {
    if (stale) notice.current?.scrollIntoView({ block: 'nearest' });
  }, [stale]);

  const known = (action: string): Record<string, unknown> => {
    const order = kase.supervisions.find((one) => one.answeredAt === null);
    if (action === 'accept') return { categoryId: kase.categoryId };
    if (action === 'register') return { conditionId: onlyCondition };
    if (action === 'sendToCheck') return { inspectorId: kase.inspectorId };
    if (action === 'answerSupervision' && order) return { number: order.number };
    return {};
  };

  async function act(action: string, answers: Record<string, unknown>, key: string): Promise<void> {
    const label = kase.may.find((one) => one.action === action)?.label;
    try {
      await takeAction(kase, action, answers, key);
      setStale(undefined);
      if (label) toast(t.done(words(label)), { look: 'done' });
    } catch (error) {
      if (error instanceof ApiProblem && error.status === 412) {
        const since = Array.isArray(error.facts.since) ? error.facts.since.filter(isSince) : [];
        const typed = Object.values(answers).filter(
          (one): one is string => typeof one === 'string' && /\s|[^\x20-\x7e]/.test(one),
        );
        setStale({ since, action, typed });
        // Sent again as soon as the case itself is here; what hangs on it follows.
        await refreshCase(kase.id);
        void refresh(kase.id, false);
      }
      throw error;
    }
  }

  const gone = stale && !kase.may.some((one) => one.action === stale.action && !one.refusal);
  return (
    <CaseContext value={kase}>
      {stale && (
        <div ref={notice} className="case-stale" role="alert">
          <Icon name="warn" />
          <div>
            <b>{t.stale.title}</b>
            <SinceList since={stale.since} />
            {gone ? (
              <>
                <p>
                  {t.stale.gone(gone ? words(labelOf(stale.action) ?? { zh: stale.action, en: stale.action }) : '')}
                </p>
                {stale.typed.map((line) => (
                  <blockquote key={line}>{line}</blockquote>
                ))}
              </>
            ) : (
              <p>{t.stale.next}</p>
            )}
          </div>
          <button type="button" className="button small" onClick={() => setStale(undefined)}>
            {t.stale.seen}
          </button>
        </div>
      )}
      <ActionBar of={kase.id} may={kase.may.map(shown)} widgets={caseWidgets} known={known} onAct={act} />
    </CaseContext>
  );

  function labelOf(action: string): Words | undefined {
    return kase.may.find((one) => one.action === action)?.label;
  }
}

/** An action whose form has no question is taken at once; a form of the server is a JSON Schema of the kit's kind. */
function shown(one: CaseView['may'][number]) {
  return { ...one, form: fieldsOf(one.form).length > 0 ? one.form : {} };
}

function SinceList({ since }: { since: readonly Since[] }) {
  const words = useWords();
  const zone = useTimeZone();
  const now = useNow();
  return (
    <ul>
      {since.map((one) => (
        <li key={`${one.at} ${one.action}`}>
          {shortTime(one.at, zone, now)} {one.label ? words(one.label) : one.action}
        </li>
      ))}
    </ul>
  );
}
