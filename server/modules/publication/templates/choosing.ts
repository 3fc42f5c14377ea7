import type { Tx } from '../../../kernel/db.ts';
import { FUJIAN } from '../../disclosure/data/fujian.ts';
import type { Template } from '../../disclosure/data/template.ts';
import { findTemplateOn, findTemplateSet, listTemplateSets } from './store.ts';

/** Which set a document is made by: a district's own, or the one that the house came with. */
export interface ChosenTemplate {
  /** Of the record; for the set that the house came with, the id of the template itself. */
  id: string;
  nameZh: string;
  template: Template;
}

export const HOUSE: ChosenTemplate = { id: FUJIAN.id, nameZh: FUJIAN.nameZh, template: FUJIAN };

/** The set in force on the day on which a document goes out. */
export async function templateOn(tx: Tx, jurisdictionId: number, on: string): Promise<ChosenTemplate> {
  const found = await findTemplateOn(tx, jurisdictionId, on);
  return found ? { id: found.id, nameZh: found.template.nameZh, template: found.template } : HOUSE;
}

/** The set that a document says it was made by, whatever became of it. */
export async function templateNamed(tx: Tx, jurisdictionId: number, id: string | undefined): Promise<Template> {
  if (id === undefined || id === HOUSE.id) return HOUSE.template;
  return (await findTemplateSet(tx, jurisdictionId, id))?.template ?? HOUSE.template;
}

/** All sets by which a document from elsewhere may have been made. */
export async function templatesKnown(tx: Tx, jurisdictionId: number): Promise<Template[]> {
  const sets = await listTemplateSets(tx, jurisdictionId);
  return [HOUSE.template, ...sets.filter(({ state }) => state === 'inForce').map(({ template }) => template)];
}
