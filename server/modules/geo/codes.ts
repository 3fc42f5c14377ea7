import type { Point } from './model.ts';

/** 单元网格编码, 15 digits: 6 division + 3 sub-district + 3 community + 3 order within the community. */
export function cellCode(communityCode: string, order: number): string {
  return `${communityCode}${String(order).padStart(3, '0')}`;
}

/** The 14 digits in use before, with two for the order; a community of more than 99 cells had no such codes. */
export function oldCellCode(communityCode: string, order: number): string | null {
  return order > 99 ? null : `${communityCode}${String(order).padStart(2, '0')}`;
}

/**
 * The order in which the cells of a community are numbered: west to east, and row by row from north to south. Cells are
 * no perfect rows; a row is whatever lies within `rowHeight` degrees below the northernmost cell not yet numbered.
 */
export function numberingOrder<T>(cells: readonly T[], centreOf: (cell: T) => Point, rowHeight: number): T[] {
  const fromNorth = cells.map((cell) => ({ cell, ...centreOf(cell) })).sort((a, b) => b.lat - a.lat || a.lon - b.lon);
  const rows: (typeof fromNorth)[] = [];
  let top = Number.POSITIVE_INFINITY;
  for (const placed of fromNorth) {
    const present = rows.at(-1);
    if (present && top - placed.lat <= rowHeight) present.push(placed);
    else {
      rows.push([placed]);
      top = placed.lat;
    }
  }
  return rows.flatMap((row) => row.sort((a, b) => a.lon - b.lon || b.lat - a.lat).map(({ cell }) => cell));
}

/** 部件标识码 taken apart. */
export interface ComponentCode {
  division: string;
  /** 大类, 2 digits. */
  group: string;
  /** 小类: 2 digits in the 2013 edition (16 digits in all), 3 in that of 2026 (17 in all). */
  category: string;
  order: number;
}

export function componentCode({ division, group, category, order }: ComponentCode): string {
  return `${division}${group}${category}${String(order).padStart(6, '0')}`;
}

/** Null for what is no component code: not 16 or 17 digits, or a number zero where numbering begins at one. */
export function parseComponentCode(code: string): ComponentCode | null {
  const parts = /^([1-9]\d{5})(\d{2})(\d{2,3})(\d{6})$/.exec(code);
  if (!parts) return null;
  const [, division = '', group = '', category = '', order = ''] = parts;
  if (Number(group) === 0 || Number(category) === 0 || Number(order) === 0) return null;
  return { division, group, category, order: Number(order) };
}
