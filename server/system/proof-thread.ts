import { serveLane } from '../kernel/verify-threads.ts';
import { checkCaseRows } from '../modules/cases/check-store.ts';

await serveLane(checkCaseRows);
