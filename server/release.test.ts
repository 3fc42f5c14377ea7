import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SETTINGS } from './config.ts';
import nodeFlags from './node-flags.json' with { type: 'json' };
import { ROOT } from './sources.fixture.ts';

const place = mkdtempSync(join(tmpdir(), 'drumtower-release-'));
const folder = join(place, 'drumtower');
let server: ChildProcess | undefined;

beforeAll(async () => {
  const args = [join(ROOT, 'bin', 'release.mjs'), '--lay-out', folder];
  await promisify(execFile)(process.execPath, args, { timeout: 280_000 });
});

afterAll(async () => {
  if (server && server.exitCode === null) {
    server.kill('SIGTERM');
    await once(server, 'exit');
  }
  rmSync(place, { recursive: true, force: true });
});

describe('what is given out', () => {
  test('carries its bill of materials in CycloneDX, with a licence for what it names', () => {
    const bill = JSON.parse(readFileSync(join(folder, 'drumtower.cdx.json'), 'utf8'));
    expect(bill.bomFormat).toBe('CycloneDX');
    const names = bill.components.map(({ name }: { name: string }) => name);
    expect(names).toEqual(expect.arrayContaining(['fastify', 'pg', 'zod']));
    expect(names).not.toContain('vitest');
  });

  test('holds no tests and no tools for building', () => {
    expect(existsSync(join(folder, 'server', 'release.test.ts'))).toBe(false);
    expect(existsSync(join(folder, 'node_modules', 'vite'))).toBe(false);
    expect(existsSync(join(folder, 'dist', 'web', 'index.html'))).toBe(true);
  });

  test('is what the systemd unit and the container file start', () => {
    const [unit, container] = ['drumtower.service', 'Containerfile'].map((name) =>
      readFileSync(join(ROOT, 'deploy', name), 'utf8'),
    ) as [string, string];
    const started = [/^ExecStart=(\S+) serve$/m, /^ENTRYPOINT \["([^"]+)"\]\nCMD \["serve"\]$/m].map(
      (line, i) => line.exec([unit, container][i] ?? '')?.[1],
    );
    expect(started).toEqual(['/opt/drumtower/drumtower', '/opt/drumtower/drumtower']);
    expect(statSync(join(folder, 'drumtower')).mode & 0o111).not.toBe(0);
    const settings = new Set<string>(Object.values(SETTINGS).map(({ variable }) => variable));
    const named = [
      ...(/^Environment=(.+)$/m.exec(unit)?.[1]?.split(' ') ?? []),
      ...(/^ENV (.+)$/m.exec(container)?.[1]?.split(' ') ?? []),
    ].map((one) => one.split('=')[0] ?? '');
    expect(named.length).toBeGreaterThan(3);
    expect(named.filter((name) => !settings.has(name))).toEqual([]);
    expect(/^STOPSIGNAL (.+)$/m.exec(container)?.[1]).toBe('SIGTERM');
  });

  test('serves on a machine with no Node, no npm and no registry', async () => {
    server = spawn(join(folder, 'drumtower'), ['serve'], {
      // Where the shell finds its own few programs, and no Node.
      env: {
        PATH: '/usr/bin:/bin',
        HOME: place,
        PORT: '0',
        DRUMTOWER_MODE: 'production',
        DATA_DIR: join(place, 'data'),
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const address = await addressOf(server);
    expect(await (await fetch(`${address}/healthz`)).json()).toMatchObject({ status: 'ok' });
    expect(await (await fetch(address)).text()).toContain('<html lang="zh-CN">');
    if (process.platform === 'linux')
      expect(readFileSync(`/proc/${server.pid}/cmdline`, 'utf8').split('\0')).toEqual(
        expect.arrayContaining(nodeFlags.serve),
      );
    if (process.platform === 'linux')
      expect(readFileSync(`/proc/${server.pid}/environ`, 'utf8').split('\0')).toEqual(
        expect.arrayContaining(Object.entries(nodeFlags.environment).map(([name, value]) => `${name}=${value}`)),
      );
    // As the container asks whether it is well, with nothing but what is in the archive.
    const { port } = new URL(address);
    expect([await asked(healthCheck(), port), await asked(healthCheck(), '1')]).toEqual([0, 1]);
    server.kill('SIGTERM');
    const [code] = await once(server, 'exit');
    expect(code).toBe(0);
    expect(readdirSync(join(place, 'data', 'compiled')).length).toBeGreaterThan(0);
  });
});

/** The command by which the container file has a container looked after. */
function healthCheck(): string[] {
  const text = readFileSync(join(ROOT, 'deploy', 'Containerfile'), 'utf8');
  const command = JSON.parse(/^HEALTHCHECK [^\n]*\\\n\s+CMD (\[.+\])$/m.exec(text)?.[1] ?? '[]') as string[];
  return command.map((part) => part.replaceAll('/opt/drumtower', folder));
}

/** Runs a command to its end and gives its code. */
async function asked([program = '', ...args]: string[], port: string): Promise<number | null> {
  const child = spawn(program, args, { env: { PATH: '/usr/bin:/bin', PORT: port }, stdio: 'ignore' });
  const [code] = await once(child, 'exit');
  return code as number | null;
}

/** What the server prints as its address, or a failure with all that it said instead. */
async function addressOf(child: ChildProcess): Promise<string> {
  let said = '';
  child.stderr?.on('data', (bytes) => {
    said += bytes;
  });
  for await (const bytes of child.stdout ?? []) {
    said += bytes;
    const address = /Drumtower 鼓楼: (http\S+)/.exec(said)?.[1];
    if (address) {
      child.stdout?.resume();
      return address;
    }
  }
  throw new Error(`no address: ${said}`);
}
