import { connect } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Actor } from './actor.ts';
import { transact } from './db.ts';
import type { StreamEvent } from './http.ts';
import { buildHttp } from './http-server.ts';
import { newId } from './id.ts';
import { compareCursors, createLive, type Hearing, type Live } from './live.ts';
import { append, CHAIN_START, cursorNow, type Entry } from './log.ts';
import { settled, type TestDatabase, testDatabase } from './testing.ts';

const NOW = '2026-03-02T01:00:00.000Z';
let database: TestDatabase;
let live: Live;
/** Of one test alone: a reader of the test before may still be on its way. */
interface Scene {
  faults: unknown[];
  /** How the records are heard of; `asked` counts how often anything was looked up. */
  audience: Hearing['audience'];
  asked: number;
}
let scene: Scene;

function listenTo(own: Scene): Live {
  const hearing: Hearing = {
    hearsAll: (actor) => actor.permissions.has('hearAll'),
    audience: (entries) => {
      own.asked += 1;
      return own.audience(entries);
    },
  };
  return createLive(database.db, { case: hearing }, (error) => own.faults.push(error));
}

beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  await settled(database.db);
  scene = {
    faults: [],
    audience: async () => (entry, actor) => entry.action !== 'hidden' || actor.permissions.has('seeHidden'),
    asked: 0,
  };
  live = listenTo(scene);
});

let made = 0;
async function write(count = 1, more: Partial<Entry> = {}): Promise<string[]> {
  const entries = Array.from({ length: count }, (): Entry => {
    made += 1;
    return {
      jurisdictionId: 1,
      kind: 'case',
      recordId: newId(Date.parse(NOW) + made),
      seq: 1,
      action: 'report',
      actorId: null,
      at: NOW,
      recordedAt: NOW,
      origin: 'acted',
      data: { phone: 'never sent' },
      ...more,
    };
  });
  for (const entry of entries) await transact(database.db, (tx) => append(tx, [entry], CHAIN_START));
  return entries.map(({ recordId }) => recordId);
}

const officer = (more: Partial<Actor> = {}): Actor => ({
  id: 'officer',
  jurisdictionId: 1,
  name: '',
  roles: [],
  permissions: new Set(),
  unitId: null,
  sessionId: null,
  ...more,
});

/** Somebody at the other end of a stream, who remembers what was told. */
class Listener {
  readonly events: StreamEvent[] = [];
  ended = false;
  /** Until then what was sent lies unread. */
  reads: Promise<void> = Promise.resolve();
  leave: () => void = () => {};

  async join(lastEventId?: string, actor = officer()): Promise<this> {
    this.leave = await live.stream.open({
      actor,
      lastEventId,
      now: NOW,
      send: (event) => this.events.push(event) > 0,
      drained: () => this.reads,
      end: () => {
        this.ended = true;
      },
    });
    return this;
  }

  get heard(): string[] {
    return this.events
      .filter(({ event }) => event === 'entry')
      .map(({ data }) => (data as { recordId: string }).recordId);
  }

  get lastId(): string | undefined {
    return this.events.findLast(({ id }) => id !== undefined)?.id;
  }

  /** Until so much was heard; the log is looked at again and again, as the server does every second. */
  async until(condition: () => boolean): Promise<void> {
    while (!condition()) {
      live.grown();
      await sql`select pg_sleep(0.002)`.execute(database.db);
    }
  }
}

describe('a listener', () => {
  test('hears of what comes from now on, each entry once and in order, and of no content', async () => {
    await write(3);
    await settled(database.db);
    const one = await new Listener().join();
    const ids = await write(5);
    await one.until(() => one.heard.length >= 5);
    expect(one.heard).toEqual(ids);
    expect(one.events[0]).toMatchObject({ event: 'ready' });
    expect(JSON.stringify(one.events)).not.toContain('never sent');
    expect(one.events.at(-1)?.data).toEqual({
      kind: 'case',
      recordId: ids[4],
      seq: 1,
      action: 'report',
      at: NOW,
      actorId: null,
    });
  });

  test('that comes back hears what it missed, nothing twice, nothing left out', async () => {
    const before = await new Listener().join();
    const first = await write(4);
    await before.until(() => before.heard.length >= 4);
    before.leave();
    expect(live.listening()).toBe(0);
    const missed = await write(4);
    const back = await new Listener().join(before.lastId);
    const last = await write(4);
    await back.until(() => back.heard.length >= 8);
    expect([...before.heard, ...back.heard]).toEqual([...first, ...missed, ...last]);
  });

  test('may come back to another process, and to any place it heard', async () => {
    const one = await new Listener().join();
    const ids = await write(6);
    await one.until(() => one.heard.length >= 6);
    live = listenTo(scene);
    const third = one.events.filter(({ event }) => event === 'entry')[2]?.id;
    const back = await new Listener().join(third);
    await back.until(() => back.heard.length >= 3);
    expect(back.heard).toEqual(ids.slice(3));
  });

  test.each([1, 2, 3])('misses and repeats nothing when many join while others write (%i)', async () => {
    const place = await cursorNow(database.db);
    const early = await new Listener().join(place);
    const writers = Array.from({ length: 4 }, () => write(15));
    const joining = Array.from({ length: 6 }, async (_, i) => {
      await sql`select pg_sleep(${0.004 * i})`.execute(database.db);
      live.grown();
      return new Listener().join(place);
    });
    const listeners = [early, ...(await Promise.all(joining))];
    const ids = (await Promise.all(writers)).flat();
    for (const one of listeners) {
      await one.until(() => one.heard.length >= ids.length);
      live.grown();
      expect(new Set(one.heard)).toEqual(new Set(ids));
      expect(one.heard).toHaveLength(ids.length);
      const cursors = one.events.filter(({ event }) => event === 'entry').map(({ id }) => id ?? '');
      expect([...cursors].sort(compareCursors)).toEqual(cursors);
    }
  });

  test('hears the earlier before the later, though it reads slowly', async () => {
    const place = await cursorNow(database.db);
    const [first] = await write(1);
    await settled(database.db);
    const quick = await new Listener().join();
    const slow = new Listener();
    let read = () => {};
    slow.reads = new Promise((resolve) => {
      read = resolve;
    });
    await slow.join(place);
    await quick.until(() => slow.heard.length === 1);
    const later = await write(3);
    await quick.until(() => quick.heard.length === 3);
    expect(slow.heard).toEqual([first]);
    read();
    await slow.until(() => slow.heard.length >= 4);
    expect(slow.heard).toEqual([first, ...later]);
  });

  test('that does not read its past while much happens is sent away, not waited for', async () => {
    const place = await cursorNow(database.db);
    await write(1);
    await settled(database.db);
    const quick = await new Listener().join();
    const deaf = new Listener();
    deaf.reads = new Promise(() => {});
    await deaf.join(place);
    for (let told = 0; !deaf.ended; told += 1) {
      await write(1);
      await quick.until(() => quick.heard.length > told);
    }
    expect(live.listening()).toBe(1);
  });

  test('costs one look for all listeners together, and none where everybody hears all', async () => {
    const all = officer({ permissions: new Set(['hearAll']) });
    const [one, two] = [await new Listener().join(undefined, all), await new Listener().join(undefined, all)];
    await write(1);
    await one.until(() => one.heard.length === 1 && two.heard.length === 1);
    expect(scene.asked).toBe(0);
    const narrow = await Promise.all(Array.from({ length: 20 }, () => new Listener().join()));
    await write(1);
    // Some may have read this one by themselves, as the last of the past; the first two hear of it by the common look.
    await one.until(() => narrow.every(({ heard }) => heard.length === 1) && one.heard.length === 2);
    scene.asked = 0;
    await write(1);
    await one.until(() => narrow.every(({ heard }) => heard.length === 2));
    expect(scene.asked).toBe(1);
  });

  test('hears nothing of a kind of record for which nobody says who may hear', async () => {
    const one = await new Listener().join(undefined, officer({ permissions: new Set(['hearAll']) }));
    await write(1, { kind: 'secret' });
    const [open] = await write(1);
    await one.until(() => one.heard.length > 0);
    expect(one.heard).toEqual([open]);
  });

  test('hears nothing of another jurisdiction and nothing hidden from it', async () => {
    const [ours, seesAll, foreign] = [new Listener(), new Listener(), new Listener()];
    const place = await cursorNow(database.db);
    await ours.join();
    await seesAll.join(undefined, officer({ permissions: new Set(['seeHidden']) }));
    await foreign.join(undefined, officer({ jurisdictionId: 2 }));
    const [hidden] = await write(1, { action: 'hidden' });
    const [theirs] = await write(1, { jurisdictionId: 2 });
    const [open] = await write(1);
    await ours.until(() => ours.heard.length >= 1 && seesAll.heard.length >= 2 && foreign.heard.length >= 1);
    expect([ours.heard, seesAll.heard, foreign.heard]).toEqual([[open], [hidden, open], [theirs]]);
    const back = await new Listener().join(place);
    await back.until(() => back.heard.length >= 1);
    expect(back.heard).toEqual([open]);
  });

  test('misses nothing though for a while nobody can say who may hear', async () => {
    const usual = scene.audience;
    const one = await new Listener().join();
    // Who has heard something has read its past, and asks no more by itself: a fault while it did would send it away.
    const [earlier = ''] = await write(1);
    await one.until(() => one.heard.length > 0);
    const place = one.lastId;
    scene.audience = () => Promise.reject(new Error('lost'));
    const ids = await write(2);
    await one.until(() => scene.faults.length > 0);
    const unlucky = await new Listener().join(place);
    await one.until(() => unlucky.ended);
    scene.audience = usual;
    await one.until(() => one.heard.length >= 3);
    expect(one.heard).toEqual([earlier, ...ids]);
    expect(live.listening()).toBe(1);
    const back = await new Listener().join(unlucky.lastId);
    await back.until(() => back.heard.length >= 2);
    expect(back.heard).toEqual(ids);
  });

  test('with an id from another life of the database is told to read everything anew', async () => {
    const lost = await new Listener().join('999999999999-1');
    expect(lost.events.map(({ event }) => event)).toEqual(['ready', 'reset']);
    const ids = await write(1);
    await lost.until(() => lost.heard.length >= 1);
    expect(lost.heard).toEqual(ids);
  });

  test.each(['nonsense', '1-2\nevent: evil', '-', '99999999999999999999-1'])(
    'with an id that is none (%j) is told to read everything anew, and begins now',
    async (none) => {
      const one = await new Listener().join(none);
      const id = await cursorNow(database.db);
      expect(one.events).toEqual([
        { event: 'ready', id, data: {} },
        { event: 'reset', id, data: {} },
      ]);
    },
  );

  test('away for too long is told to read everything anew, then hears on', async () => {
    const place = await cursorNow(database.db);
    await sql`insert into log_entry (jurisdiction_id, record_id, seq, kind, action, at, recorded_at, origin, body, prev_hash, hash)
      select 3, ${newId(7)}, n, 'case', 'report', ${NOW}, ${NOW}, 'acted', '{}', '', '' from generate_series(1, 5600) n`.execute(
      database.db,
    );
    await settled(database.db);
    const actor = officer({ jurisdictionId: 3 });
    const one = await new Listener().join(place, actor);
    await one.until(() => one.events.some(({ event }) => event === 'reset'));
    const heard = one.heard.length;
    const ids = await write(1, { jurisdictionId: 3 });
    await one.until(() => one.heard.includes(ids[0] ?? ''));
    expect(heard).toBeLessThanOrEqual(5000);
    expect(one.heard.filter((id) => id === ids[0])).toHaveLength(1);
  });
});

describe('the stream as a browser meets it', () => {
  let app: FastifyInstance;
  let signedIn: boolean;
  let who: Actor;
  let accessChanged: (accountId: string | null) => void;
  /** Until then it is not answered who asks, though it was looked up when they did. */
  let answered: Promise<void>;
  const controllers: AbortController[] = [];
  const identified: boolean[] = [];

  const serve = async (recheckMs: number, clock = () => Date.parse(NOW)) => {
    await app?.close();
    app = await buildHttp([], [live.stream], {
      db: database.db,
      identify: async ({ passive = false }) => {
        identified.push(passive);
        const found = signedIn && !(who.endsAt && clock() >= Date.parse(who.endsAt)) ? who : null;
        await answered;
        return found;
      },
      clock,
      afterWrite: () => {},
      logger: (line) => scene.faults.push(line),
      recheckMs,
      onAccess: (look) => {
        accessChanged = look;
      },
    });
    await app.listen({ port: 0, host: '127.0.0.1' });
  };
  beforeEach(async () => {
    signedIn = true;
    who = officer();
    answered = Promise.resolve();
    await serve(20);
  });
  afterEach(async () => {
    for (const controller of controllers) controller.abort();
    await app.close();
  });

  /** Reads a stream as text until a condition holds or it ends. */
  async function read(headers: Record<string, string>, until: (text: string) => boolean): Promise<string> {
    const controller = new AbortController();
    controllers.push(controller);
    const { port } = app.server.address() as { port: number };
    const answer = await fetch(`http://127.0.0.1:${port}/api/events`, { headers, signal: controller.signal });
    expect(answer.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    let text = '';
    for await (const chunk of answer.body!.pipeThrough(new TextDecoderStream())) {
      text += chunk;
      live.grown();
      if (until(text)) break;
    }
    return text;
  }

  test('tells each event with its id, so that the browser itself comes back to the right place', async () => {
    const place = await cursorNow(database.db);
    const [id] = await write(1);
    await settled(database.db);
    const text = await read({ 'last-event-id': place }, (so) => so.includes('event: entry'));
    expect(text).toMatch(/^retry: 2000\n\n/);
    expect(text).toMatch(
      new RegExp(`id: \\d+-\\d+\\nevent: entry\\ndata: \\{[^\\n]*"recordId":"${id}"[^\\n]*\\}\\n\\n$`),
    );
  });

  test('ends when the session has ended, without having kept it alive', async () => {
    const ended = read({}, () => false);
    while (live.listening() === 0) await sql`select pg_sleep(0.002)`.execute(database.db);
    signedIn = false;
    expect(await ended).toContain('event: ready');
    while (live.listening() > 0) await sql`select pg_sleep(0.002)`.execute(database.db);
    expect(identified.at(-1)).toBe(true);
    expect(identified[0]).toBe(false);
  });

  /** Longer than any test: what ends a stream here is not that it looked by itself. */
  const NEVER_BY_ITSELF = 3_600_000;
  const listened = async () => {
    while (live.listening() === 0) await sql`select pg_sleep(0.002)`.execute(database.db);
  };

  test.each([
    ['of this account', 'officer'],
    ['of perhaps anybody', null],
  ])('ends at once when it is told that rights changed, %s', async (_, whose) => {
    await serve(NEVER_BY_ITSELF);
    const ended = read({}, () => false);
    await listened();
    signedIn = false;
    accessChanged('another');
    accessChanged(whose);
    expect(await ended).toContain('event: ready');
  });

  test.each([
    ['another unit', { unitId: 'another' }],
    ['fewer rights', { permissions: new Set(['a']) }],
  ])('ends for whoever now has %s, to come back as who they are now', async (_, change) => {
    who = officer({ permissions: new Set(['a', 'b']) });
    await serve(NEVER_BY_ITSELF);
    const ended = read({}, () => false);
    await listened();
    who = { ...who, ...change };
    accessChanged('officer');
    expect(await ended).toContain('event: ready');
  });

  test.each([
    ['of this account', 'officer'],
    ['of perhaps anybody', null],
  ])('tells nothing by rights that changed while it was looked up who comes, %s', async (_, whose) => {
    const place = await cursorNow(database.db);
    await serve(NEVER_BY_ITSELF);
    const asked = identified.length;
    who = officer({ permissions: new Set(['seeHidden']) });
    const gate = Promise.withResolvers<void>();
    answered = gate.promise;
    const told = read({ 'last-event-id': place }, (so) => so.includes('"open"'));
    while (identified.length === asked) await sql`select pg_sleep(0.002)`.execute(database.db);
    who = officer();
    accessChanged('another');
    accessChanged(whose);
    gate.resolve();
    await listened();
    await write(1, { action: 'hidden' });
    await write(1, { action: 'open' });
    await settled(database.db);
    live.grown();
    expect(await told).not.toContain('"hidden"');
  });

  test('does not begin for who was signed out while it was looked up who comes', async () => {
    await serve(NEVER_BY_ITSELF);
    const asked = identified.length;
    const gate = Promise.withResolvers<void>();
    answered = gate.promise;
    const { port } = app.server.address() as { port: number };
    const answer = fetch(`http://127.0.0.1:${port}/api/events`);
    while (identified.length === asked) await sql`select pg_sleep(0.002)`.execute(database.db);
    signedIn = false;
    accessChanged('officer');
    gate.resolve();
    expect((await answer).status).toBe(401);
  });

  test('goes on for who may hear as before', async () => {
    const place = await cursorNow(database.db);
    await serve(NEVER_BY_ITSELF);
    const asked = identified.length;
    const heard = read({ 'last-event-id': place }, (so) => so.includes('event: entry'));
    await listened();
    accessChanged('officer');
    while (identified.length < asked + 2) await sql`select pg_sleep(0.002)`.execute(database.db);
    const [id] = await write(1);
    await settled(database.db);
    live.grown();
    expect(await heard).toContain(id);
  });

  test('ends with its session, at that moment', async () => {
    who = officer({ endsAt: new Date(Date.now() + 300).toISOString() });
    await serve(NEVER_BY_ITSELF, Date.now);
    const text = await read({}, () => false);
    expect(text).toContain('event: ready');
    expect(Date.now()).toBeGreaterThanOrEqual(Date.parse(who.endsAt!));
  });

  test('lets go of a listener that does not read, and holds no more than a little for it', async () => {
    const place = await cursorNow(database.db);
    const { port } = app.server.address() as { port: number };
    const deaf = connect(port, '127.0.0.1');
    deaf.write(`GET /api/events HTTP/1.1\r\nhost: here\r\nlast-event-id: ${place}\r\n\r\n`);
    while (live.listening() === 0) await sql`select pg_sleep(0.002)`.execute(database.db);
    deaf.pause();
    const ended = new Promise((resolve) => deaf.once('close', resolve));
    deaf.on('error', () => undefined);
    for (let round = 0; live.listening() > 0; round++) {
      await sql`insert into log_entry (jurisdiction_id, record_id, seq, kind, action, at, recorded_at, origin, body, prev_hash, hash)
        select 1, ${newId(1000 + round)}, n, 'case', ${'x'.repeat(4000)}, ${NOW}, ${NOW}, 'acted', '{}', '', '' from generate_series(1, 200) n`.execute(
        database.db,
      );
      live.grown();
    }
    deaf.resume();
    await ended;
    expect(scene.faults).toEqual([expect.objectContaining({ what: 'a listener that does not read was let go' })]);
  });

  test('is not for who is not signed in', async () => {
    signedIn = false;
    const { statusCode, headers } = await app.inject({ url: '/api/events' });
    expect([statusCode, headers['content-type']]).toEqual([401, expect.stringContaining('application/problem+json')]);
  });
});
