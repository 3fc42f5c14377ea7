import { describe, expect, test } from 'vitest';
import { deviceKindOf, deviceOf } from './devices.ts';

describe('the device of a session', () => {
  test.each([
    [
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/132.0.0.0 Safari/537.36',
      'Chrome 132 · Windows',
    ],
    [
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/132.0.0.0 Safari/537.36 Edg/131.0.0.0',
      'Edge 131 · Windows',
    ],
    [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1',
      'Safari 18 · iOS',
    ],
    ['Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', 'Firefox 140 · Linux'],
    ['curl/8.9.1', 'curl/8.9.1'],
    ['', undefined],
  ])('%s is %s', (agent, device) => {
    expect(deviceOf(agent)).toBe(device);
  });

  test('is of one kind whatever its version, and of another in another browser or system', () => {
    const chrome = (version: string, system: string) => `Mozilla/5.0 (${system}) Chrome/${version} Safari/537.36`;
    expect(deviceKindOf(chrome('132.0', 'Windows NT 10.0'))).toBe('Chrome · Windows');
    expect(deviceKindOf(chrome('141.0', 'Windows NT 11.0'))).toBe('Chrome · Windows');
    expect(deviceKindOf(chrome('132.0', 'X11; Linux'))).toBe('Chrome · Linux');
    expect([deviceKindOf('curl/8.9.1'), deviceKindOf('curl/9.0'), deviceKindOf('')]).toEqual(['curl', 'curl', '']);
  });
});
