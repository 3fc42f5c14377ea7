#!/usr/bin/env node
// The command line: `npx drumtower verify`, `import`, `export`, `backup` …
import { drumtower } from './bootstrap.mjs';

process.exitCode = await drumtower(process.argv.slice(2));
