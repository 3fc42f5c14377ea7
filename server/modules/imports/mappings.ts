import { hotline } from './mappings/hotline.ts';
import { la311 } from './mappings/la311.ts';
import type { ImportMapping } from './model.ts';

/** All mappings, by what `--map` calls them. */
export const mappings: ReadonlyMap<string, ImportMapping> = new Map(
  [la311, hotline].map((mapping) => [mapping.name, mapping]),
);
