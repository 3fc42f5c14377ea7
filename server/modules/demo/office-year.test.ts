import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Officer, startTestServer, type TestServer } from '../../testing.ts';
import { schemaBreaches } from '../publication/published.fixture.ts';

let server: TestServer;
let leader: Officer;
/** The local day of the demo. */
const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
const year = today.slice(0, 4);
const ago = (days: number) => new Date(Date.parse(today) - days * 86_400_000).toISOString().slice(0, 10);

beforeAll(async () => {
  server = await startTestServer({ days: 40, perDay: 1 });
  leader = await server.as('lingdao01');
});
afterAll(() => server?.stop());

test('every system of the demo was looked at until now, and what failed became an incident', async () => {
  const { body } = await leader.ask('GET', `/uptime?from=${ago(30)}&to=${today}`);
  const systems = body.items.filter((item: { subject: { kind: string } }) => item.subject.kind === 'system');
  expect(systems).toHaveLength(3);
  for (const { availability, rate } of systems) {
    expect(availability.unknownMinutes).toBeLessThanOrEqual(5);
    expect(rate.high).toBeLessThan(0.05);
  }
  expect(systems.some(({ rate }: { rate: { low: number } }) => rate.low > 0)).toBe(true);
  const hotline = systems.find((item: { subject: { code: string } }) => item.subject.code === 'RX');
  expect(hotline.availability.uncorrectedFaultMinutes - hotline.availability.faultMinutes).toBe(48);
  const incidents = await leader.ask('GET', `/uptime/incidents?from=${ago(39)}&to=${today}`);
  expect(incidents.body.items.length).toBeGreaterThanOrEqual(5);
});

test('the demo stands in every state of a key task that a leader may meet, and its meetings count', async () => {
  const { body } = await leader.ask('GET', `/tasks?from=${ago(400)}&to=${Number(year) + 1}-12-31`);
  const states = new Set(body.items.map(({ state }: { state: string }) => state));
  for (const state of ['drafted', 'assigned', 'inProgress', 'reported']) expect(states).toContain(state);
  const figures = await leader.ask('GET', `/office/figures?from=${ago(39)}&to=${today}`);
  expect(figures.body.meetings.counted.length).toBeGreaterThan(15);
});

test('the document of the demo’s year follows the published schema, drafted or out', async () => {
  expect(await schemaBreaches(server, leader)).toEqual({ documents: 1, breaches: [] });
});

test('the demo has 17 people on 18 posts, and this year’s money in the order of a small centre', async () => {
  expect((await leader.ask('GET', '/staff')).body.control).toEqual({ inPost: 17, posts: 18 });
  const { items } = (await leader.ask('GET', '/budgets')).body;
  const own = items.find((one: { year: number }) => one.year === Number(ago(0).slice(0, 4)));
  expect(own.totals).toEqual({ income: 282_610_000, expenditure: 282_610_000 });
});
