import { useState } from 'react';
import { formOf } from '../../../server/kernel/lifecycle.ts';
import { changedProbe, probeBody } from '../../../server/modules/uptime/forms.ts';
import { type ProbeKind, probeKinds } from '../../../server/modules/uptime/model.ts';
import { useText } from '../../i18n/language.ts';
import { EditForm } from '../../kit/EditForm.tsx';
import { SchemaForm } from '../../kit/SchemaForm.tsx';
import type { JsonSchema } from '../../kit/schemaFields.ts';
import { addProbe, changeProbe, type Probe, type WatchedProbe } from './setupQueries.ts';
import { setupText } from './setupText.ts';
import { TestNow } from './TestNow.tsx';

const kept = ['name', 'target', 'expects', 'intervalSeconds', 'timeoutSeconds', 'failuresToFault', 'active'] as const;
const valuesOf = (probe: Probe) => Object.fromEntries(kept.map((name) => [name, probe[name]]));

/** What is asked of a probe of a kind, under the names that its target and its right answer have there. */
function useSchema(kind: ProbeKind, whole: JsonSchema): JsonSchema {
  const { zh, en } = setupText;
  const { target, expects, timeoutSeconds, ...rest } = whole.properties ?? {};
  const asksTarget = zh.target[kind] !== '';
  const { default: _, ...pointed } = target ?? {};
  return {
    ...whole,
    required: [...(whole.required ?? []), ...(asksTarget ? ['target'] : [])],
    properties: {
      name: rest.name ?? {},
      ...(asksTarget ? { target: { ...pointed, label: { zh: zh.target[kind], en: en.target[kind] } } } : {}),
      ...(zh.expects[kind]
        ? {
            expects: {
              ...expects,
              label: { zh: zh.expects[kind], en: en.expects[kind] },
              help: { zh: zh.expectsHelp[kind], en: en.expectsHelp[kind] },
            },
          }
        : {}),
      ...rest,
      timeoutSeconds:
        kind === 'heartbeat'
          ? {
              ...timeoutSeconds,
              label: { zh: zh.grace, en: en.grace },
              help: { zh: zh.graceHelp, en: en.graceHelp },
            }
          : (timeoutSeconds ?? {}),
    },
  };
}

interface NewProbeProps {
  subjectId: string;
  /** The heartbeat's word comes with the answer, once. */
  onDone: (made: { id: string; token: string | null }) => void;
  close: () => void;
}

export function NewProbe({ subjectId, onDone, close }: NewProbeProps) {
  const t = useText(setupText);
  const [kind, setKind] = useState<ProbeKind>('http');
  const [values, setValues] = useState<Record<string, unknown>>({});
  const schema = useSchema(kind, formOf({ asks: probeBody }) as JsonSchema);
  return (
    <div className="setup-form">
      <label className="setup-kind">
        {t.kind}{' '}
        <select className="field" value={kind} onChange={(event) => setKind(event.target.value as ProbeKind)}>
          {probeKinds.map((one) => (
            <option key={one} value={one}>
              {t.kinds[one]}
            </option>
          ))}
        </select>
      </label>
      <SchemaForm
        key={kind}
        schema={schema}
        known={{ name: values.name }}
        submitLabel={t.newProbe}
        onValues={setValues}
        onCancel={close}
        onSubmit={async (answers, key) => {
          const { probe, token } = await addProbe({ ...answers, subjectId, kind }, key);
          onDone({ id: probe.id, token });
        }}
      >
        <TestNow key={kind} kind={kind} values={values} />
      </SchemaForm>
    </div>
  );
}

interface ChangeProbeProps {
  probe: WatchedProbe;
  read: () => Promise<Probe>;
  close: () => void;
}

export function ChangeProbe({ probe, read, close }: ChangeProbeProps) {
  const t = useText(setupText);
  const [values, setValues] = useState<Record<string, unknown>>(valuesOf(probe));
  const schema = useSchema(probe.kind, formOf({ asks: changedProbe }) as JsonSchema);
  return (
    <div className="setup-form">
      <EditForm<Probe>
        record={probe}
        schema={schema}
        known={valuesOf}
        told={(one) => Object.entries(valuesOf(one)).map(([name, value]) => [name, String(value ?? '')])}
        read={read}
        send={(answers, seen, key) => changeProbe(seen, { target: seen.target, ...answers }, key)}
        submitLabel={t.change}
        onValues={setValues}
        onDone={close}
        onCancel={close}
        autoFocus
      >
        <TestNow kind={probe.kind} values={values} />
      </EditForm>
    </div>
  );
}
