import { useState } from 'react';
import { draftKey, useMe } from './session.ts';

/** What was kept under a name in this browser; null where nothing was, or nothing that can be read. */
export function keptDraft(key: string): unknown {
  try {
    return JSON.parse(localStorage.getItem(key) ?? 'null');
  } catch {
    return null;
  }
}

/** Keeps what is typed and not sent; null forgets it. */
export function keepDraft(key: string, draft: unknown): void {
  try {
    if (draft === null) localStorage.removeItem(key);
    else localStorage.setItem(key, JSON.stringify(draft));
  } catch {
    // A browser that keeps nothing: the page itself still holds what was typed.
  }
}

interface Kept<T> {
  /** What stood there when the first letter was typed. */
  on: string;
  draft: T;
}

/** A draft of an older version of a page may lack what has come since: it is not taken up. */
function isKept<T extends object>(kept: unknown, like: T): kept is Kept<T> {
  if (typeof kept !== 'object' || kept === null || !('on' in kept) || !('draft' in kept)) return false;
  const { on, draft } = kept;
  if (typeof on !== 'string' || typeof draft !== 'object' || draft === null) return false;
  const own = new Map(Object.entries(draft));
  return Object.entries(like).every(
    ([name, value]) => own.has(name) && Array.isArray(own.get(name)) === Array.isArray(value),
  );
}

/** What is being written over what stands. */
export interface Writing<T> {
  /** Null where nothing differs from what stands. */
  draft: T | null;
  /** Somebody else has changed what stands since the first letter was typed. */
  overtaken: boolean;
  /** Another one where the fields are to be filled anew. */
  basis: string;
  write: (draft: T) => void;
  /** It was saved, or is given up. */
  end: () => void;
}

/**
 * A long text or table while somebody writes it, over what others may change meanwhile: it outlives another part of the
 * page, a reload and the end of a session, and goes with saving, discarding and signing out.
 */
export function useWriting<T extends object>(what: string, stands: T | null): Writing<T> {
  const key = draftKey(what, useMe().id);
  const now = JSON.stringify(stands);
  const [written, setWritten] = useState<Kept<T> | null>(() => {
    const kept = keptDraft(key);
    return stands !== null && isKept(kept, stands) ? kept : null;
  });
  const [round, setRound] = useState(0);
  const put = (next: Kept<T> | null) => {
    setWritten(next);
    keepDraft(key, next);
  };
  return {
    draft: written?.draft ?? null,
    overtaken: written !== null && written.on !== now,
    basis: `${round} ${written?.on ?? now}`,
    write: (draft: T) => put({ on: written?.on ?? now, draft }),
    end() {
      put(null);
      setRound(round + 1);
    },
  };
}

const formKey = (form: string, accountId: string) => draftKey(`form.${form}`, accountId);

/** Whether this officer has typed something into a form here that was not sent. */
export const isFormKept = (form: string, accountId: string): boolean => keptDraft(formKey(form, accountId)) !== null;

/** What was typed into a form and not sent: it outlives a reload and the end of a session, and goes with signing out. */
export function useKeptForm(form: string): {
  kept: Readonly<Record<string, unknown>> | null;
  keep: (values: Readonly<Record<string, unknown>> | null) => void;
} {
  const key = formKey(form, useMe().id);
  const [kept] = useState(() => keptDraft(key));
  return {
    kept: typeof kept === 'object' && kept !== null && !Array.isArray(kept) ? (kept as Record<string, unknown>) : null,
    keep: (values) => keepDraft(key, values),
  };
}
