import type { Words } from '../../kernel/words.ts';
import type { Limit } from '../calendar/model.ts';

/** 版本 — an edition of the category tables; a category code means nothing without it. */
export const editions = ['GB/T 30428.2-2013', 'GB/T 47678.5-2026', 'local'] as const;
export type Edition = string;

/** 部件 / 事件（2013）; 管理部件 / 管理事项（2026）; `request` is a hotline subject without a national code. */
export const categoryKinds = ['component', 'event', 'matter', 'request'] as const;
export type CategoryKind = (typeof categoryKinds)[number];

/**
 * How sure a row is: read in a table in use, deduced by the numbering rule, or this installation's own. A district that
 * has bought the standard corrects what is not `transcribed`.
 */
export const certainties = ['transcribed', 'reconstructed', 'local'] as const;
export type Certainty = (typeof certainties)[number];

/** When an edition is in force, in local dates, both inclusive; `local` has no end and stands beside the national one. */
export interface CatalogueEdition {
  code: Edition;
  name: Words;
  national: boolean;
  validFrom: string;
  validTo: string | null;
}

/** 大类 + 小类. The key is (edition, kind, code). */
export interface Category {
  id: string;
  edition: Edition;
  kind: CategoryKind;
  code: string;
  group: { code: string; name: Words };
  name: Words;
  /** Everyday words a caller says for it: 路灯不亮, 井盖没了. */
  synonyms: string[];
  source: Certainty;
  /** A local extension, not in the national table. */
  local: boolean;
  active: boolean;
}

/** 立案条件 — what must be found for a case to be registered, with its own limit and closing condition. */
export interface RegistrationCondition {
  id: string;
  categoryId: string;
  /** 1, 2, 3 … within the category. */
  number: number;
  condition: Words;
  limit: Limit;
  /** 结案条件 */
  closing: Words;
  /** Whether the limit follows a published table or is this installation's own starting value. */
  source: Certainty;
  /** Changes make a new version with a later date; a case keeps the version it was registered on. */
  version: number;
  validFrom: string;
}

/** 派单目录 — who is responsible for a category in an area; the most exact row wins (area before category before group). */
export interface Responsibility {
  id: string;
  edition: Edition;
  /** Group codes of different kinds overlap, so a row always names its kind. */
  kind: CategoryKind;
  /** A category's id, or the code of a group for all below it. */
  categoryId: string | null;
  groupCode: string | null;
  /** Null: the whole jurisdiction. */
  areaCode: string | null;
  unitId: string;
  /** The clause of the list of duties it rests on. */
  basis: string;
  version: number;
}

/** A category of one national edition and its counterpart in the next; null where there is none, and why. */
export interface Mapping {
  from: { kind: CategoryKind; code: string } | null;
  to: { kind: CategoryKind; code: string } | null;
  note: Words;
}

/** Two categories that intake mixes up, and what tells them apart. */
export interface Confusable {
  categoryId: string;
  otherId: string;
  tells: Words;
}
