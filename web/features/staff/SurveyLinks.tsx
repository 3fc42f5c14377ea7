import { useState } from 'react';
import { useText } from '../../i18n/language.ts';
import { toastFailure } from '../../kit/failure.ts';
import { Section } from '../../kit/Page.tsx';
import { SchemaForm } from '../../kit/SchemaForm.tsx';
import { StatusMark } from '../../kit/StatusMark.tsx';
import type { JsonSchema } from '../../kit/schemaFields.ts';
import { endLink, type MadeLinks, makeLinks, type Survey } from './queries.ts';
import { staffText } from './text.ts';

const schema: JsonSchema = {
  type: 'object',
  required: ['kind', 'label'],
  properties: {
    kind: {
      type: 'string',
      enum: ['kiosk', 'slip'],
      choices: {
        kiosk: { zh: '终端（反复使用）', en: 'Kiosk (used again and again)' },
        slip: { zh: '一次性（每张一人）', en: 'Slips (one person each)' },
      },
      label: { zh: '方式', en: 'Way' },
    },
    label: {
      type: 'string',
      maxLength: 60,
      label: { zh: '名称', en: 'Name' },
      help: { zh: '如：东街口终端', en: 'Such as the place of the kiosk' },
    },
    count: { type: 'integer', minimum: 1, maximum: 200, default: 1, label: { zh: '张数', en: 'How many' } },
  },
};

/** 二维码 — the ways in for citizens: made, printed while they are shown, and taken out of use. */
export function SurveyLinks({ survey }: { survey: Survey }) {
  const t = useText(staffText);
  const [adding, setAdding] = useState(false);
  const [made, setMade] = useState<MadeLinks>();
  const [lost, setLost] = useState(false);
  const open = survey.state === 'prepared' || survey.state === 'open';
  const end = async (id: string) => {
    try {
      await endLink(survey.id, id);
    } catch (error) {
      toastFailure(error);
    }
  };
  const kiosks = survey.links.filter(({ kind }) => kind === 'kiosk');
  const slips = survey.links.filter(({ kind }) => kind === 'slip');
  return (
    <Section
      title={t.codes}
      note={t.codesNote}
      actions={
        open &&
        !adding && (
          <button type="button" className="button" onClick={() => setAdding(true)}>
            {t.newCodes}
          </button>
        )
      }
    >
      {adding && (
        <SchemaForm
          schema={schema}
          submitLabel={t.newCodes}
          autoFocus
          onCancel={() => setAdding(false)}
          onSubmit={async ({ kind, label, count }) => {
            const asked = {
              kind: kind === 'slip' ? 'slip' : 'kiosk',
              label: String(label),
              count: Number(count ?? 1),
            } as const;
            const fresh = await makeLinks(survey.id, asked);
            // Those that stand here are shown only now: more are added to them.
            setMade((shown = []) => [...shown, ...fresh]);
            setLost(fresh.length === 0);
            setAdding(false);
          }}
        />
      )}
      {lost && (
        <p className="form-fault" role="alert">
          {t.codesLost}
        </p>
      )}
      {made && made.length > 0 && (
        <div className="once" role="status">
          <strong>{t.codesOnce}</strong>
          <ul className="survey-codes">
            {made.map((link) => (
              <li key={link.id}>
                <img src={`data:image/svg+xml,${encodeURIComponent(link.picture)}`} alt={t.codeOf(link.label)} />
                <strong className="survey-code-title">{survey.title}</strong>
                <span>{link.label}</span>
                <span className="small">{t.answerBy(survey.closesOn)}</span>
                <a href={link.address} className="small no-print">
                  {t.openLink}
                </a>
              </li>
            ))}
          </ul>
          <div className="no-print">
            <button type="button" className="button small" onClick={() => window.print()}>
              {t.print}
            </button>{' '}
            <button type="button" className="button small" onClick={() => setMade(undefined)}>
              {t.done}
            </button>
          </div>
        </div>
      )}
      {kiosks.length > 0 && (
        <ul className="survey-waiting">
          {kiosks.map((link) => (
            <li key={link.id}>
              <StatusMark look={link.closed ? 'refused' : 'working'} label={link.label} />
              {!link.closed && (
                <button type="button" className="button small" onClick={() => void end(link.id)}>
                  {t.endCode}
                </button>
              )}
            </li>
          ))}
        </ul>
      )}
      {slips.length > 0 && (
        <p className="muted">{t.slips(String(slips.length), String(slips.filter(({ closed }) => closed).length))}</p>
      )}
      {survey.links.length === 0 && !made && <p className="muted">{t.noCodes}</p>}
    </Section>
  );
}
