import { serveLane } from '../kernel/verify-threads.ts';
import { rowKinds } from '../procedures.ts';

await serveLane(rowKinds);
