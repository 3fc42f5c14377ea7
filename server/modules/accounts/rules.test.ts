import { describe, expect, test } from 'vitest';
import { leakedForms } from './plain-passwords.ts';
import { administrators, type Role, roleNames } from './roles.ts';
import {
  lockSeconds,
  permissionsOf,
  permissionsOfToken,
  refuseOwn,
  refusePassword,
  refuseReset,
  refuseRoles,
  refuseScopes,
  sessionAlive,
} from './rules.ts';

describe('the three administrators', () => {
  const pairs = administrators.flatMap((one) =>
    roleNames.filter((other) => other !== one).map((other) => [one, other] as const),
  );
  test.each(pairs)('%s is never also %s', (one, other) => {
    expect(refuseRoles([one, other], 'some unit')?.code).toBe('administratorsKeptApart');
  });
  test.each(roleNames)('%s may be held alone', (role) => {
    expect(refuseRoles([role], 'some unit')).toBeNull();
  });
  test('share no right to change anything', () => {
    const [system, security, audit] = administrators.map((role) => permissionsOf([role]));
    const reads = new Set(['account.read', 'look.read']);
    const shared = [...system!, ...security!].filter(
      (right) => audit!.has(right) || (system!.has(right) && security!.has(right)),
    );
    expect(shared.filter((right) => !reads.has(right))).toEqual([]);
  });
  test('have no part in cases, and nobody else reads the audit or grants roles', () => {
    for (const role of administrators)
      expect([...permissionsOf([role])].filter((right) => right.startsWith('case.'))).toEqual([]);
    const others = roleNames.filter((role): role is Role => !administrators.includes(role));
    const rights = permissionsOf(others);
    for (const right of ['audit.read', 'account.grant', 'account.manage']) expect(rights.has(right)).toBe(false);
  });
  test('do not reset one another’s passwords', () => {
    for (const role of administrators) expect(refuseReset({ roles: [role] })?.code).toBe('administratorPassword');
    expect(refuseReset({ roles: ['dispatcher'] })).toBeNull();
  });
});

describe('rights', () => {
  test('operational roles may be held together', () => {
    expect(refuseRoles(['intakeOfficer', 'dispatcher'], null)).toBeNull();
  });
  test('a unit officer belongs to a unit', () => {
    expect(refuseRoles(['unitOfficer'], null)?.code).toBe('unitMissing');
  });
  test('nobody changes their own', () => {
    expect(refuseOwn('a', 'a')?.code).toBe('ownAccount');
    expect(refuseOwn('a', 'b')).toBeNull();
  });
});

describe('an API token', () => {
  const owner = permissionsOf(['dispatcher']);
  test('is refused rights that its owner lacks', () => {
    expect(refuseScopes(['case.dispatch', 'case.close'], owner)?.facts).toEqual({ scopes: ['case.close'] });
    expect(refuseScopes(['case.dispatch'], owner)).toBeNull();
  });
  test('never makes tokens', () => {
    expect(refuseScopes(['token.manage'], owner)?.code).toBe('scopesBeyondOwner');
  });
  test('loses what its owner loses', () => {
    expect([...permissionsOfToken(['evaluator'], ['case.dispatch', 'case.read'])]).toEqual(['case.read']);
  });
});

describe('a password', () => {
  test.each([
    ['correct horse battery staple', 'a long phrase'],
    ['Lantern7-bridge', 'twelve and more with three classes'],
    ['鼓楼前的银杏树在十一月变黄了', 'a Chinese sentence of fourteen characters'],
  ])('%s is good: %s', (password) => {
    expect(refusePassword(password, { username: 'someone', leaked: false })).toBeNull();
  });
  test.each([
    ['Ab3-ef', 'too short'],
    ['lanternbridge', 'thirteen of one class'],
    ['Someone-2026-x', 'contains the username'],
    ['Password123!', 'a common word with signs'],
    ['P@ssw0rd2026', 'a common word in disguise'],
    ['Admin@123456', 'a common word with signs'],
    ['Aa123456789!', 'two letters and a row of digits'],
    ['aaaaaaaaaaaaaaaa', 'one letter'],
    ['12345678901234567', 'digits only'],
    ['Qwertyuiop-2026', 'a walk along the keyboard'],
    ['1qaz@WSX3edc', 'a walk down the keyboard'],
    ['POIUYTREWQlkjhg', 'a walk backwards'],
    ['Summer2026!Winter', 'seasons and a year'],
    ['Woaini1314520!', 'what everybody types in pinyin'],
    ['M1m@-Gu4nl1yuan9', 'in disguise too'],
    ['Drumtower@2026', 'the name of the program'],
    ['Abcdefgh-2026', 'the alphabet'],
    ['Zhangsan-1988-08', 'the name of its owner, and a date'],
    ['Beiqu-North-2026!', 'the name of the district'],
  ])('%s is refused: %s', (password) => {
    const names = ['张三', 'zhangsan', '北区', 'beiqu', 'North', 'District'];
    expect(refusePassword(password, { username: 'someone', names, leaked: false })?.code).toBe('weakPassword');
  });
  test.each(['Lantern7-bridge', 'correct horse battery staple'])('%s is refused once it was leaked', (password) => {
    const refusal = refusePassword(password, { username: 'someone', leaked: true });
    expect(refusal?.faults?.map(({ message }) => message.zh)).toEqual([expect.stringContaining('泄露密码名单')]);
  });
  test('is looked for among leaked ones as it is, undisguised, and without what stands around it', () => {
    expect(leakedForms('#Ch1ck3nwing-2026')).toEqual([
      '#ch1ck3nwing-2026',
      'ch1ck3nwing',
      '#chickenwing-2o26',
      'chickenwing',
    ]);
    expect(leakedForms('7392-rain-8841')).toEqual(['7392-rain-8841', 'te92-rain-88ai']);
    expect(leakedForms('１２３４５６')).toContain('123456');
  });
});

describe('failed sign-ins', () => {
  test('lock after the fifth from one address, twice as long each time, at most an hour', () => {
    expect([1, 4, 5, 6, 7, 8, 11, 12, 40].map((failures) => lockSeconds('pair', failures))).toEqual([
      0, 0, 30, 60, 120, 240, 1920, 3600, 3600,
    ]);
  });
  test('lock a name from everywhere, and an address for every name, only after many more', () => {
    expect(lockSeconds('name', 19)).toBe(0);
    expect(lockSeconds('name', 20)).toBe(30);
    expect(lockSeconds('address', 49)).toBe(0);
    expect(lockSeconds('address', 50)).toBe(30);
  });
});

describe('a session', () => {
  const session = { seenAt: '2026-03-02T08:00:00.000Z', expiresAt: '2026-03-02T12:00:00.000Z' };
  test('ends after two hours without a request', () => {
    expect(sessionAlive(session, '2026-03-02T09:59:59.000Z')).toBe(true);
    expect(sessionAlive(session, '2026-03-02T10:00:00.000Z')).toBe(false);
  });
  test('ends at its last moment however busy', () => {
    expect(sessionAlive({ ...session, seenAt: '2026-03-02T11:59:00.000Z' }, '2026-03-02T12:00:00.000Z')).toBe(false);
  });
});
