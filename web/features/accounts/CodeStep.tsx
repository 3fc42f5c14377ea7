import { useState } from 'react';
import { useText } from '../../i18n/language.ts';
import { ApiProblem } from '../../request.ts';
import { CodeField } from './CodeField.tsx';
import { finishSignIn, sentenceOf } from './queries.ts';
import { accountsText } from './text.ts';

/** The second step of signing in: the code that the telephone shows, or one of the recovery codes. */
export function CodeStep({ enter, again }: { enter: () => Promise<void>; again: () => void }) {
  const t = useText(accountsText);
  const [code, setCode] = useState('');
  const [lost, setLost] = useState(false);
  const [fault, setFault] = useState<string>();
  const [busy, setBusy] = useState(false);

  async function submit(typed: string) {
    if (busy) return;
    if (typed === '') return setFault(lost ? t.recoveryMissing : t.codeMissing);
    setBusy(true);
    setFault(undefined);
    try {
      await finishSignIn(typed);
      await enter();
    } catch (error) {
      if (error instanceof ApiProblem && error.code === 'signInOver') return again();
      setCode('');
      setFault(sentenceOf(error));
    } finally {
      setBusy(false);
    }
  }

  return (
    <form
      className="sign-in-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void submit(code.trim());
      }}
    >
      <h1>{t.secondStep}</h1>
      <p className="muted">{lost ? t.recoveryHelp : t.codeHelp}</p>
      <CodeField
        key={String(lost)}
        label={lost ? t.recoveryCode : t.code}
        value={code}
        onChange={setCode}
        onWhole={lost ? undefined : (typed) => void submit(typed)}
        recovery={lost}
        autoFocus
      />
      <div role="alert">{fault && <p className="form-above">{fault}</p>}</div>
      <button type="submit" className="button primary sign-in-submit" aria-disabled={busy || undefined}>
        {busy ? t.signingIn : t.goOn}
      </button>
      <p className="sign-in-ways">
        <button
          type="button"
          className="button quiet small"
          onClick={() => {
            setLost(!lost);
            setCode('');
            setFault(undefined);
          }}
        >
          {lost ? t.useCode : t.useRecovery}
        </button>
        <button type="button" className="button quiet small" onClick={again}>
          {t.otherAccount}
        </button>
      </p>
      {lost && <p className="muted small">{t.noRecovery}</p>}
    </form>
  );
}
