import { useState } from 'react';
import { ApiProblem } from '../request.ts';
import { Changes, type Difference, differences, type Told } from './Changes.tsx';
import { useChangeText } from './changeText.ts';
import { Icon } from './Icon.tsx';
import { SchemaForm, type SchemaFormProps } from './SchemaForm.tsx';
import { toast } from './Toast.tsx';

interface EditFormProps<Rec extends { version: number }>
  extends Pick<SchemaFormProps, 'schema' | 'widgets' | 'submitLabel' | 'onCancel' | 'autoFocus' | 'children'> {
  record: Rec;
  /** The record as the form's answers. */
  known: (record: Rec) => { [field: string]: unknown };
  /** The record in words; what differs is shown when somebody else was faster. */
  told: (record: Rec) => Told;
  /** Reads the record as it stands now. */
  read: () => Promise<Rec>;
  /** Sends the answers on the version that was seen; gives back the record as changed. */
  send: (answers: { [field: string]: unknown }, seen: Rec, key: string) => Promise<Rec>;
  onValues?: (values: { [field: string]: unknown }) => void;
  onDone?: (record: Rec) => void;
}

/**
 * A form that changes an existing record. When somebody else changed it meanwhile (412), it shows what is different,
 * keeps what was written, and lets the officer choose whose holds.
 */
export function EditForm<Rec extends { version: number }>(props: EditFormProps<Rec>) {
  const t = useChangeText();
  const [seen, setSeen] = useState(props.record);
  const [round, setRound] = useState(0);
  const [written, setWritten] = useState(false);
  const [stale, setStale] = useState<Difference[]>();

  const startFrom = (record: Rec) => {
    setSeen(record);
    setRound(round + 1);
    setWritten(false);
    setStale(undefined);
  };
  // A newer record came in, and nothing is written that could be lost.
  if (props.record.version > seen.version && !written && !stale) startFrom(props.record);

  async function submit(answers: { [field: string]: unknown }, key: string) {
    try {
      const record = await props.send(answers, seen, key);
      startFrom(record);
      toast(t.saved, { look: 'done' });
      props.onDone?.(record);
    } catch (error) {
      if (!(error instanceof ApiProblem && error.status === 412)) throw error;
      const now = await props.read();
      setStale(differences(props.told(seen), props.told(now)));
      setSeen(now);
    }
  }

  return (
    <SchemaForm
      key={round}
      schema={props.schema}
      {...(props.widgets ? { widgets: props.widgets } : {})}
      known={props.known(seen)}
      {...(props.submitLabel ? { submitLabel: props.submitLabel } : {})}
      {...(props.autoFocus ? { autoFocus: true } : {})}
      {...(props.onCancel ? { onCancel: props.onCancel } : {})}
      onValues={(values) => {
        setWritten(true);
        props.onValues?.(values);
      }}
      onSubmit={submit}
    >
      {props.children}
      {stale && (
        <div className="stale" role="alert">
          <strong>
            <Icon name="warn" />
            {t.stale}
          </strong>
          {stale.length > 0 ? <Changes changes={stale} /> : <p>{t.staleSame}</p>}
          {stale.length > 0 && <p className="small">{t.staleNext}</p>}
          <div>
            <button type="button" className="button small" onClick={() => startFrom(seen)}>
              {t.takeTheirs}
            </button>
          </div>
        </div>
      )}
    </SchemaForm>
  );
}
