import { describe, expect, test } from 'vitest';
import { deviceOf } from './device.ts';
import { operationsOf } from './permissions.ts';

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
});

describe('what a permission lets one do', () => {
  test('is read from the printed document, both languages apart', () => {
    const document = {
      paths: { '/api/cases': { get: { summary: '案卷列表 — Cases', 'x-permission': 'case.read' }, post: {} } },
    };
    expect(operationsOf(document)).toEqual([{ permission: 'case.read', words: { zh: '案卷列表', en: 'Cases' } }]);
    expect(operationsOf('not a document')).toEqual([]);
  });
});
