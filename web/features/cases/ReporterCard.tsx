import { useState } from 'react';
import { useText } from '../../i18n/language.ts';
import { useFrameText } from '../../i18n/text.ts';
import { fullTime } from '../../kit/format.ts';
import { Icon } from '../../kit/Icon.tsx';
import { useTimeZone } from '../../kit/now.ts';
import { Facts } from '../../kit/Page.tsx';
import { SchemaForm } from '../../kit/SchemaForm.tsx';
import type { JsonSchema } from '../../kit/schemaFields.ts';
import { mayOpen, useMe } from '../../session.ts';
import { type CaseView, type Reporter, revealReporter } from './queries.ts';
import { casesText } from './text.ts';

const form: JsonSchema = {
  type: 'object',
  required: ['reason'],
  properties: {
    reason: {
      type: 'string',
      minLength: 4,
      maxLength: 500,
      widget: 'textarea',
      label: { zh: '查看理由', en: 'Reason' },
    },
  },
};

/** Who reported stays hidden until somebody says why he must know; the look is recorded. */
export function ReporterCard({ kase }: { kase: CaseView }) {
  const t = useText(casesText).reporter;
  const me = useMe();
  const [asking, setAsking] = useState(false);
  const [reporter, setReporter] = useState<Reporter>();
  if (!kase.hasReporter) return <p className="muted">{t.none}</p>;
  if (reporter) return <Shown reporter={reporter} hide={() => setReporter(undefined)} />;
  return (
    <div className="reporter">
      <p className="muted small">{t.hidden}</p>
      {mayOpen(me, 'case.reveal') && !asking && (
        <button type="button" className="button small" onClick={() => setAsking(true)}>
          <Icon name="eye" size={14} />
          {t.reveal}
        </button>
      )}
      {asking && (
        <SchemaForm
          schema={form}
          autoFocus
          submitLabel={t.reveal}
          onCancel={() => setAsking(false)}
          onSubmit={async (answers, key) => {
            setReporter(await revealReporter(kase.id, String(answers.reason), key));
            setAsking(false);
          }}
        />
      )}
    </div>
  );
}

function Shown({ reporter, hide }: { reporter: Reporter; hide: () => void }) {
  const t = useText(casesText).reporter;
  const form = useFrameText().form;
  const zone = useTimeZone();
  const yesNo = (answer: boolean) => (answer ? form.yes : form.no);
  return (
    <div className="reporter">
      {reporter.erasedAt && <p className="muted">{t.erased(fullTime(reporter.erasedAt, zone))}</p>}
      <Facts
        rows={[
          [t.name, reporter.name ?? '—'],
          [t.phone, reporter.phone ?? '—'],
          [t.wantsAnswer, yesNo(reporter.wantsAnswer)],
          [t.confidential, yesNo(reporter.confidential)],
          [t.original, reporter.originalText],
          ...(reporter.originals ?? []).flatMap(({ seq, texts }) =>
            texts.map(({ text }) => [t.originalOf(String(seq)), text] as const),
          ),
        ]}
      />
      <button type="button" className="button quiet small" onClick={hide}>
        {t.hide}
      </button>
    </div>
  );
}
