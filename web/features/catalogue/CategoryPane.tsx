import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { limitUnits } from '../../../server/modules/calendar/model.ts';
import { useLanguage, useText, useWords } from '../../i18n/language.ts';
import { dayOf, number } from '../../kit/format.ts';
import { Icon } from '../../kit/Icon.tsx';
import { limitText, limitUnitWords } from '../../kit/limitText.ts';
import { useNow, useTimeZone } from '../../kit/now.ts';
import { Section } from '../../kit/Page.tsx';
import { Failed, Skeleton } from '../../kit/PageState.tsx';
import { SchemaForm } from '../../kit/SchemaForm.tsx';
import type { JsonSchema } from '../../kit/schemaFields.ts';
import { toast } from '../../kit/Toast.tsx';
import { mayOpen, useMe } from '../../session.ts';
import { type CategoryPage, type Condition, categoryQuery, changeCondition } from './queries.ts';
import { catalogueText } from './text.ts';

interface PaneProps {
  id: string;
  open: (id: string) => void;
  close: () => void;
}

/** One category whole: its conditions with limits, what it is confused with, and what it was in the other edition. */
export function CategoryPane({ id, open, close }: PaneProps) {
  const t = useText(catalogueText);
  const words = useWords();
  const { data: category, error, refetch } = useQuery(categoryQuery(id));
  if (!category) return error ? <Failed error={error} retry={() => void refetch()} /> : <Skeleton lines={10} />;
  return (
    <>
      <header className="pane-head">
        <div className="pane-head-row">
          <h2 className="category-name">{words(category.name)}</h2>
          <span className="mono muted">{category.code}</span>
          <span className="tag">{t.kinds[category.kind]}</span>
          {category.local && <span className="tag">{t.local}</span>}
          {!category.active && <span className="tag">{t.inactive}</span>}
          <button type="button" className="button quiet icon pane-close" aria-label={t.close} onClick={close}>
            <Icon name="close" />
          </button>
        </div>
        <p className="muted small">
          {category.edition} · {words(category.group.name)} · <Source source={category.source} />
        </p>
      </header>
      <Conditions category={category} />
      {category.synonyms.length > 0 && (
        <Section title={t.synonyms}>
          <p className="tags">
            {category.synonyms.map((said) => (
              <span key={said} className="tag">
                {said}
              </span>
            ))}
          </p>
        </Section>
      )}
      <Neighbours category={category} open={open} />
    </>
  );
}

function Source({ source }: { source: CategoryPage['source'] }) {
  const t = useText(catalogueText);
  return <span title={t.sourceNote[source]}>{t.sources[source]}</span>;
}

function Conditions({ category }: { category: CategoryPage }) {
  const t = useText(catalogueText);
  const language = useLanguage();
  const now = new Set(category.conditions.map((one) => `${one.id}${one.version}`));
  const others = category.history.filter((one) => !now.has(`${one.id}${one.version}`));
  return (
    <Section title={t.conditions}>
      {category.conditions.length === 0 && <p className="muted">{t.noConditions}</p>}
      <ol className="conditions">
        {category.conditions.map((condition) => (
          <ConditionRow key={`${condition.id}${condition.version}`} condition={condition} mayChange />
        ))}
      </ol>
      {others.length > 0 && (
        <details>
          <summary className="muted small">{t.history(number(others.length, language))}</summary>
          <ol className="conditions">
            {others.map((condition) => (
              <ConditionRow key={`${condition.id}${condition.version}`} condition={condition} mayChange={false} />
            ))}
          </ol>
        </details>
      )}
    </Section>
  );
}

function ConditionRow({ condition, mayChange }: { condition: Condition; mayChange: boolean }) {
  const t = useText(catalogueText);
  const words = useWords();
  const language = useLanguage();
  const me = useMe();
  const [changing, setChanging] = useState(false);
  return (
    <li className="condition">
      <span className="condition-number">{condition.number}</span>
      <div className="condition-words">
        <p>
          <strong>{words(condition.condition)}</strong>
        </p>
        <p className="muted small">{t.closing(words(condition.closing))}</p>
        <p className="muted small">
          {t.inForce(number(condition.version, language), condition.validFrom)} · <Source source={condition.source} />
        </p>
      </div>
      <span className="condition-limit">{limitText(condition.limit, language)}</span>
      {mayChange && mayOpen(me, 'catalogue.manage') && !changing && (
        <button type="button" className="button small" onClick={() => setChanging(true)}>
          {t.change}
        </button>
      )}
      {changing && <NewVersion condition={condition} close={() => setChanging(false)} />}
    </li>
  );
}

const sentence = (zh: string, en: string): JsonSchema => ({ type: 'string', maxLength: 300, label: { zh, en } });
const versionSchema: JsonSchema = {
  properties: {
    conditionZh: sentence('立案条件', 'Registration condition (Chinese)'),
    conditionEn: sentence('立案条件（英文）', 'Registration condition (English)'),
    amount: { type: 'number', exclusiveMinimum: 0, maximum: 10_000, label: { zh: '时限', en: 'Limit' } },
    unit: { type: 'string', enum: limitUnits, choices: limitUnitWords, label: { zh: '单位', en: 'Unit' } },
    closingZh: sentence('结案条件', 'Closing condition (Chinese)'),
    closingEn: sentence('结案条件（英文）', 'Closing condition (English)'),
    validFrom: { type: 'string', format: 'date', label: { zh: '生效日', en: 'In force from' } },
  },
  required: ['conditionZh', 'conditionEn', 'amount', 'unit', 'closingZh', 'closingEn', 'validFrom'],
};

function NewVersion({ condition, close }: { condition: Condition; close: () => void }) {
  const t = useText(catalogueText);
  const zone = useTimeZone();
  const now = useNow();
  const tomorrow = dayOf(new Date(now + 86_400_000).toISOString(), zone);
  const { condition: words, closing, limit } = condition;
  return (
    <div className="condition-form">
      <p className="muted small">{t.changeNote}</p>
      <SchemaForm
        schema={versionSchema}
        known={{
          conditionZh: words.zh,
          conditionEn: words.en,
          amount: limit.amount,
          unit: limit.unit,
          closingZh: closing.zh,
          closingEn: closing.en,
          validFrom: tomorrow,
        }}
        submitLabel={t.changeSend}
        autoFocus
        onCancel={close}
        onSubmit={async (values, key) => {
          const text = (name: string) => String(values[name] ?? '');
          const unit = limitUnits.find((one) => one === text('unit')) ?? limit.unit;
          await changeCondition(
            condition,
            {
              condition: { zh: text('conditionZh'), en: text('conditionEn') },
              closing: { zh: text('closingZh'), en: text('closingEn') },
              limit: { amount: Number(text('amount')), unit },
              validFrom: text('validFrom'),
            },
            key,
          );
          toast(t.changed(text('validFrom')), { look: 'done' });
          close();
        }}
      />
    </div>
  );
}

function Neighbours({ category, open }: { category: CategoryPage; open: (id: string) => void }) {
  const t = useText(catalogueText);
  const words = useWords();
  return (
    <>
      {category.confusedWith.length > 0 && (
        <Section title={t.confusables}>
          <ul className="neighbours">
            {category.confusedWith.map(({ category: other, tells }) => (
              <li key={other.id}>
                <button type="button" className="link" onClick={() => open(other.id)}>
                  {words(other.name)} <span className="mono small">{other.code}</span>
                </button>
                <p className="muted">{words(tells)}</p>
              </li>
            ))}
          </ul>
        </Section>
      )}
      {category.counterparts.length > 0 && (
        <Section title={t.counterparts}>
          <ul className="neighbours">
            {category.counterparts.map(({ category: other, note }) => (
              <li key={other?.id ?? words(note)}>
                {other ? (
                  <button type="button" className="link" onClick={() => open(other.id)}>
                    {words(other.name)} <span className="mono small">{other.code}</span>{' '}
                    <span className="tag">{t.kinds[other.kind]}</span> <span className="small">{other.edition}</span>
                  </button>
                ) : (
                  t.noCounterpart
                )}
                <p className="muted">{words(note)}</p>
              </li>
            ))}
          </ul>
        </Section>
      )}
    </>
  );
}
