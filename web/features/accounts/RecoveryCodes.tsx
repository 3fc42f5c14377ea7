import { useText } from '../../i18n/language.ts';
import { toast } from '../../kit/Toast.tsx';
import { useMe } from '../../session.ts';
import { factorText } from './factorText.ts';

/** The recovery codes, told once: to be printed or copied before one goes on. */
export function RecoveryCodes({ codes, done }: { codes: readonly string[]; done: () => void }) {
  const t = useText(factorText);
  const me = useMe();
  async function copy() {
    try {
      await navigator.clipboard.writeText(codes.join('\n'));
      toast(t.copied, { look: 'done' });
    } catch {
      toast(t.copyFailed);
    }
  }
  return (
    <div className="once factor-codes" role="status">
      <strong>
        {t.codes}
        <span className="factor-whose">
          {' '}
          Drumtower · <span className="mono">{me.username}</span>
        </span>
      </strong>
      <p className="small">{t.codesHelp}</p>
      <ol>
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ol>
      <div className="form-foot factor-codes-foot">
        <button type="button" className="button" onClick={() => window.print()}>
          {t.print}
        </button>
        <button type="button" className="button" onClick={() => void copy()}>
          {t.copy}
        </button>
        <button type="button" className="button primary" onClick={done}>
          {t.kept}
        </button>
      </div>
    </div>
  );
}
