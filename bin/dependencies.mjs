// `npm run check` asks here whether what is installed may be used, and whether anything known speaks against it.
import { spawnSync } from 'node:child_process';
import { npmCommand, ROOT, say } from './bootstrap.mjs';
import { installedPackages, licenceFault } from './packages.mjs';

const packages = installedPackages();
const faults = packages.map(licenceFault).filter(Boolean);
for (const fault of faults) say(fault);
say(`licences of ${packages.length} packages: ${faults.length === 0 ? 'all free' : `${faults.length} not allowed`}`);

const { program, first } = npmCommand();
const asked = spawnSync(program, [...first, 'audit', '--json', '--audit-level=high'], { cwd: ROOT, encoding: 'utf8' });
const vulnerable = severe(asked.stdout);
if (vulnerable === undefined) say('vulnerabilities: NOT CHECKED, the registry did not answer; try again with internet');
else say(`vulnerabilities of level high or critical: ${vulnerable}`);
process.exitCode = faults.length > 0 || (vulnerable ?? 0) > 0 ? 1 : 0;

/** How many are high or critical; undefined if the registry gave no answer to that. */
function severe(output) {
  try {
    const { high, critical } = JSON.parse(output).metadata.vulnerabilities;
    return high + critical;
  } catch {
    return undefined;
  }
}
