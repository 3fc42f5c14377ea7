#!/usr/bin/env node
// The command line: `npx drumtower verify`, `import`, `export`, `backup` …
import { drumtower } from './bootstrap.mjs';
import { ensureWeb } from './web.mjs';

const [command] = process.argv.slice(2);
// The bench weighs the screens too: without them it would fall down at its last line.
const ready = command !== 'bench' || (await ensureWeb());
process.exitCode = ready ? await drumtower(process.argv.slice(2)) : 1;
