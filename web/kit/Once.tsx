import './changes.css';
import { useChangeText } from './changeText.ts';
import { toast } from './Toast.tsx';

/** A secret that the server told once and will never tell again. */
export function Once({ title, secret, onDone }: { title: string; secret: string; onDone: () => void }) {
  const t = useChangeText();
  async function copy() {
    try {
      await navigator.clipboard.writeText(secret);
      toast(t.copied, { look: 'done' });
    } catch {
      toast(t.copyFailed);
    }
  }
  return (
    <div className="once" role="status">
      <strong>{title}</strong>
      <div className="once-secret">
        <code>{secret}</code>
        <button type="button" className="button" onClick={() => void copy()}>
          {t.copy}
        </button>
      </div>
      <p className="small">{t.once}</p>
      <div>
        <button type="button" className="button small" onClick={onDone}>
          {t.done}
        </button>
      </div>
    </div>
  );
}
