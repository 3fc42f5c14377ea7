import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Words } from '../../../server/kernel/words.ts';
import { categoryKinds } from '../../../server/modules/catalogue/model.ts';
import { useText } from '../../i18n/language.ts';
import { Ask } from '../../kit/Ask.tsx';
import { differences, type Told } from '../../kit/Changes.tsx';
import { EditForm } from '../../kit/EditForm.tsx';
import { Icon } from '../../kit/Icon.tsx';
import { Facts } from '../../kit/Page.tsx';
import { SchemaForm } from '../../kit/SchemaForm.tsx';
import type { JsonSchema } from '../../kit/schemaFields.ts';
import { toast } from '../../kit/Toast.tsx';
import type { WidgetProps } from '../../kit/widgets.tsx';
import { ApiProblem } from '../../request.ts';
import { mayOpen, useMe } from '../../session.ts';
import type { DutyWords } from './dutyWords.ts';
import {
  type Area,
  addDuty,
  areasQuery,
  type Duty,
  readDuty,
  removeDuty,
  setDuty,
  type Unit,
  unitsQuery,
} from './queries.ts';
import { ScopeField } from './ScopeField.tsx';
import { catalogueText } from './text.ts';

const text = (value: unknown) => (typeof value === 'string' ? value : '');

function choicesOf(rows: readonly (readonly [string, Words])[]): Pick<JsonSchema, 'enum' | 'choices'> {
  return { enum: rows.map(([value]) => value), choices: Object.fromEntries(rows) };
}

/** `鼓东街道 · 某社区`: a community's name says little without its sub-district's. */
function areaName(area: Area, areas: readonly Area[]): Words {
  const parent = areas.find((one) => one.code === area.parentCode);
  if (!parent || parent.level === 'district') return area.name;
  return { zh: `${parent.name.zh} · ${area.name.zh}`, en: `${parent.name.en} · ${area.name.en}` };
}

function dutySchema(units: readonly Unit[], areas: readonly Area[]): JsonSchema {
  const places = areas.filter((area) => area.level === 'subdistrict' || area.level === 'community');
  return {
    properties: {
      unitId: {
        type: 'string',
        ...choicesOf(units.filter((unit) => unit.active).map((unit) => [unit.id, unit.name])),
        label: { zh: '责任单位', en: 'Responsible unit' },
      },
      areaCode: {
        type: 'string',
        ...choicesOf(places.map((area) => [area.code, areaName(area, areas)])),
        label: { zh: '区域', en: 'Area' },
        help: { zh: '不选即全区。', en: 'None means the whole district.' },
      },
      basis: {
        type: 'string',
        maxLength: 300,
        label: { zh: '依据', en: 'Basis' },
        help: { zh: '文件和条款。', en: 'Document and clause.' },
      },
    },
    required: ['unitId', 'basis'],
  };
}

function useDutySchema(): JsonSchema | undefined {
  const units = useQuery(unitsQuery).data;
  const areas = useQuery(areasQuery).data;
  return useMemo(() => (units && areas ? dutySchema(units, areas) : undefined), [units, areas]);
}

function Head({ title, close }: { title: string; close: () => void }) {
  const t = useText(catalogueText);
  return (
    <header className="pane-head">
      <div className="pane-head-row">
        <h2 className="category-name">{title}</h2>
        <button type="button" className="button quiet icon pane-close" aria-label={t.close} onClick={close}>
          <Icon name="close" />
        </button>
      </div>
    </header>
  );
}

/** One row of the list of duties; who may change the catalogue changes it here. */
export function DutyPane({ duty, words, close }: { duty: Duty; words: DutyWords; close: () => void }) {
  const t = useText(catalogueText);
  const me = useMe();
  const schema = useDutySchema();
  const told = (one: Duty): Told => [
    [t.unit, words.unit(one)],
    [t.area, words.area(one)],
    [t.basis, one.basis],
  ];
  const read = async () => (await readDuty(duty)) ?? gone(t.removed);
  return (
    <>
      <Head title={words.scope(duty)} close={close} />
      <div className="part">
        <Facts
          rows={[
            [t.edition, duty.edition],
            [t.kind, t.kinds[duty.kind]],
            [
              t.code,
              <span key="c" className="mono">
                {words.code(duty)}
              </span>,
            ],
            ...(mayOpen(me, 'catalogue.manage') ? [] : told(duty)),
          ]}
        />
        {mayOpen(me, 'catalogue.manage') && schema && (
          <>
            <EditForm
              record={duty}
              schema={schema}
              known={({ unitId, areaCode, basis }) => ({ unitId, areaCode, basis })}
              told={told}
              read={read}
              send={({ unitId, areaCode, basis }, { version }) =>
                setDuty({
                  ...duty,
                  version,
                  unitId: text(unitId),
                  areaCode: text(areaCode) || null,
                  basis: text(basis),
                })
              }
              submitLabel={t.save}
            />
            <div className="duty-remove">
              <Ask
                label={t.remove}
                sure={t.remove}
                onSure={async () => {
                  await removeDuty(duty);
                  toast(t.removed, { look: 'done', undo: () => void addDuty(duty) });
                  close();
                }}
                changed={async () => differences(told(duty), told(await read()))}
              >
                {t.removeAsk}
              </Ask>
            </div>
          </>
        )}
      </div>
    </>
  );
}

function gone(detail: string): never {
  throw new ApiProblem(404, { detail });
}

const widgets = (edition: string) => ({ scope: (props: WidgetProps) => <ScopeField {...props} edition={edition} /> });

export function NewDuty({ edition, open, close }: { edition: string; open: (id: string) => void; close: () => void }) {
  const t = useText(catalogueText);
  const base = useDutySchema();
  const controls = useMemo(() => widgets(edition), [edition]);
  if (!base) return null;
  const scope: JsonSchema = { type: 'string', widget: 'scope', label: { zh: '类别或大类', en: 'Category or group' } };
  const schema = { properties: { scope, ...base.properties }, required: ['scope', ...(base.required ?? [])] };
  return (
    <>
      <Head title={t.newDuty} close={close} />
      <div className="part">
        <p className="muted small">{edition}</p>
        <SchemaForm
          schema={schema}
          widgets={controls}
          submitLabel={t.add}
          autoFocus
          onCancel={close}
          onSubmit={async (values) => {
            const [sort, kind, key = ''] = text(values.scope).split(' ');
            const duty = await addDuty({
              edition,
              kind: categoryKinds.find((one) => one === kind) ?? 'matter',
              categoryId: sort === 'category' ? key : null,
              groupCode: sort === 'group' ? key : null,
              areaCode: text(values.areaCode) || null,
              unitId: text(values.unitId),
              basis: text(values.basis),
            });
            open(duty.id);
          }}
        />
      </div>
    </>
  );
}
