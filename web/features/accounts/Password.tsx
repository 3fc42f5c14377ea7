import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useText } from '../../i18n/language.ts';
import { toast } from '../../kit/Toast.tsx';
import { isOwnAddress } from '../../screen.ts';
import { useMe } from '../../session.ts';
import '../../kit/form.css';
import { PasswordField } from './PasswordField.tsx';
import { changePassword, sentenceOf } from './queries.ts';
import { accountsText } from './text.ts';

/** One's own password; the first thing to do with a one-time password. */
export function Password() {
  const t = useText(accountsText);
  const me = useMe();
  const navigate = useNavigate();
  const { back } = useSearch({ strict: false }) as { back?: string };
  const [current, setCurrent] = useState('');
  const [fresh, setFresh] = useState('');
  const [again, setAgain] = useState('');
  const [fault, setFault] = useState<string>();
  const [busy, setBusy] = useState(false);

  async function submit() {
    if (busy) return;
    if (fresh !== again) return setFault(t.differs);
    setBusy(true);
    setFault(undefined);
    try {
      await changePassword(current, fresh);
      toast(t.saved, { look: 'done' });
      await navigate({ href: isOwnAddress(back) ? back : '/', replace: true });
    } catch (error) {
      setFault(sentenceOf(error));
    } finally {
      setBusy(false);
    }
  }

  return (
    <form
      className="form password-page card"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <h1>{t.change}</h1>
      {me.mustChangePassword && <p className="password-must">{t.mustChange}</p>}
      <input
        type="text"
        className="unseen"
        name="username"
        autoComplete="username"
        value={me.username}
        readOnly
        tabIndex={-1}
        aria-hidden="true"
      />
      <PasswordField
        label={t.current}
        name="current"
        value={current}
        onChange={setCurrent}
        autoComplete="current-password"
        autoFocus
      />
      <PasswordField label={t.fresh} name="fresh" value={fresh} onChange={setFresh} autoComplete="new-password" />
      <PasswordField label={t.again} name="again" value={again} onChange={setAgain} autoComplete="new-password" />
      <div role="alert">{fault && <p className="form-above">{fault}</p>}</div>
      <div className="form-foot">
        <button type="submit" className="button primary" aria-disabled={busy || undefined}>
          {busy ? t.saving : t.save}
        </button>
      </div>
    </form>
  );
}
