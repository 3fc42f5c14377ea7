import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { unitKinds } from '../../../server/modules/budget/model.ts';
import { useText } from '../../i18n/language.ts';
import { Section } from '../../kit/Page.tsx';
import { Skeleton } from '../../kit/PageState.tsx';
import { SchemaForm } from '../../kit/SchemaForm.tsx';
import type { JsonSchema } from '../../kit/schemaFields.ts';
import { budgetQuery, draftBudget } from './queries.ts';
import { budgetText } from './text.ts';

const schema: JsonSchema = {
  type: 'object',
  required: ['year', 'nameZh', 'kind'],
  properties: {
    year: { type: 'integer', minimum: 2000, maximum: 2100, label: { zh: '年度', en: 'Year' } },
    nameZh: {
      type: 'string',
      minLength: 1,
      maxLength: 100,
      label: { zh: '单位名称', en: 'Name of the unit' },
      widget: 'text',
    },
    kind: {
      type: 'string',
      enum: unitKinds,
      label: { zh: '单位性质', en: 'Kind of unit' },
      choices: {
        administrative: { zh: '行政单位', en: 'Administrative' },
        civilServiceManaged: { zh: '参公管理单位', en: 'Under the civil-service law' },
        institution: { zh: '事业单位', en: 'Institution' },
      },
    },
  },
};

/** 编制预算 — a year begins with the facts of the unit as the latest budget has them; its figures of the year before and its reasons are its own. */
export function NewYear({ years }: { years: readonly { id: string; year: number }[] }) {
  const t = useText(budgetText);
  const navigate = useNavigate();
  const [latest] = years;
  const last = useQuery({ ...budgetQuery(latest?.id ?? ''), enabled: latest !== undefined });
  const { prior: _, reasons: __, ...unit } = last.data?.unit ?? {};
  if (latest && last.isPending) return <Skeleton lines={4} />;
  return (
    <Section title={t.newYear} note={latest ? t.newYearNote(latest.year) : undefined}>
      <SchemaForm
        schema={schema}
        known={{ ...unit, ...(latest ? { year: latest.year + 1 } : {}) }}
        submitLabel={t.newYear}
        autoFocus
        onSubmit={async ({ year, nameZh, kind }, key) => {
          const made = await draftBudget({ year, unit: { ...unit, nameZh, kind } }, key);
          await navigate({ to: '/budget/$year' as string, params: { year: String(made) } as never });
        }}
      />
    </Section>
  );
}
