import { useQuery } from '@tanstack/react-query';
import { type StageLimit, stageLimitUnits, stages } from '../../../server/modules/organisation/model.ts';
import { type SettingsChange, settingsChange } from '../../../server/modules/organisation/rules.ts';
import { useLanguage, useText, useWords } from '../../i18n/language.ts';
import type { Told } from '../../kit/Changes.tsx';
import { EditForm } from '../../kit/EditForm.tsx';
import { limitText, limitUnitWords } from '../../kit/limitText.ts';
import { Facts, Page, Section } from '../../kit/Page.tsx';
import { Failed, Skeleton } from '../../kit/PageState.tsx';
import type { JsonSchema } from '../../kit/schemaFields.ts';
import { schemaOf } from '../../kit/shapeSchema.ts';
import type { WidgetProps } from '../../kit/widgets.tsx';
import { changeSettings, type Jurisdiction, jurisdictionQuery, readJurisdiction } from './queries.ts';
import { settingWords, stageWords } from './settingWords.ts';
import { organisationText } from './text.ts';

const schema: JsonSchema = { ...schemaOf(settingsChange, settingWords), required: Object.keys(settingWords) };
const widgets = { stages: StagesField };

/** The settings as the form holds them: the share of the warning in percent. */
function known({ settings }: Jurisdiction): Record<string, unknown> {
  return { ...settings, warnAt: Math.round(settings.warnAt * 100) };
}

/** Only what differs from what was seen: what a district never chose goes on following the defaults. */
function changeOf(answers: Readonly<Record<string, unknown>>, { settings }: Jurisdiction): SettingsChange {
  const wanted = settingsChange.parse({ ...answers, warnAt: Number(answers.warnAt) / 100 });
  const { stageLimits = {}, ...numbers } = wanted;
  const differs = Object.entries(numbers).filter(([name, value]) => value !== settings[name as keyof typeof numbers]);
  const limits = Object.entries(stageLimits).filter(([stage, limit]) => {
    const seen = settings.stageLimits[stage as keyof typeof stageLimits];
    return limit && (seen?.amount !== limit.amount || seen.unit !== limit.unit);
  });
  return { ...Object.fromEntries(differs), ...(limits.length > 0 ? { stageLimits: Object.fromEntries(limits) } : {}) };
}

/** 辖区设置 — what this district decides for itself, numbers only. */
export function Settings() {
  const t = useText(organisationText);
  const words = useWords();
  const language = useLanguage();
  const { data, error, refetch } = useQuery(jurisdictionQuery);
  if (!data) return error ? <Failed error={error} retry={() => void refetch()} /> : <Skeleton lines={10} />;
  const told = (one: Jurisdiction): Told => {
    const values = known(one);
    return [
      ...Object.entries(settingWords)
        .filter(([name]) => name !== 'stageLimits')
        .map(([name, { label }]): [string, string] => [label ? words(label) : name, String(values[name])]),
      ...stages.map((stage): [string, string] => [
        words(stageWords[stage]),
        limitText(one.settings.stageLimits[stage], language),
      ]),
    ];
  };
  return (
    <Page title={t.settings}>
      <Section title={t.identity}>
        <Facts
          rows={[
            [t.name, words(data.name)],
            [
              t.jurisdictionCode,
              <span key="c" className="mono">
                {data.code}
              </span>,
            ],
            [t.division, data.division],
            [t.timeZone, data.timeZone],
          ]}
        />
      </Section>
      <Section title={t.settings} note={t.settingsNote}>
        <div className="settings">
          <EditForm
            record={data}
            schema={schema}
            widgets={widgets}
            known={known}
            told={told}
            read={readJurisdiction}
            send={(answers, seen) => changeSettings(seen.version, changeOf(answers, seen))}
            submitLabel={t.saveSettings}
          />
        </div>
      </Section>
    </Page>
  );
}

function StagesField({ id, value, onChange }: WidgetProps) {
  const words = useWords();
  const limits = (value ?? {}) as Record<string, StageLimit | undefined>;
  const put = (stage: string, part: Partial<Record<keyof StageLimit, unknown>>) =>
    onChange({ ...limits, [stage]: { ...limits[stage], ...part } });
  return (
    // biome-ignore lint/a11y/useSemanticElements: the label outside names the group
    <div className="stages" role="group" aria-labelledby={`${id}-label`}>
      {stages.map((stage, at) => {
        const name = words(stageWords[stage]);
        return (
          <div key={stage} className="stage">
            <label htmlFor={at === 0 ? id : `${id}-${stage}`}>{name}</label>
            <input
              id={at === 0 ? id : `${id}-${stage}`}
              className="field number"
              inputMode="decimal"
              value={String(limits[stage]?.amount ?? '')}
              onChange={(event) => put(stage, { amount: event.target.value })}
              onBlur={(event) => put(stage, { amount: Number(event.target.value) })}
            />
            <select
              className="field"
              aria-label={`${name} ${words({ zh: '单位', en: 'unit' })}`}
              value={limits[stage]?.unit}
              onChange={(event) => put(stage, { unit: event.target.value })}
            >
              {stageLimitUnits.map((unit) => (
                <option key={unit} value={unit}>
                  {words(limitUnitWords[unit])}
                </option>
              ))}
            </select>
          </div>
        );
      })}
    </div>
  );
}
