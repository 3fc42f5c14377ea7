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
