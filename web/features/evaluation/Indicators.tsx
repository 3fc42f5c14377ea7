import { useState } from 'react';
import { useLanguage, useSigns, useText, useWords } from '../../i18n/language.ts';
import { number, percent } from '../../kit/format.ts';
import { Page, Section } from '../../kit/Page.tsx';
import { Failed, Skeleton } from '../../kit/PageState.tsx';
import { GradeMark } from './marks.tsx';
import { type Definitions, useDefinitions } from './queries.ts';
import './scores.css';
import { scoresText } from './text.ts';

/** 指标定义 — what every number means, in both languages, after which source, and for whom it is scored. */
export function Indicators() {
  const t = useText(scoresText);
  const definitions = useDefinitions();
  return (
    <Page title={t.definitionsTitle} note={t.definitionsNote}>
      {definitions.error && <Failed error={definitions.error} retry={() => void definitions.refetch()} />}
      {!definitions.error && !definitions.data && <Skeleton lines={12} />}
      {definitions.data && (
        <>
          <Section title={t.gradesTitle}>
            <ul className="tags">
              {definitions.data.grades.map(({ grade, from }) => (
                <li key={grade}>
                  <GradeMark grade={grade} /> <span className="muted small">{t.gradeFrom(String(from))}</span>
                </li>
              ))}
            </ul>
          </Section>
          <Definition definitions={definitions.data} />
        </>
      )}
    </Page>
  );
}

function Definition({ definitions }: { definitions: Definitions }) {
  const [typed, setTyped] = useState('');
  const wanted = typed.trim().toLowerCase();
  const t = useText(scoresText);
  const signs = useSigns();
  const words = useWords();
  const language = useLanguage();
  const objectName = (kind: string) =>
    words(definitions.objects.find((one) => one.object === kind)?.label ?? { zh: kind, en: kind });
  const shown = definitions.indicators.filter(({ label, meaning, code }) =>
    [label.zh, label.en, meaning.zh, meaning.en, code].some((text) => text.toLowerCase().includes(wanted)),
  );
  const weights = (code: string) =>
    definitions.schemes.flatMap((scheme) =>
      scheme.parts
        .filter(({ indicator }) => indicator === code)
        .map(
          ({ weight, inverted }) =>
            `${objectName(scheme.object)} ${inverted ? '−' : ''}${percent(weight, language, (weight * 1000) % 10 === 0 ? 0 : 1)}`,
        ),
    );
  return (
    <Section
      title={`${t.indicator} ${number(shown.length, language)}`}
      actions={
        <input
          className="field no-print"
          type="search"
          aria-label={t.find}
          placeholder={t.find}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
      }
    >
      <div>
        {shown.map(({ code, label, meaning, measure, source, objects }) => (
          <article key={code} className="definition" id={code}>
            <h3>
              <span lang="zh-CN">{label.zh}</span>
              <span lang="en">{label.en}</span>
              <span className="tag">{measure === 'rate' ? t.rateWord : t.countWord}</span>
            </h3>
            <p lang="zh-CN">{meaning.zh}</p>
            <p lang="en" className="muted">
              {meaning.en}
            </p>
            <p className="muted small">
              {[
                `${t.measured}${signs.colon}${objects.map(objectName).join(t.comma)}`,
                weights(code).length > 0 ? `${t.usedIn}${signs.colon}${weights(code).join(t.comma)}` : '',
                `${t.source}${signs.colon}${source}`,
              ]
                .filter(Boolean)
                .join(' · ')}
            </p>
          </article>
        ))}
      </div>
    </Section>
  );
}
