import { serveLane } from '../kernel/verify-threads.ts';
import { checkEveryRow } from '../procedures.ts';

await serveLane(checkEveryRow);
