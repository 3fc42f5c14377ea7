import { createSign, generateKeyPairSync, type KeyObject } from 'node:crypto';
import type { AddressInfo, Server } from 'node:net';
import { createServer as createTcp } from 'node:net';
import { createServer as createTls, getCACertificates, setDefaultCACertificates } from 'node:tls';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { look } from './probing.ts';

/** One element of DER: its tag, the length of what it holds, and that. */
function der(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  const long = length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255];
  return Buffer.concat([Buffer.from([tag, ...(length < 128 ? [length] : long)]), content]);
}

const sequence = (...parts: readonly Uint8Array[]) => der(0x30, ...parts);
const ecdsaWithSha256 = sequence(der(0x06, Buffer.from('2a8648ce3d040302', 'hex')));
const text = (value: string) => der(0x0c, Buffer.from(value));
const utcTime = (at: number) =>
  der(0x17, Buffer.from(`${new Date(at).toISOString().slice(2, 19).replace(/[-:T]/g, '')}Z`));

/** A certificate that `localhost` has signed for itself, good for so long. */
function certificate(keys: { privateKey: KeyObject; publicKey: KeyObject }, from: number, until: number): string {
  const name = sequence(der(0x31, sequence(der(0x06, Buffer.from('550403', 'hex')), text('localhost'))));
  const body = sequence(
    der(0x02, Buffer.from([7])),
    ecdsaWithSha256,
    name,
    sequence(utcTime(from), utcTime(until)),
    name,
    keys.publicKey.export({ type: 'spki', format: 'der' }),
  );
  const signed = createSign('sha256').update(body).sign(keys.privateKey);
  const whole = sequence(body, ecdsaWithSha256, der(0x03, Buffer.from([0]), signed));
  const lines = whole.toString('base64').replace(/.{64}/g, '$&\n');
  return `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`;
}

const DAY = 86_400_000;
const now = Date.now();
const keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const good = certificate(keys, now - DAY, now + 20.5 * DAY);
const over = certificate(keys, now - 30 * DAY, now - DAY);
const trusted = getCACertificates('default');
const opened: Server[] = [];

/** Where it listens, for a look at it. */
async function listening(server: Server, host: string): Promise<string> {
  opened.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `${host}:${(server.address() as AddressInfo).port}`;
}

const showing = (cert: string) =>
  listening(createTls({ cert, key: keys.privateKey.export({ type: 'pkcs8', format: 'pem' }) }), 'localhost');

const seen = (kind: 'tcp' | 'certificate', target: string, expects: number | null = null) =>
  look({ kind, target, expects, timeoutSeconds: 5 }, now);

beforeAll(() => setDefaultCACertificates([...trusted, good, over]));
afterAll(async () => {
  setDefaultCACertificates(trusted);
  for (const server of opened) await new Promise((resolve) => server.close(resolve));
});

describe('a look outside', () => {
  test('finds a port that is open', async () => {
    const target = await listening(createTcp(), '127.0.0.1');
    expect(await seen('tcp', target)).toEqual({ ok: true, said: 'connected' });
  });

  test('finds how many days a certificate has left, and fails before it ends', async () => {
    const target = await showing(good);
    expect(await seen('certificate', target)).toEqual({ ok: true, said: '20 days left' });
    expect(await seen('certificate', target, 20)).toMatchObject({ ok: true });
    expect(await seen('certificate', target, 21)).toEqual({ ok: false, said: '20 days left' });
  });

  test('fails where a certificate is over, is for another name, or nobody trusts it', async () => {
    expect(await seen('certificate', await showing(over))).toEqual({ ok: false, said: 'CERT_HAS_EXPIRED' });
    const named = await showing(good);
    expect(await seen('certificate', named.replace('localhost', '127.0.0.1'))).toEqual({
      ok: false,
      said: 'ERR_TLS_CERT_ALTNAME_INVALID',
    });
    setDefaultCACertificates(trusted);
    expect(await seen('certificate', named)).toEqual({ ok: false, said: 'DEPTH_ZERO_SELF_SIGNED_CERT' });
    setDefaultCACertificates([...trusted, good, over]);
  });
});
