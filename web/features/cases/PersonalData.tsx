import { useState } from 'react';
import { useLanguage, useText } from '../../i18n/language.ts';
import { number } from '../../kit/format.ts';
import { Icon } from '../../kit/Icon.tsx';
import { Page, Section } from '../../kit/Page.tsx';
import { SchemaForm } from '../../kit/SchemaForm.tsx';
import type { JsonSchema } from '../../kit/schemaFields.ts';
import { mayOpen, useMe } from '../../session.ts';
import './personal.css';
import { PersonalFound } from './PersonalFound.tsx';
import { PersonalTerms } from './PersonalTerms.tsx';
import { type Asked, exportPerson, type Found, findPerson } from './personalQueries.ts';
import { personalText } from './personalText.ts';

const form: JsonSchema = {
  type: 'object',
  required: ['reason'],
  properties: {
    number: {
      type: 'string',
      maxLength: 40,
      label: { zh: '电话、证件或车牌号', en: 'Telephone, ID or plate number' },
    },
    caseNumber: { type: 'string', maxLength: 60, label: { zh: '或案卷编号', en: 'Or a case number' } },
    reason: { type: 'string', minLength: 4, maxLength: 500, widget: 'text', label: { zh: '理由', en: 'Reason' } },
  },
};

const filled = (value: unknown) => (typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined);

function askedOf({ number: told, caseNumber, reason }: Record<string, unknown>): Asked {
  const [byNumber, byCase] = [filled(told), filled(caseNumber)];
  return {
    reason: filled(reason) ?? '',
    ...(byNumber ? { number: byNumber } : {}),
    ...(byCase ? { caseNumber: byCase } : {}),
  };
}

/** 个人信息 — what is held of a person, for who answers for it: find, give out, erase; terms and proofs. */
export function PersonalData() {
  const t = useText(personalText);
  const [asked, setAsked] = useState<Asked>();
  const [found, setFound] = useState<Found[]>();
  const look = async (wanted: Asked) => {
    setFound(await findPerson(wanted));
    setAsked(wanted);
  };
  return (
    <Page wide title={t.page} note={t.note}>
      <Section title={t.find} note={t.findNote}>
        <div className="personal-find">
          <SchemaForm schema={form} submitLabel={t.find} onSubmit={(answers) => look(askedOf(answers))} />
        </div>
        {found && asked && <Held found={found} asked={asked} again={() => look(asked)} />}
      </Section>
      <PersonalTerms />
    </Page>
  );
}

function Held({ found, asked, again }: { found: Found[]; asked: Asked; again: () => Promise<void> }) {
  const t = useText(personalText);
  const language = useLanguage();
  const me = useMe();
  if (found.length === 0)
    return (
      <p className="muted" role="status">
        {t.nothing}
      </p>
    );
  return (
    <div className="personal-held">
      <div className="personal-head">
        <strong role="status">{t.found(number(found.length, language))}</strong>
        {mayOpen(me, 'personal.export') && (
          <span className="personal-exports">
            <Export label={t.exportText} asked={asked} as="txt" />
            <Export label={t.exportJson} asked={asked} as="json" />
          </span>
        )}
      </div>
      <p className="muted small">{t.exportNote}</p>
      <ul className="personal-list">
        {found.map((one) => (
          <PersonalFound key={one.caseId} one={one} again={again} />
        ))}
      </ul>
    </div>
  );
}

function Export({ label, asked, as }: { label: string; asked: Asked; as: 'txt' | 'json' }) {
  const [busy, setBusy] = useState(false);
  async function download() {
    if (busy) return;
    setBusy(true);
    try {
      const { cases, text } = await exportPerson(asked);
      const content = as === 'txt' ? (text ?? '') : JSON.stringify(cases, null, 1);
      const link = document.createElement('a');
      link.href = URL.createObjectURL(new Blob([content], { type: as === 'txt' ? 'text/plain' : 'application/json' }));
      link.download = `personal-data.${as}`;
      link.click();
      URL.revokeObjectURL(link.href);
    } finally {
      setBusy(false);
    }
  }
  return (
    <button type="button" className="button small" aria-disabled={busy || undefined} onClick={() => void download()}>
      <Icon name="download" size={14} />
      {label}
    </button>
  );
}
