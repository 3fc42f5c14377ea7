import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { aesVault, type Key, keyIdOf, keyOf } from './vault.ts';

const [first, second] = [keyOf(randomBytes(32)), keyOf(randomBytes(32))];
const withKeys = (...keys: Key[]) => aesVault({ keys: () => keys });
const context = { jurisdictionId: 1, table: 'case_reporter', id: 'a' };
const text = '王某某 13800001111 🏮';

describe('a sealed value', () => {
  test('opens to what was sealed, and shows nothing of it', async () => {
    const vault = withKeys(first);
    const sealed = await vault.seal(text, context);
    expect(await vault.open(sealed, context)).toBe(text);
    expect(sealed.includes(Buffer.from('13800001111'))).toBe(false);
    expect(keyIdOf(sealed)).toBe(first.id);
  });

  test('is another each time, for the same text', async () => {
    const vault = withKeys(first);
    expect(await vault.seal(text, context)).not.toEqual(await vault.seal(text, context));
  });

  test.each([
    ['of another jurisdiction', { ...context, jurisdictionId: 2 }],
    ['of another table', { ...context, table: 'case_original' }],
    ['of another record', { ...context, id: 'b' }],
  ])('does not open as one %s', async (_whose, other) => {
    const vault = withKeys(first);
    await expect(vault.open(await vault.seal(text, context), other)).rejects.toMatchObject({
      refusal: { code: 'sealBroken' },
    });
  });

  test('does not open after any byte of it was changed', async () => {
    const vault = withKeys(first);
    const sealed = await vault.seal('鼓', context);
    for (let at = 0; at < sealed.length; at += 1) {
      const changed = Buffer.from(sealed);
      changed[at] = (changed[at] ?? 0) ^ 1;
      await expect(vault.open(changed, context)).rejects.toMatchObject({ refusal: { refused: 'conflict' } });
    }
    await expect(vault.open(sealed.subarray(0, 20), context)).rejects.toMatchObject({
      refusal: { code: 'sealBroken' },
    });
  });

  test('opens with its own key after a new one has come, and with no other', async () => {
    const sealed = await withKeys(first).seal(text, context);
    expect(await withKeys(second, first).open(sealed, context)).toBe(text);
    await expect(withKeys(second).open(sealed, context)).rejects.toMatchObject({
      refusal: { code: 'vaultKeyMissing', message: { en: expect.stringContaining(first.id) } },
    });
  });
});

describe('a mark', () => {
  test('is the same for the same number, and another elsewhere, for another purpose or with another key', async () => {
    const vault = withKeys(first);
    const mark = async (...asked: Parameters<typeof vault.marks>) => (await vault.marks(...asked))[0]?.toString('hex');
    const one = await mark('13800001111', 'phone', 1);
    expect(await mark('13800001111', 'phone', 1)).toBe(one);
    expect(await mark('13800001111', 'phone', 2)).not.toBe(one);
    expect(await mark('13800001111', 'name', 1)).not.toBe(one);
    expect(
      (await withKeys(second, first).marks('13800001111', 'phone', 1)).map((found) => found.toString('hex')),
    ).toEqual([expect.not.stringMatching(one ?? ''), one]);
  });
});
