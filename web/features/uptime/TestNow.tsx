import { useState } from 'react';
import type { ProbeKind } from '../../../server/modules/uptime/model.ts';
import { useText } from '../../i18n/language.ts';
import { StatusMark } from '../../kit/StatusMark.tsx';
import { ApiProblem } from '../../request.ts';
import { tryLook } from './setupQueries.ts';
import { setupText } from './setupText.ts';

interface TestNowProps {
  kind: ProbeKind;
  /** What the form holds, or the probe as it is. */
  values: Readonly<Record<string, unknown>>;
}

/** 立即测试 — looks once and says what was seen. A heartbeat is heard and cannot be looked at. */
export function TestNow({ kind, values }: TestNowProps) {
  const t = useText(setupText);
  const [state, setState] = useState<'idle' | 'testing' | { ok: boolean; said: string }>('idle');
  if (kind === 'heartbeat') return null;
  async function test() {
    if (state === 'testing') return;
    setState('testing');
    const asked = ['target', 'expects', 'timeoutSeconds'].flatMap((name) => {
      const value = values[name];
      return value === undefined || value === null || value === '' ? [] : [[name, value] as const];
    });
    try {
      setState(await tryLook({ kind, ...Object.fromEntries(asked) }));
    } catch (error) {
      const said = error instanceof ApiProblem ? (error.errors[0]?.message ?? error.detail) : String(error);
      setState({ ok: false, said });
    }
  }
  return (
    <span className="test-now">
      <button type="button" className="button small" title={t.testNote} onClick={() => void test()}>
        {t.test}
      </button>
      <span role="status">
        {state === 'testing' && <span className="muted small">{t.testing}</span>}
        {typeof state === 'object' && (
          <StatusMark
            look={state.ok ? 'done' : 'overdue'}
            label={state.ok ? t.testOk(state.said) : t.testFailed(state.said)}
          />
        )}
      </span>
    </span>
  );
}
