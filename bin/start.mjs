// `npm start`: installs what is missing, builds what is stale, and serves.
import { drumtower } from './bootstrap.mjs';
import { ensureWeb } from './web.mjs';

const built = await ensureWeb();
process.exitCode = built ? await drumtower(['serve', ...process.argv.slice(2)]) : 1;
