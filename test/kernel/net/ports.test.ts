import { expect, test } from 'vitest';
import { PortTable, type PortUser } from '../../../src/kernel/net/ports.ts';
import { EPHEMERAL_PORTS } from '../../../src/kernel/limits.ts';

const user = (local: PortUser['local'], about: Partial<PortUser> = {}): PortUser => ({
  ...{ local, isReusingAddress: false, isReusingPort: false, isListening: false },
  ...about,
});

const isTaken = (first: Partial<PortUser>, second: Partial<PortUser>, host = '127.0.0.1'): boolean => {
  const table = new PortTable<PortUser>();
  table.add(user(['127.0.0.1', 80], first));
  return table.isTaken(user(undefined, second), [host, 80]);
};

test('a port is shared only if both sockets request it in the same way', () => {
  expect(isTaken({}, {})).toBe(true);
  expect(isTaken({ isReusingAddress: true }, {})).toBe(true);
  expect(isTaken({}, { isReusingAddress: true })).toBe(true);
  expect(isTaken({ isReusingAddress: true }, { isReusingAddress: true })).toBe(false);
  expect(isTaken({ isReusingAddress: true, isListening: true }, { isReusingAddress: true })).toBe(true);
  expect(isTaken({ isReusingPort: true }, {})).toBe(true);
  expect(isTaken({}, { isReusingPort: true })).toBe(true);
  expect(isTaken({ isReusingPort: true, isListening: true }, { isReusingPort: true })).toBe(false);
  expect(isTaken({ isReusingPort: true }, { isReusingAddress: true })).toBe(true);
});

test('another address of the machine is free; all addresses together are not', () => {
  expect(isTaken({}, {}, '127.0.0.2')).toBe(false);
  expect(isTaken({}, {}, '0.0.0.0')).toBe(true);
});

test('a user that does not conflict does not hide one that does', () => {
  const table = new PortTable<PortUser>();
  table.add(user(['127.0.0.2', 80]));
  table.add(user(['127.0.0.1', 80], { isReusingAddress: true }));
  const last = user(['127.0.0.1', 80]);
  table.add(last);
  expect(table.isTaken(user(undefined, { isReusingAddress: true }), ['127.0.0.1', 80])).toBe(true);
  expect(table.isTaken(last, ['127.0.0.1', 80])).toBe(true);
  table.delete(last);
  expect(table.isTaken(user(undefined, { isReusingAddress: true }), ['127.0.0.1', 80])).toBe(false);
});

test('a user does not conflict after it is gone, and never with itself', () => {
  const table = new PortTable<PortUser>();
  const [one, other] = [user(['127.0.0.1', 80]), user(['127.0.0.1', 80])];
  table.add(one);
  table.add(user(undefined));
  expect(table.isTaken(one, ['127.0.0.1', 80])).toBe(false);
  table.delete(other);
  expect([...table.users(80)]).toEqual([one]);
  table.delete(one);
  table.delete(one);
  table.delete(user(undefined));
  expect([...table.users(80)]).toEqual([]);
});

test('ephemeral ports ascend, skip unusable ones, and start again after the last', () => {
  const table = new PortTable<PortUser>();
  const [first, last] = EPHEMERAL_PORTS;
  expect([table.ephemeral(() => true), table.ephemeral((port) => port !== first + 1)]).toEqual([first, first + 2]);
  expect(table.ephemeral((port) => port === last)).toBe(last);
  expect(table.ephemeral(() => true)).toBe(first);
  expect(table.ephemeral(() => false)).toBeUndefined();
  let asked = 0;
  table.ephemeral(() => {
    asked += 1;
    return false;
  });
  expect(asked).toBe(last - first + 1);
});
