import type { AnyRoute, Stream } from './http.ts';
import type { AnyLifecycle } from './lifecycle.ts';
import type { SealedColumn } from './vault-rewrap.ts';
import type { Follower, Job } from './work.ts';

/** What a module gives to the house; `app.ts` lists the modules in the order in which they may know each other. */
export interface Module {
  name: string;
  routes?: readonly AnyRoute[];
  streams?: readonly Stream[];
  followers?: readonly Follower[];
  jobs?: readonly Job[];
  lifecycles?: readonly AnyLifecycle[];
  /** Columns whose values the vault has sealed, so that they can be brought under another key. */
  sealed?: readonly SealedColumn[];
}
