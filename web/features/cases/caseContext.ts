import { createContext, useContext } from 'react';
import type { CaseView } from './queries.ts';

/** The case a form belongs to; null where the form is for many at once. The pickers suggest by it. */
export const CaseContext = createContext<CaseView | null>(null);

export function useCase(): CaseView | null {
  return useContext(CaseContext);
}
