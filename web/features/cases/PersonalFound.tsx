import { useQueryClient } from '@tanstack/react-query';
import { useLanguage, useText } from '../../i18n/language.ts';
import { fullTime, number } from '../../kit/format.ts';
import { useTimeZone } from '../../kit/now.ts';
import { Popover } from '../../kit/Popover.tsx';
import { SchemaForm } from '../../kit/SchemaForm.tsx';
import type { JsonSchema } from '../../kit/schemaFields.ts';
import { toast } from '../../kit/Toast.tsx';
import { mayOpen, useMe } from '../../session.ts';
import { erasePerson, type Found, setHold } from './personalQueries.ts';
import { personalText } from './personalText.ts';

const form: JsonSchema = {
  type: 'object',
  required: ['reason'],
  properties: {
    reason: { type: 'string', minLength: 4, maxLength: 500, widget: 'textarea', label: { zh: '理由', en: 'Reason' } },
  },
};

/** One case that holds something of the person, masked, and what can be done about it. */
export function PersonalFound({ one, again }: { one: Found; again: () => Promise<void> }) {
  const t = useText(personalText);
  const language = useLanguage();
  const zone = useTimeZone();
  const me = useMe();
  const queries = useQueryClient();
  const erase = async (reason: string, key: string) => {
    const { records } = await erasePerson(one.caseId, reason, key);
    toast(t.erasedNow(number(records, language)));
    await Promise.all([again(), queries.invalidateQueries({ queryKey: ['personal'] })]);
  };
  const hold = async (reason: string) => {
    await setHold(one.caseId, one.heldSince === null, reason);
    await again();
  };
  const holds = one.name !== null || one.phone !== null || one.texts > 0;
  return (
    <li className="personal-case">
      <div className="personal-what">
        <span className="mono">{one.caseNumber}</span>
        <span className="personal-tag">{t.as[one.as]}</span>
        {one.heldSince && <span className="personal-tag warn">{t.held}</span>}
        {one.erasedAt && <span className="personal-tag">{t.erased}</span>}
      </div>
      <div className="personal-facts small">
        <span>{one.name ?? t.noName}</span>
        {one.phone && <span className="mono">{one.phone}</span>}
        {one.texts > 0 && <span>{t.texts(number(one.texts, language))}</span>}
        <span className="muted">
          {t.reportedAt} {fullTime(one.reportedAt, zone)} ·{' '}
          {one.closedAt ? `${t.closedAt} ${fullTime(one.closedAt, zone)}` : t.open}
        </span>
      </div>
      {mayOpen(me, 'personal.erase') && (
        <div className="personal-actions">
          {holds && one.closedAt !== null && one.heldSince === null && (
            <Reasoned label={t.erase} note={t.eraseNote} sure={t.eraseSure} look="danger" act={erase} />
          )}
          <Reasoned
            label={one.heldSince ? t.release : t.hold}
            note={t.holdNote}
            sure={(one.heldSince ? t.release : t.hold).replace('…', '')}
            look="primary"
            act={hold}
          />
        </div>
      )}
    </li>
  );
}

/** A deed that takes a reason. */
function Reasoned(props: {
  label: string;
  note: string;
  sure: string;
  look: 'danger' | 'primary';
  act: (reason: string, key: string) => Promise<void>;
}) {
  return (
    <Popover align="right" className="button small" button={props.label}>
      {(close) => (
        <div className="personal-ask">
          <p className="small">{props.note}</p>
          <SchemaForm
            schema={form}
            autoFocus
            look={props.look}
            submitLabel={props.sure}
            onCancel={close}
            onSubmit={async ({ reason }, key) => {
              await props.act(String(reason), key);
              close();
            }}
          />
        </div>
      )}
    </Popover>
  );
}
