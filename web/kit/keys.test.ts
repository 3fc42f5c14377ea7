import { describe, expect, test } from 'vitest';
import { actionKeys } from './actionKeys.ts';
import { placeBeside } from './placeBeside.ts';
import { windowOf } from './windowOf.ts';

describe('the letters of actions', () => {
  const named = (...names: string[]) => actionKeys(names.map((action) => ({ action })));
  test('are the first free ones of their names, and never those of the lists', () => {
    expect(named('dispatch', 'decline', 'close')).toEqual({ close: 'c', decline: 'd', dispatch: 'i' });
    expect(named('join')).toEqual({ join: 'o' });
  });
  test('do not depend on the order in which the actions are offered', () => {
    expect(named('close', 'decline', 'dispatch')).toEqual(named('dispatch', 'close', 'decline'));
  });
  test('are given to no two actions', () => {
    const keys = Object.values(named('remind', 'rework', 'register', 'reject', 'resume', 'reopen', 'report'));
    expect(new Set(keys).size).toBe(keys.length);
  });
});

describe('a long table', () => {
  test('draws the rows in sight and a few around them', () => {
    expect(windowOf(3200, 640, 32, 5000)).toEqual({ first: 92, last: 128 });
  });
  test('draws all of a few rows, and none of none', () => {
    expect(windowOf(0, 640, 32, 3)).toEqual({ first: 0, last: 2 });
    expect(windowOf(0, 640, 32, 0)).toEqual({ first: 0, last: -1 });
  });
  test('that became shorter than where it was scrolled to still draws its end', () => {
    expect(windowOf(9000, 640, 32, 10)).toEqual({ first: 9, last: 9 });
  });
});

describe('a floating panel', () => {
  const room = { width: 390, height: 800 };
  const anchor = (left: number, top: number) => ({ left, right: left + 80, top, bottom: top + 32 });
  test('lies below its button', () => {
    expect(placeBeside(anchor(20, 40), { width: 200, height: 300 }, room)).toEqual({ left: 20, top: 78 });
  });
  test('goes above where there is no room below', () => {
    expect(placeBeside(anchor(20, 700), { width: 200, height: 300 }, room).top).toBe(394);
  });
  test('never leaves the window', () => {
    expect(placeBeside(anchor(300, 40), { width: 380, height: 300 }, room).left).toBe(8);
    expect(placeBeside(anchor(0, 40), { width: 200, height: 300 }, room, { align: 'right' }).left).toBe(8);
  });
});
