import { type ReactNode, useMemo } from 'react';
import { unitKinds } from '../../../server/modules/organisation/model.ts';
import { useText, useWords } from '../../i18n/language.ts';
import { Ask } from '../../kit/Ask.tsx';
import { differences, type Told } from '../../kit/Changes.tsx';
import { EditForm } from '../../kit/EditForm.tsx';
import { Icon } from '../../kit/Icon.tsx';
import { Facts } from '../../kit/Page.tsx';
import { SchemaForm } from '../../kit/SchemaForm.tsx';
import type { JsonSchema } from '../../kit/schemaFields.ts';
import { ApiProblem } from '../../request.ts';
import { mayOpen, useMe } from '../../session.ts';
import { addUnit, changeUnit, readUnit, type Unit } from './queries.ts';
import { organisationText } from './text.ts';
import { UnitState } from './Units.tsx';

const text = (value: unknown) => (typeof value === 'string' ? value : '');
const kindOf = (value: unknown) => unitKinds.find((kind) => kind === value) ?? 'department';

const kinds: JsonSchema['choices'] = {
  department: { zh: '部门', en: 'Department' },
  subdistrict: { zh: '街道', en: 'Sub-district' },
  enterprise: { zh: '企业', en: 'Enterprise' },
  agency: { zh: '派遣单位', en: 'Staffing agency' },
  centre: { zh: '中心', en: 'Centre' },
};

/** Asked of every unit; `parents` by id where it is changed, by code where it is new. */
function unitFields(parents: readonly (readonly [string, Unit])[]): Record<string, JsonSchema> {
  return {
    zh: { type: 'string', maxLength: 100, label: { zh: '名称', en: 'Name (Chinese)' } },
    en: { type: 'string', maxLength: 100, label: { zh: '英文名称', en: 'Name (English)' } },
    kind: { type: 'string', enum: unitKinds, ...(kinds ? { choices: kinds } : {}), label: { zh: '种类', en: 'Kind' } },
    group: {
      type: 'string',
      maxLength: 40,
      label: { zh: '考评分组', en: 'Evaluation group' },
      help: { zh: '只在同一组内排名比较。', en: 'Units are compared within their group only.' },
    },
    parent: {
      type: 'string',
      enum: parents.map(([value]) => value),
      choices: Object.fromEntries(parents.map(([value, unit]) => [value, unit.name])),
      label: { zh: '上级单位', en: 'Parent unit' },
    },
  };
}
const required = ['zh', 'en', 'kind', 'group'];

function Head({ title, close, children }: { title: string; close: () => void; children?: ReactNode }) {
  const t = useText(organisationText);
  return (
    <header className="pane-head">
      <div className="pane-head-row">
        <h2 className="unit-name">{title}</h2>
        {children}
        <button type="button" className="button quiet icon pane-close" aria-label={t.close} onClick={close}>
          <Icon name="close" />
        </button>
      </div>
    </header>
  );
}

export function UnitPane({ unit, all, close }: { unit: Unit; all: readonly Unit[]; close: () => void }) {
  const t = useText(organisationText);
  const words = useWords();
  const me = useMe();
  const schema = useMemo<JsonSchema>(
    () => ({ properties: unitFields(all.filter((one) => one.id !== unit.id).map((one) => [one.id, one])), required }),
    [all, unit.id],
  );
  const told = ({ name, kind, group, parentId, active }: Unit): Told => {
    const parent = all.find((one) => one.id === parentId);
    return [
      [t.name, name.zh],
      [t.nameEn, name.en],
      [t.kind, t.kinds[kind]],
      [t.group, group],
      [t.parent, parent ? words(parent.name) : ''],
      [t.state, active ? t.active : t.inactive],
    ];
  };
  const read = async () => {
    const now = await readUnit(unit.id);
    if (!now) throw new ApiProblem(404, { detail: t.none });
    return now;
  };
  const manages = mayOpen(me, 'organisation.manage');
  return (
    <>
      <Head title={words(unit.name)} close={close}>
        <UnitState unit={unit} />
        <span className="mono muted">{unit.code}</span>
      </Head>
      <div className="part">
        {manages ? (
          <EditForm
            record={unit}
            schema={schema}
            known={({ name, kind, group, parentId }) => ({ zh: name.zh, en: name.en, kind, group, parent: parentId })}
            told={told}
            read={read}
            send={(answers, seen) =>
              changeUnit(seen, {
                name: { zh: text(answers.zh), en: text(answers.en) },
                kind: kindOf(answers.kind),
                group: text(answers.group),
                parentId: text(answers.parent) || null,
              })
            }
            submitLabel={t.save}
          />
        ) : (
          <Facts rows={told(unit)} />
        )}
      </div>
      {manages && (
        <div className="part">
          <div>
            <Ask
              label={unit.active ? t.disable : t.enable}
              sure={unit.active ? t.disableSure : t.enable}
              look={unit.active ? 'danger' : 'primary'}
              onSure={() => changeUnit(unit, { active: !unit.active })}
              changed={async () => differences(told(unit), told(await read()))}
            >
              {unit.active ? t.disableAsk : t.enable}
            </Ask>
          </div>
        </div>
      )}
    </>
  );
}

export function NewUnitPane({
  all,
  open,
  close,
}: {
  all: readonly Unit[];
  open: (id: string) => void;
  close: () => void;
}) {
  const t = useText(organisationText);
  const code: JsonSchema = {
    type: 'string',
    maxLength: 40,
    pattern: '^[A-Za-z0-9_\\-]{1,40}$',
    label: { zh: '编号', en: 'Code' },
    help: { zh: '字母、数字、_ 或 -，不能更改。', en: 'Letters, digits, _ or -; never changed.' },
  };
  const schema = {
    properties: { code, ...unitFields(all.map((one) => [one.code, one])) },
    required: ['code', ...required],
  };
  return (
    <>
      <Head title={t.newUnit} close={close} />
      <div className="part">
        <SchemaForm
          schema={schema}
          submitLabel={t.add}
          autoFocus
          onCancel={close}
          onSubmit={async (answers, key) => {
            const parentCode = text(answers.parent);
            const unit = await addUnit(
              {
                code: text(answers.code),
                name: { zh: text(answers.zh), en: text(answers.en) },
                kind: kindOf(answers.kind),
                group: text(answers.group),
                ...(parentCode ? { parentCode } : {}),
              },
              key,
            );
            open(unit.id);
          }}
        />
      </div>
    </>
  );
}
