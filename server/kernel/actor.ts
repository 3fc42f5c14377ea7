import type { Instant } from './instant.ts';
import type { Refusal } from './refusal.ts';

/**
 * Whoever asks: an officer who signed in, a machine with a token, or the system itself. The kernel needs only this;
 * how an actor is made is the accounts module's business.
 */
export interface Actor {
  id: string;
  /** The one jurisdiction whose records this actor can see; every query begins with it. */
  jurisdictionId: number;
  name: string;
  roles: readonly string[];
  permissions: ReadonlySet<string>;
  /** The unit the actor answers for, where the role is bound to one. */
  unitId: string | null;
  /** The session or token that speaks, so that the audit can name it. */
  sessionId: string | null;
  /** When the session or token ends if nothing more is asked. */
  endsAt?: Instant;
  /** A program that speaks by a token: it never touches its owner's sign-in. */
  byToken?: true;
  /** Why nothing is permitted for the moment although roles are held, and how that ends; such as a one-time password. */
  withheld?: Refusal;
}
