import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { JurisdictionSettings, UnitKind } from '../../../server/modules/organisation/model.ts';
import { type SettingsChange, settingsShape } from '../../../server/modules/organisation/rules.ts';
import { type AnswerOf, type ApiRoutes, type Contract, call } from '../../api.ts';
import { queries } from '../../session.ts';

type Routes = Contract<ApiRoutes>;
export type Unit = AnswerOf<Routes['GET /units']>['items'][number];
type JurisdictionAnswer = AnswerOf<Routes['GET /jurisdiction']>;
export type Jurisdiction = Omit<JurisdictionAnswer, 'settings'> & { settings: JurisdictionSettings };
export type NewUnit = {
  code: string;
  name: { zh: string; en: string };
  kind: UnitKind;
  group: string;
  parentCode?: string;
};

/** Under the key by which all screens remember units. */
export function unitsQuery(filter: { query?: string | undefined; kind?: UnitKind | undefined } = {}) {
  return queryOptions({
    queryKey: ['units', 'list', filter],
    queryFn: async () => (await call('GET /units', { query: { ...filter, limit: 1000 } })).items,
    placeholderData: keepPreviousData,
  });
}

/** Reads one unit past what is remembered. */
export async function readUnit(id: string): Promise<Unit | undefined> {
  const units = await queries.fetchQuery({ ...unitsQuery(), staleTime: 0 });
  return units.find((unit) => unit.id === id);
}

export async function addUnit(body: NewUnit, idempotencyKey: string): Promise<Unit> {
  const unit = await call('POST /units', { body, idempotencyKey });
  await queries.invalidateQueries({ queryKey: ['units'] });
  return unit;
}

export type UnitChange = Partial<Pick<Unit, 'name' | 'kind' | 'group' | 'active' | 'parentId'>>;

export async function changeUnit({ id, version }: Pick<Unit, 'id' | 'version'>, body: UnitChange): Promise<Unit> {
  const unit = await call('PATCH /units/:id', { params: { id }, version, body });
  await queries.invalidateQueries({ queryKey: ['units'] });
  return unit;
}

function read(answer: JurisdictionAnswer): Jurisdiction {
  return { ...answer, settings: settingsShape.parse(answer.settings) };
}

export const jurisdictionQuery = queryOptions({
  queryKey: ['jurisdiction'],
  queryFn: async () => read(await call('GET /jurisdiction')),
});

export function readJurisdiction(): Promise<Jurisdiction> {
  return queries.fetchQuery({ ...jurisdictionQuery, staleTime: 0 });
}

export async function changeSettings(version: number, body: SettingsChange): Promise<Jurisdiction> {
  const changed = read(await call('PATCH /jurisdiction/settings', { version, body }));
  queries.setQueryData(jurisdictionQuery.queryKey, changed);
  return changed;
}
