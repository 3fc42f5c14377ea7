import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useMemo } from 'react';
import type { z } from 'zod';

/**
 * Filters, selection and view live in the address, so that a link shows what its sender saw. Plain `?state=a&state=b`,
 * no JSON, so that people can read and write it.
 */
export type RawSearch = Record<string, string | string[]>;

export function readQuery(text: string): RawSearch {
  const raw: RawSearch = {};
  for (const [name, value] of new URLSearchParams(text)) {
    // What is written empty is not written.
    if (value === '') continue;
    const before = raw[name];
    if (before === undefined) raw[name] = value;
    else raw[name] = Array.isArray(before) ? [...before, value] : [before, value];
  }
  return raw;
}

export function writeQuery(search: Record<string, unknown>): string {
  const text = new URLSearchParams();
  for (const [name, value] of Object.entries(search)) {
    if (value === undefined || value === null || value === '' || value === false) continue;
    for (const one of Array.isArray(value) ? value : [value]) text.append(name, String(one));
  }
  const written = text.toString();
  return written === '' ? '' : `?${written}`;
}

/**
 * Reads what the shape knows from an address. What is broken in a link falls back to its default, name by name; a lone
 * value stands for a list of one. Every field of the shape must be optional or have a default.
 */
export function readSearch<S extends z.ZodObject>(shape: S, raw: RawSearch): z.output<S> {
  const kept: Record<string, unknown> = {};
  for (const [name, field] of Object.entries<z.ZodType>(shape.shape)) {
    const value = raw[name];
    if (value === undefined) continue;
    for (const candidate of Array.isArray(value) ? [value, value[0]] : [value, [value]]) {
      if (!field.safeParse(candidate).success) continue;
      kept[name] = candidate;
      break;
    }
  }
  return shape.parse(kept);
}

/**
 * The page's own part of the address and how to change it. `change` merges; a name set to undefined goes away.
 * Replaces the history entry unless `push` is asked for (opening a record, so that Back closes it).
 */
export function useAddress<S extends z.ZodObject>(
  shape: S,
): [z.output<S>, (part: Partial<z.input<S>>, how?: { push?: boolean }) => void] {
  const raw = useSearch({ strict: false }) as RawSearch;
  const navigate = useNavigate();
  const search = useMemo(() => readSearch(shape, raw), [shape, raw]);
  const change = useCallback(
    (part: Partial<z.input<S>>, how: { push?: boolean } = {}) => {
      // The router's types know the addresses of a fixed tree; ours grows from a list (screens.ts).
      const next = (before: RawSearch) => ({ ...before, ...part }) as never;
      void navigate({ to: '.', search: next, replace: !how.push });
    },
    [navigate],
  );
  return [search, change];
}
