import type { Actor } from '../../kernel/actor.ts';
import type { Tx } from '../../kernel/db.ts';
import type { Words } from '../../kernel/words.ts';
import { pickResponsible, standing } from '../catalogue/rules.ts';
import { findCatalogue } from '../catalogue/store.ts';
import { listInactiveUnits } from '../organisation/store.ts';
import { listLastDispatches } from './list-store.ts';
import type { CaseFile } from './model.ts';
import { listPrecedents } from './store.ts';

export interface Suggestion {
  unitId: string;
  grounds: { kind: 'precedent' | 'duty' | 'practice'; text: Words; caseId?: string }[];
}

/**
 * 派遣建议 — which unit, and why. A ruling on the same category weighs most (it settled the dispute once), then the list
 * of duties by category and area, then how the last three of the kind were dispatched.
 */
export async function suggestUnits(tx: Tx, actor: Actor, kase: CaseFile): Promise<Suggestion[]> {
  const found = new Map<string, Suggestion>();
  const inactive = await listInactiveUnits(tx, kase.jurisdictionId);
  const add = (unitId: string, ground: Suggestion['grounds'][number]) => {
    if (inactive.has(unitId)) return;
    const suggestion = found.get(unitId) ?? { unitId, grounds: [] };
    suggestion.grounds.push(ground);
    found.set(unitId, suggestion);
  };
  if (!kase.categoryId) return [];
  const community = kase.place?.communityCode ?? null;
  for (const precedent of await listPrecedents(tx, kase.jurisdictionId, kase.categoryId, community)) {
    if (precedent.caseId === kase.id) continue;
    const same = precedent.communityCode === community;
    add(precedent.unitId, {
      kind: 'precedent',
      caseId: precedent.caseId,
      text: {
        zh: `责任认定先例${same ? '（同一社区）' : ''}：${precedent.reason}`,
        en: `Precedent of a ruling${same ? ' (same community)' : ''}: ${precedent.reason}`,
      },
    });
  }
  const areas = [kase.place?.sectorCode, kase.place?.communityCode, kase.place?.subdistrictCode].filter(
    (code) => code != null,
  );
  const catalogue = await findCatalogue(tx, kase.jurisdictionId);
  const category = catalogue.byId.get(kase.categoryId);
  const duty = category && pickResponsible(standing(catalogue.responsibilities, inactive), category, areas);
  if (duty)
    add(duty.responsibility.unitId, {
      kind: 'duty',
      text: { zh: `派单目录：${duty.grounds.zh}`, en: `List of duties: ${duty.grounds.en}` },
    });
  for (const last of await listLastDispatches(tx, actor, kase.categoryId, community)) {
    if (last.caseId === kase.id) continue;
    add(last.unitId, {
      kind: 'practice',
      caseId: last.caseId,
      text: { zh: `同类案卷 ${last.number} 由其处置`, en: `Case ${last.number} of the kind was handled by it` },
    });
  }
  return [...found.values()].slice(0, 5);
}
