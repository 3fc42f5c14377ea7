import { describe, expect, test } from 'vitest';
import { completeSettings, defaultSettings, settingsChange, withChange } from './rules.ts';

describe('the settings of a district', () => {
  test('are the defaults where the district has chosen nothing', () => {
    expect(completeSettings({})).toEqual(defaultSettings);
  });

  test('keep every other choice when one thing changes, down to a single stage', () => {
    const first = withChange({}, { reopenDays: 14, stageLimits: { dispatch: { amount: 1, unit: 'workHours' } } });
    const second = withChange(first, { warnAt: 0.7, stageLimits: { checking: { amount: 1, unit: 'workdays' } } });
    expect(completeSettings(second)).toEqual({
      ...defaultSettings,
      reopenDays: 14,
      warnAt: 0.7,
      stageLimits: {
        ...defaultSettings.stageLimits,
        dispatch: { amount: 1, unit: 'workHours' },
        checking: { amount: 1, unit: 'workdays' },
      },
    });
  });

  test.each<[unknown, string]>([
    [{ declinesBeforeRuling: 0 }, 'no decline at all'],
    [{ warnAt: 1.2 }, 'a warning after the deadline'],
    [{ stageLimits: { lunch: { amount: 1, unit: 'workHours' } } }, 'a stage that does not exist'],
    [{ stageLimits: { dispatch: { amount: 0, unit: 'workHours' } } }, 'a limit of nothing'],
    [{ reopenday: 3 }, 'a misspelt name'],
  ])('refuse %o: %s', (change) => {
    expect(settingsChange.safeParse(change).success).toBe(false);
  });
});
