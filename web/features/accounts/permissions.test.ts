import { describe, expect, test } from 'vitest';
import { operationsOf } from './permissions.ts';

describe('what a permission lets one do', () => {
  test('is read from the printed document, both languages apart', () => {
    const document = {
      paths: { '/api/cases': { get: { summary: '案卷列表 — Cases', 'x-permission': 'case.read' }, post: {} } },
    };
    expect(operationsOf(document)).toEqual([{ permission: 'case.read', words: { zh: '案卷列表', en: 'Cases' } }]);
    expect(operationsOf('not a document')).toEqual([]);
  });
});
