import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useText } from '../../i18n/language.ts';
import { fullTime } from '../../kit/format.ts';
import { useTimeZone } from '../../kit/now.ts';
import { Facts, Section } from '../../kit/Page.tsx';
import { Failed, Skeleton } from '../../kit/PageState.tsx';
import { toast } from '../../kit/Toast.tsx';
import { detourOf, useMe } from '../../session.ts';
import { CodeField } from './CodeField.tsx';
import './factor.css';
import { factorText } from './factorText.ts';
import { PasswordField } from './PasswordField.tsx';
import { beginEnrolment, confirmEnrolment, factorQuery, giveUpFactor, sentenceOf } from './queries.ts';
import { RecoveryCodes } from './RecoveryCodes.tsx';

type Offer = Awaited<ReturnType<typeof beginEnrolment>>;
type Step =
  | { at: 'rest' }
  | { at: 'enrol' }
  | { at: 'giveUp' }
  | { at: 'scan'; offer: Offer }
  | { at: 'codes'; codes: string[] };

/** My second factor: enrolled by proving who I am, scanning a picture, and typing what the telephone then shows. */
export function MyFactor() {
  const t = useText(factorText);
  const me = useMe();
  const zone = useTimeZone();
  const factor = useQuery(factorQuery);
  const [step, setStep] = useState<Step>({ at: 'rest' });
  const rest = () => setStep({ at: 'rest' });
  if (!factor.data) return factor.error ? <Failed error={factor.error} /> : <Skeleton lines={3} />;
  const { enrolledAt, required, recoveryCodesLeft } = factor.data;
  const actions = step.at === 'rest' && (
    <>
      {enrolledAt && !required && (
        <button type="button" className="button" onClick={() => setStep({ at: 'giveUp' })}>
          {t.giveUp}
        </button>
      )}
      <button
        type="button"
        className={enrolledAt ? 'button' : 'button primary'}
        onClick={() => setStep({ at: 'enrol' })}
      >
        {enrolledAt ? t.another : t.enrol}
      </button>
    </>
  );
  return (
    <Section title={t.title} note={t.note} actions={actions}>
      {detourOf(me) && <p className="factor-must">{t.required}</p>}
      {step.at === 'rest' &&
        (enrolledAt ? (
          <Facts
            rows={[
              [t.since, fullTime(enrolledAt, zone)],
              [t.left, String(recoveryCodesLeft)],
            ]}
          />
        ) : (
          <p className="muted">{t.off}</p>
        ))}
      {step.at === 'rest' && enrolledAt && recoveryCodesLeft < 3 && <p className="factor-must">{t.few}</p>}
      {step.at === 'enrol' && (
        <Owner
          withCode={enrolledAt !== null}
          cancel={rest}
          onProved={async (proof) => setStep({ at: 'scan', offer: await beginEnrolment(proof) })}
        />
      )}
      {step.at === 'giveUp' && (
        <Owner
          withCode
          note={t.giveUpAsk}
          cancel={rest}
          onProved={async ({ password, code = '' }) => {
            await giveUpFactor({ password, code });
            toast(t.wasGivenUp, { look: 'done' });
            rest();
          }}
        />
      )}
      {step.at === 'scan' && (
        <Scan offer={step.offer} cancel={rest} onConfirmed={(codes) => setStep({ at: 'codes', codes })} />
      )}
      {step.at === 'codes' && <RecoveryCodes codes={step.codes} done={rest} />}
    </Section>
  );
}

/** Who sits at the desk proves to be who signed in. */
function Owner({
  withCode,
  note,
  cancel,
  onProved,
}: {
  withCode: boolean;
  note?: string;
  cancel: () => void;
  onProved: (proof: { password: string; code?: string }) => Promise<void>;
}) {
  const t = useText(factorText);
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  return (
    <Trial
      send={() => onProved({ password, ...(withCode ? { code: code.trim() } : {}) })}
      submit={t.goOn}
      cancel={cancel}
      note={note}
    >
      <PasswordField
        label={t.password}
        name="password"
        value={password}
        onChange={setPassword}
        autoComplete="current-password"
        autoFocus
      />
      {withCode && <CodeField label={t.codeNow} value={code} onChange={setCode} recovery />}
    </Trial>
  );
}

function Scan({
  offer,
  cancel,
  onConfirmed,
}: {
  offer: Offer;
  cancel: () => void;
  onConfirmed: (codes: string[]) => void;
}) {
  const t = useText(factorText);
  const [code, setCode] = useState('');
  return (
    <Trial
      send={async () => {
        onConfirmed(await confirmEnrolment(code));
        toast(t.on, { look: 'done' });
      }}
      submit={t.turnOn}
      cancel={cancel}
    >
      <div className="factor-scan">
        <img
          className="factor-picture"
          alt={t.picture}
          src={`data:image/svg+xml;charset=utf-8,${encodeURIComponent(offer.picture)}`}
        />
        <div className="factor-key">
          <h3>{t.scan}</h3>
          <p className="muted small">{t.scanHelp}</p>
          <p>
            <span className="unseen">{t.key}</span>
            <code>{offer.secret.replace(/(.{4})(?=.)/g, '$1 ')}</code>
          </p>
          <CodeField label={t.confirm} value={code} onChange={setCode} autoFocus />
        </div>
      </div>
    </Trial>
  );
}

/** A small form that sends once and says in one sentence what was wrong. */
function Trial({
  send,
  submit,
  cancel,
  note,
  children,
}: {
  send: () => Promise<void>;
  submit: string;
  cancel: () => void;
  note?: string | undefined;
  children: ReactNode;
}) {
  const t = useText(factorText);
  const [fault, setFault] = useState<string>();
  const [busy, setBusy] = useState(false);
  async function tried() {
    if (busy) return;
    setBusy(true);
    setFault(undefined);
    try {
      await send();
    } catch (error) {
      setFault(sentenceOf(error));
    } finally {
      setBusy(false);
    }
  }
  return (
    <form
      className="form factor-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void tried();
      }}
    >
      {note && <p className="muted">{note}</p>}
      {children}
      <div role="alert">{fault && <p className="form-above">{fault}</p>}</div>
      <div className="form-foot">
        <button type="submit" className="button primary" aria-disabled={busy || undefined}>
          {busy ? t.busy : submit}
        </button>
        <button type="button" className="button" onClick={cancel}>
          {t.cancel}
        </button>
      </div>
    </form>
  );
}
