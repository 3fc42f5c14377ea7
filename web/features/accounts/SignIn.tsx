import { useNavigate, useSearch } from '@tanstack/react-router';
import { useId, useState } from 'react';
import { Mark } from '../../frame/Mark.tsx';
import { chooseLanguage, useLanguage, useText } from '../../i18n/language.ts';
import { Icon } from '../../kit/Icon.tsx';
import { isOwnAddress } from '../../screen.ts';
import { CityGrid } from './CityGrid.tsx';
import { CodeStep } from './CodeStep.tsx';
import { PasswordField } from './PasswordField.tsx';
import { sentenceOf, signIn } from './queries.ts';
import '../../kit/form.css';
import './signIn.css';
import { accountsText } from './text.ts';

/** The only page anybody may open: light, so that it is there at once on the slowest desk. */
export function SignIn() {
  const t = useText(accountsText);
  const language = useLanguage();
  const navigate = useNavigate();
  const { back } = useSearch({ strict: false }) as { back?: string };
  const [awaitsCode, setAwaitsCode] = useState(false);
  const enter = () => navigate({ href: isOwnAddress(back) ? back : '/', replace: true });

  return (
    <div className="sign-in">
      <aside className="sign-in-side">
        <CityGrid />
        <div className="sign-in-name">
          <Mark size={52} />
          <p>
            鼓楼 <span lang="en">Drumtower</span>
          </p>
          <p className="sign-in-lead">{t.lead}</p>
        </div>
      </aside>
      <main className="sign-in-main">
        <button
          type="button"
          className="button quiet sign-in-language"
          lang={language === 'zh' ? 'en' : 'zh'}
          onClick={() => chooseLanguage(language === 'zh' ? 'en' : 'zh')}
        >
          <Icon name="language" />
          {language === 'zh' ? 'English' : '中文'}
        </button>
        {awaitsCode ? (
          <CodeStep enter={enter} again={() => setAwaitsCode(false)} />
        ) : (
          <PasswordStep ended={back !== undefined && back !== '/'} enter={enter} askCode={() => setAwaitsCode(true)} />
        )}
      </main>
    </div>
  );
}

function PasswordStep({ ended, enter, askCode }: { ended: boolean; enter: () => Promise<void>; askCode: () => void }) {
  const t = useText(accountsText);
  const [username, setUsername] = useState('');
  const [password, setPassword] = useState('');
  const [fault, setFault] = useState<string>();
  const [busy, setBusy] = useState(false);
  const id = useId();

  async function submit() {
    if (busy) return;
    if (username.trim() === '' || password === '') return setFault(t.missing);
    setBusy(true);
    setFault(undefined);
    try {
      if ((await signIn(username.trim(), password)) === 'code') askCode();
      else await enter();
    } catch (error) {
      setFault(sentenceOf(error));
    } finally {
      setBusy(false);
    }
  }

  return (
    <form
      className="sign-in-form"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
      noValidate
    >
      <span className="sign-in-mark">
        <Mark size={40} />
      </span>
      <h1>{t.signIn}</h1>
      {ended && !fault && <p className="muted">{t.ended}</p>}
      <div className="form-field">
        <label htmlFor={id}>{t.username}</label>
        <input
          id={id}
          className="field"
          name="username"
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          // biome-ignore lint/a11y/noAutofocus: the only thing to do on the page
          autoFocus
          maxLength={100}
          value={username}
          onChange={(event) => setUsername(event.target.value)}
        />
      </div>
      <PasswordField
        label={t.password}
        name="password"
        value={password}
        onChange={setPassword}
        autoComplete="current-password"
      />
      <div role="alert">{fault && <p className="form-above">{fault}</p>}</div>
      <button type="submit" className="button primary sign-in-submit" aria-disabled={busy || undefined}>
        {busy ? t.signingIn : t.signIn}
      </button>
      <p className="muted small">{t.forgot}</p>
    </form>
  );
}
