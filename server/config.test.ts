import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readConfig, SETTINGS } from './config.ts';

describe('the configuration', () => {
  test('needs no variable at all', () => {
    expect(readConfig({})).toMatchObject({
      port: 8080,
      host: '127.0.0.1',
      dataDir: './data',
      databasePool: 10,
      mode: 'demo',
      trustProxy: false,
      secureCookies: false,
    });
  });

  test('takes an empty variable as not given', () => {
    expect(readConfig({ PORT: '', DATABASE_URL: '' })).toMatchObject({ port: 8080, databaseUrl: undefined });
  });

  test('has the default it prints', () => {
    for (const { read, standard } of Object.values(SETTINGS)) {
      expect(read.safeParse(standard ?? undefined).data).toEqual(read.safeParse(undefined).data);
    }
  });

  test.each([
    ['PORT', '65536'],
    ['PORT', '80 80'],
    ['PORT', '-1'],
    ['HOST', 'a b'],
    ['DATABASE_POOL', '0'],
    ['BASE_URL', 'city.example'],
    ['SECURE_COOKIES', 'yes'],
    ['TRUST_PROXY', 'true'],
    ['LOG_LEVEL', 'loud'],
    ['DRUMTOWER_MODE', 'prod'],
    ['AUDIT_DAYS', '179'],
    ['SECOND_FACTOR', 'yes'],
    ['CODE_WINDOW', '3'],
    ['ADMINISTRATOR_NETWORKS', '10.1.2'],
    ['ADMINISTRATOR_NETWORKS', '10.1.2.0/33'],
    ['PASSWORD_DAYS', '-1'],
    ['REQUESTS_PER_MINUTE', 'many'],
  ])('refuses %s=%s, naming the variable, the value and what would be right', (variable, value) => {
    const words = faultsOf({ [variable]: value })[0];
    expect(words).toContain(`${variable}=${value} is wrong; it should be `);
  });

  test('names every wrong variable at once', () => {
    expect(faultsOf({ PORT: 'x', LOG_LEVEL: 'y' })).toHaveLength(2);
  });

  test('never repeats a secret', () => {
    expect(faultsOf({ DATABASE_URL: 'mysql://a:hunter22@b/c', DEMO_PASSWORD: 'short' }).join()).not.toMatch(
      /hunter22|short/,
    );
  });

  test('takes a secret from a file as well, without the line break at its end', () => {
    const folder = mkdtempSync(join(tmpdir(), 'drumtower-config-'));
    const path = join(folder, 'database-url');
    writeFileSync(path, 'postgres://a:hunter22@b/c\n');
    expect(readConfig({ DATABASE_URL_FILE: path }).databaseUrl).toBe('postgres://a:hunter22@b/c');
    expect(readConfig({ DATABASE_URL_FILE: path, DATABASE_URL: 'postgres://x@y/z' }).databaseUrl).toBe(
      'postgres://x@y/z',
    );
    expect(faultsOf({ DATABASE_URL_FILE: join(folder, 'gone') })).toEqual([
      'The file named by DATABASE_URL_FILE cannot be read (ENOENT).',
    ]);
    writeFileSync(path, 'mysql://a:hunter22@b/c');
    expect(faultsOf({ DATABASE_URL_FILE: path }).join()).toMatch(/DATABASE_URL=\*\*\* is wrong/);
    rmSync(folder, { recursive: true });
  });

  test('asks administrators for a second factor in production, and nobody in a demo, unless told otherwise', () => {
    expect(readConfig({}).secondFactor).toBe('nobody');
    expect(readConfig({ DRUMTOWER_MODE: 'production' }).secondFactor).toBe('administrators');
    expect(readConfig({ DRUMTOWER_MODE: 'production', SECOND_FACTOR: 'everybody' }).secondFactor).toBe('everybody');
  });

  test('sends cookies over https only, once the address is https', () => {
    expect(readConfig({ BASE_URL: 'https://city.example/' })).toMatchObject({
      baseUrl: 'https://city.example',
      secureCookies: true,
    });
    expect(readConfig({ BASE_URL: 'https://city.example', SECURE_COOKIES: 'false' }).secureCookies).toBe(false);
  });

  test('believes named proxies only', () => {
    expect(readConfig({ TRUST_PROXY: '10.0.0.0/8, ::1' }).trustProxy).toEqual(['10.0.0.0/8', '::1']);
  });
});

function faultsOf(env: Record<string, string>): string[] {
  try {
    readConfig(env);
  } catch (error) {
    const { refusal } = error as { refusal: { faults: { message: { en: string } }[] } };
    return refusal.faults.map(({ message }) => message.en);
  }
  return [];
}
