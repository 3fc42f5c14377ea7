import { connect } from 'node:net';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { EOI, exif, jfif, jpeg, SOI, scan, segment, tables } from './modules/cases/images.fixture.ts';
import { type Officer, startTestServer, type TestServer } from './testing.ts';

/** What reaches the server before any route: broken HTTP, broken JSON, files that are not what they say. */
let server: TestServer;
let officer: Officer;

beforeAll(async () => {
  server = await startTestServer({ days: 1, perDay: 4 });
  officer = await server.as('zuoxi01');
});
afterAll(() => {
  expect(server.faults).toEqual([]);
  return server.stop();
});

interface Problem {
  status: number;
  code: string;
  errors?: { path: string }[];
}

/** Sends bytes as they are, and reads until the server ends the connection; `leaving`: says that nothing more will come. */
function raw(text: string, { leaving = false } = {}): Promise<string> {
  const { hostname, port } = new URL(server.url);
  return new Promise((resolve, reject) => {
    let answer = '';
    const socket = connect(Number(port), hostname, () => (leaving ? socket.end(text) : socket.write(text)));
    socket.setEncoding('utf8');
    socket.on('data', (data) => {
      answer += data;
    });
    socket.on('close', () => resolve(answer));
    socket.on('error', reject);
  });
}

async function problemOf(answer: Response): Promise<Problem> {
  expect(answer.headers.get('content-type')).toContain('application/problem+json');
  const text = await answer.text();
  expect(text).not.toMatch(/node_modules|\.ts:\d|\bat \w+ \(/);
  return JSON.parse(text);
}

const post = (
  body: string | Uint8Array<ArrayBuffer>,
  headers: Record<string, string> = { 'content-type': 'application/json' },
) => fetch(`${server.url}/api/cases`, { method: 'POST', headers: { cookie: officer.cookie, ...headers }, body });

describe('what Node’s own parser refuses is a problem, too', () => {
  const head = (extra: string) => `GET /api/session HTTP/1.1\r\nHost: x\r\n${extra}\r\n`;
  test.each([
    ['no HTTP', 'HELO there\r\n\r\n', 400, 'badRequest'],
    ['a method nobody knows', 'BREW /api/session HTTP/1.1\r\nHost: x\r\n\r\n', 400, 'badRequest'],
    ['headers of 64 KB', head(`X-Long: ${'x'.repeat(65_000)}\r\n`), 431, 'headersTooLarge'],
    ['a length that is no number', head('Content-Length: many\r\n'), 400, 'badRequest'],
    ['two lengths', head('Content-Length: 3\r\nContent-Length: 4\r\n'), 400, 'badRequest'],
    ['a length and chunks', head('Content-Length: 3\r\nTransfer-Encoding: chunked\r\n'), 400, 'badRequest'],
    ['no host', 'GET /healthz HTTP/1.1\r\nConnection: close\r\n\r\n', 400, 'badRequest'],
    ['two hosts', 'GET /healthz HTTP/1.1\r\nHost: x\r\nhost: y\r\nConnection: close\r\n\r\n', 400, 'badRequest'],
    ['an expectation nobody knows', head('Expect: 200-ok\r\nConnection: close\r\n'), 417, 'badRequest'],
    ['a header with a line break', head('X-Odd: a\rb\r\n'), 400, 'badRequest'],
  ] as const)('%s', async (_what, text, status, code) => {
    const answer = await raw(text);
    expect(answer.split('\r\n')[0]).toContain(`HTTP/1.1 ${status} `);
    expect(answer).toContain('application/problem+json');
    const problem = JSON.parse(answer.slice(answer.indexOf('\r\n\r\n') + 4));
    expect(problem).toMatchObject({ status, code, type: `/api/problems/${code}` });
  });

  test('a body that is longer than it says is not taken, nor its rest for a request', async () => {
    const body = '{"username":"x","password":"y"}';
    const request = `POST /api/session HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: ${body.length - 5}\r\n\r\n${body}`;
    const answer = await raw(request);
    expect(answer).toMatch(/HTTP\/1\.1 400 Bad Request\r\ncontent-type: application\/problem\+json/);
    expect(answer).not.toMatch(/HTTP\/1\.1 2/);
  });

  test('a body that is shorter than it says is not taken', async () => {
    const before = (await officer.ask('GET', '/cases?limit=200')).body.cases.length;
    const body = '{"source":"hotline","nature":"problem","description":"路灯不亮"}';
    const head = `POST /api/cases HTTP/1.1\r\nHost: x\r\nCookie: ${officer.cookie}\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n`;
    expect(await raw(head + body, { leaving: true })).not.toMatch(/HTTP\/1\.1 2/);
    expect((await officer.ask('GET', '/cases?limit=200')).body.cases.length).toBe(before);
  });
});

describe('JSON', () => {
  test('nested 10,000 deep, or without an end, is refused', async () => {
    for (const open of ['[', '{"a":']) {
      const close = open === '[' ? ']' : '}';
      const deep = `{"description":${open.repeat(10_000)}1${close.repeat(10_000)}}`;
      expect(await problemOf(await post(deep))).toMatchObject({ status: 422, code: 'tooDeep' });
      expect(await problemOf(await post(open.repeat(10_000)))).toMatchObject({ status: 422, code: 'notJson' });
    }
  });

  test('of more than a megabyte is refused, and of many keys answered quickly', async () => {
    expect(await problemOf(await post(JSON.stringify({ description: 'x'.repeat(1_100_000) })))).toMatchObject({
      status: 413,
      code: 'tooLarge',
    });
    const many = JSON.stringify(Object.fromEntries(Array.from({ length: 50_000 }, (_, i) => [`k${i}`, i])));
    const problem = await problemOf(await post(many));
    expect(problem.status).toBe(422);
    expect(problem.errors?.length).toBeLessThanOrEqual(50);
  });

  test('that is none, or of another type, is refused', async () => {
    for (const [body, type, status] of [
      ['{"description":', 'application/json', 422],
      ["{'description':'a'}", 'application/json', 422],
      ['NaN', 'application/json', 422],
      ['\ufeff{}', 'application/json', 422],
      ['description=a', 'application/x-www-form-urlencoded', 415],
      ['<case/>', 'application/xml', 415],
      ['{}', 'text/plain', 415],
      ['{}', 'not a type', 415],
      ['{}', 'multipart/form-data', 415],
    ] as const) {
      const problem = await problemOf(await post(body, { 'content-type': type }));
      expect([body, type, problem.status]).toEqual([body, type, status]);
    }
  });

  test('in another encoding than UTF-8 is refused, not kept as question marks', async () => {
    const around = ['{"source":"hotline","nature":"problem","description":"', '"}'].map((text) =>
      Buffer.from(text),
    ) as [Buffer, Buffer];
    // 路灯 in GBK, a byte that begins nothing, an overlong NUL, and half a character at the end.
    for (const bytes of [[0xc2, 0xb7, 0xb5, 0xc6], [0xff], [0xc0, 0x80], [0xe8, 0xb7]]) {
      const body = new Uint8Array(Buffer.concat([around[0], Buffer.from(bytes), around[1]]));
      const problem = await problemOf(await post(body, { 'content-type': 'application/json; charset=gbk' }));
      expect(problem).toMatchObject({ status: 422, code: 'notJson' });
    }
  });

  test('that is packed is not unpacked: a small body never becomes a large one', async () => {
    const bomb = new Uint8Array(gzipSync(JSON.stringify({ description: ' '.repeat(50_000_000) })));
    const packed = { 'content-type': 'application/json', 'content-encoding': 'gzip' };
    expect(await problemOf(await post(bomb, packed))).toMatchObject({ status: 415, code: 'unsupportedType' });
  });
});

describe('an address', () => {
  test.each([
    ['/api/cases/%zz', 400],
    ['/api/cases/%E4%BD', 400],
    ['/api/cases/%00', 422],
    ['/api/cases/..%2f..%2fetc%2fpasswd', 422],
    ['/api/cases?text=%E4%BD', 200],
    ['/api/cases?text=%00', 200],
    ['/api/cases?cursor=%zz', 422],
  ] as const)('%s is answered by %i', async (path, status) => {
    const answer = await fetch(server.url + path, { headers: { cookie: officer.cookie } });
    expect(answer.status).toBe(status);
    if (status >= 400) await problemOf(answer);
  });
});

describe('a request of another site', () => {
  const origin = 'Origin: http://evil.example\r\nSec-Fetch-Site: cross-site\r\nConnection: close\r\n';
  test.each(['/api', '/%61pi', '/ap%69', 'http://x/api', 'http://x/%61pi'])(
    'is refused however the address is written: %s',
    async (root) => {
      const head = `Host: x\r\nCookie: ${officer.cookie}\r\n${origin}`;
      const json = 'Content-Type: application/json\r\nContent-Length: 2\r\n\r\n{}';
      expect(await raw(`POST ${root}/cases/near HTTP/1.1\r\n${head}${json}`)).toMatch(
        /^HTTP\/1\.1 403 [\s\S]*"foreignOrigin"/,
      );
      const read = await raw(`GET ${root}/session HTTP/1.1\r\n${head}\r\n`);
      expect(read).toMatch(/^HTTP\/1\.1 200 /);
      expect(read).toMatch(/\r\ncache-control: no-store\r\n/i);
    },
  );
});

describe('a listener', () => {
  test('asks for events, never for their head alone, which would not end', async () => {
    const asked = await raw(
      `HEAD /api/events HTTP/1.1\r\nHost: x\r\nCookie: ${officer.cookie}\r\nConnection: close\r\n\r\n`,
    );
    expect(asked).toMatch(/^HTTP\/1\.1 405 /);
    expect(asked).toMatch(/\r\nallow: GET\r\n/i);
  });

  const listen = async (query: string, headers: Record<string, string> = {}) => {
    const leaving = new AbortController();
    const answer = await fetch(`${server.url}/api/events${query}`, {
      headers: { cookie: officer.cookie, ...headers },
      signal: leaving.signal,
    });
    if (answer.status !== 200) return problemOf(answer);
    const reader = answer.body!.getReader();
    let heard = '';
    while (!heard.includes('event: re')) heard += new TextDecoder().decode((await reader.read()).value);
    const wanted = /event: ready/.test(heard) && !/event: reset/.test(heard);
    if (wanted && (query || headers['last-event-id']))
      while (!heard.includes('event: reset')) heard += new TextDecoder().decode((await reader.read()).value);
    leaving.abort();
    return heard;
  };

  test.each(['yesterday', '1-', '-1-5', '1e9-1', '%00', '9'.repeat(40)])(
    'with an unreadable Last-Event-ID is told to read everything anew: %s',
    async (id) => {
      expect(await listen(`?lastEventId=${id}`)).toContain('event: reset');
      if (!id.includes('%')) expect(await listen('', { 'last-event-id': id })).toContain('event: reset');
    },
  );

  test('with a parameter nobody knows is refused', async () => {
    expect(await listen('?since=1')).toMatchObject({ status: 422, code: 'unknownParameter' });
  });
});

/** Bytes that are really held, after what is not has been let go. */
function held(): number {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

describe('a picture', () => {
  const picture = jpeg(jfif, exif(6));
  function upload(...files: [name: string, bytes: Buffer][]) {
    const form = new FormData();
    for (const [name, bytes] of files)
      form.append('file', new Blob([new Uint8Array(bytes)], { type: 'image/jpeg' }), name);
    return fetch(`${server.url}/api/files`, { method: 'POST', headers: { cookie: officer.cookie }, body: form });
  }

  test('of 30 MB is refused, ten times over, without the server growing by as much', async () => {
    const large = Buffer.concat([picture.subarray(0, -2), Buffer.alloc(30_000_000)]);
    const before = held();
    for (let i = 0; i < 10; i++)
      expect(await problemOf(await upload(['a.jpg', large]))).toMatchObject({ status: 413, code: 'tooLarge' });
    await expect.poll(() => held() - before, { timeout: 10_000 }).toBeLessThan(100_000_000);
  });

  test('may come with others, but not for more than 60 MB together', async () => {
    const part = Buffer.concat([picture, Buffer.alloc(16_000_000)]);
    const files = ['a', 'b', 'c', 'd'].map((name): [string, Buffer] => [`${name}.jpg`, part]);
    expect(await problemOf(await upload(...files))).toMatchObject({ status: 413, code: 'tooLarge' });
  });

  test.each([
    ['a text', Buffer.from('今天天气很好，路灯没有亮。'.repeat(20))],
    ['a program', Buffer.from('<?php system($_GET["c"]); ?>'.repeat(20))],
    ['SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"></svg>')],
    ['an archive', gzipSync(Buffer.alloc(10_000))],
    [
      'HTML that begins as a JPEG does',
      Buffer.concat([SOI, Buffer.from([0xff]), Buffer.from('<html><script>alert(1)</script>'.repeat(9))]),
    ],
    ['nothing', Buffer.alloc(0)],
  ])('called .jpg that is %s is refused', async (_what, bytes) => {
    expect(await problemOf(await upload(['photo.jpg', bytes]))).toMatchObject({ status: 422, code: 'notAPhoto' });
  });

  test('that unpacks to a wall is refused by what its head says', async () => {
    const size = Buffer.from([8, 0xff, 0xdc, 0xff, 0xdc, 1, 1, 0x11, 0]);
    const bomb = Buffer.concat([SOI, tables, segment(0xc0, size), scan, EOI]);
    expect(await problemOf(await upload(['a.jpg', bomb]))).toMatchObject({ status: 422, code: 'photoTooLarge' });
  });

  test('with a page in its comments or behind its end is served without them, as what it is', async () => {
    const script = Buffer.from('<svg onload="alert(1)"><script>alert(1)</script></svg>');
    const polyglot = Buffer.concat([jpeg(jfif, segment(0xfe, script), exif(6)), script]);
    const { files } = (await (await upload(['a.html', polyglot])).json()) as { files: { id: string }[] };
    const served = await fetch(`${server.url}/api/files/${files[0]?.id}`, { headers: { cookie: officer.cookie } });
    expect(served.headers.get('content-type')).toBe('image/jpeg');
    expect(served.headers.get('x-content-type-options')).toBe('nosniff');
    expect(Buffer.from(await served.arrayBuffer()).includes('alert')).toBe(false);
  });

  test('in an upload that breaks off, lies about its parts, or has none is refused', async () => {
    const send = (body: string, type = 'multipart/form-data; boundary=b7') =>
      fetch(`${server.url}/api/files`, {
        method: 'POST',
        headers: { cookie: officer.cookie, 'content-type': type },
        body,
      });
    const part = '--b7\r\ncontent-disposition: form-data; name="file"; filename="a.jpg"\r\n\r\nx\r\n';
    for (const [body, type] of [
      [part, undefined],
      [part.slice(0, 30), undefined],
      ['', undefined],
      ['--b7--\r\n', undefined],
      [part, 'multipart/form-data'],
      [`${part}--b7--`, 'multipart/form-data; boundary=other'],
      [`--b7\r\nnonsense\r\n\r\nx\r\n--b7--`, undefined],
      [`--b7\r\ncontent-disposition: form-data; name="__proto__"\r\n\r\nx\r\n--b7--`, undefined],
    ] as const) {
      const problem = await problemOf(await send(body, type));
      expect(problem.status).toBeGreaterThanOrEqual(400);
      expect(problem.status).toBeLessThan(500);
    }
  });
});
