import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ApiProblem, fillPath, type Line, newKey, queryText, send, Unreachable } from './request.ts';

type Answer = (request: IncomingMessage, response: ServerResponse, body: string) => void;

let server: Server;
let line: Line;
let answer: Answer;
let seen: { method: string; url: string; headers: IncomingMessage['headers']; body: string }[];
let signedOut: number;

beforeAll(async () => {
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (part) => {
      body += part;
    });
    request.on('end', () => {
      seen.push({ method: request.method ?? '', url: request.url ?? '', headers: request.headers, body });
      answer(request, response, body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  line = {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    language: () => 'zh-CN',
    retryAfterMs: [1, 1],
    onSignedOut: () => {
      signedOut += 1;
    },
  };
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
beforeEach(() => {
  seen = [];
  signedOut = 0;
  answer = json(200, { ok: true });
});

function json(status: number, body: unknown): Answer {
  return (_request, response) =>
    response
      .writeHead(status, { 'content-type': status < 400 ? 'application/json' : 'application/problem+json' })
      .end(JSON.stringify(body));
}
const cut: Answer = (request) => request.socket.destroy();

describe('a request', () => {
  test('goes to its path with parameters, query, language and version', async () => {
    await send(line, 'PUT /cases/:id/x', {
      params: { id: 'a/b' },
      query: { state: ['a', 'b'], q: undefined },
      version: 3,
      body: { n: 1 },
    });
    expect(seen[0]).toMatchObject({ method: 'PUT', url: '/api/cases/a%2Fb/x?state=a&state=b', body: '{"n":1}' });
    expect(seen[0]?.headers).toMatchObject({
      'accept-language': 'zh-CN',
      'if-match': '"3"',
      'content-type': 'application/json',
    });
  });
  test('gives nothing for an answer without content', async () => {
    answer = (_request, response) => response.writeHead(204).end();
    expect(await send(line, 'DELETE /session')).toBeUndefined();
  });
  test('carries photos beside the answers', async () => {
    await send(line, 'POST /files', {
      body: { note: 'n' },
      files: [{ field: 'photo', file: new Blob(['x']), name: 'a.jpg' }],
    });
    expect(seen[0]?.headers['content-type']).toMatch(/^multipart\/form-data/);
    expect(seen[0]?.body).toContain('name="json"');
    expect(seen[0]?.body).toContain('filename="a.jpg"');
  });
});

describe('when the network fails', () => {
  test('a POST is sent again under the same key, so that it is done once', async () => {
    answer = (request, response, body) =>
      seen.length < 3 ? cut(request, response, body) : json(201, { id: 1 })(request, response, body);
    expect(await send(line, 'POST /cases', { body: {} })).toEqual({ id: 1 });
    expect(seen).toHaveLength(3);
    expect(new Set(seen.map((one) => one.headers['idempotency-key'])).size).toBe(1);
  });
  test('two intents have two keys', async () => {
    await send(line, 'POST /cases', { body: {} });
    await send(line, 'POST /cases', { body: {} });
    expect(seen[0]?.headers['idempotency-key']).not.toBe(seen[1]?.headers['idempotency-key']);
  });
  test('a change under a version is not sent twice: its second answer would be misleading', async () => {
    answer = cut;
    await expect(send(line, 'PUT /units/:id', { params: { id: 1 }, version: 1, body: {} })).rejects.toBeInstanceOf(
      Unreachable,
    );
    expect(seen).toHaveLength(1);
  });
  test('it is told in the end', async () => {
    answer = cut;
    await expect(send(line, 'GET /cases')).rejects.toBeInstanceOf(Unreachable);
    expect(seen).toHaveLength(3);
  });
  test('a server that is away for a moment is asked again', async () => {
    answer = (request, response, body) =>
      (seen.length === 1 ? json(503, { code: 'databaseAway' }) : json(200, { ok: true }))(request, response, body);
    expect(await send(line, 'GET /cases')).toEqual({ ok: true });
  });
});

describe('a refusal', () => {
  test('arrives with its sentence, what would be right, and the faults at their fields', async () => {
    answer = json(422, {
      title: '填写有误',
      code: 'invalidInput',
      detail: '有内容不符合要求。',
      right: '请写明。',
      errors: [{ path: 'note', message: '太短' }],
    });
    const problem = await send(line, 'POST /cases', { body: {} }).catch((error: unknown) => error);
    expect(problem).toBeInstanceOf(ApiProblem);
    expect(problem).toMatchObject({
      status: 422,
      code: 'invalidInput',
      detail: '有内容不符合要求。',
      right: '请写明。',
      errors: [{ path: 'note', message: '太短' }],
      facts: {},
    });
    expect(seen).toHaveLength(1);
  });
  test('that says the session has ended leads to sign-in', async () => {
    answer = json(401, { code: 'notSignedIn' });
    await expect(send(line, 'GET /cases')).rejects.toMatchObject({ status: 401 });
    expect(signedOut).toBe(1);
  });
  test('of a wrong password does not', async () => {
    answer = json(401, { code: 'wrongPassword' });
    await expect(send(line, 'POST /session', { body: {} })).rejects.toMatchObject({ status: 401 });
    expect(signedOut).toBe(0);
  });
  test('from a proxy that speaks no JSON is still a refusal', async () => {
    answer = (_request, response) => response.writeHead(502, { 'content-type': 'text/html' }).end('<html>');
    await expect(send(line, 'GET /cases')).rejects.toMatchObject({ status: 502, code: 'unknown' });
  });
});

test('paths, queries and keys are written as the server reads them', () => {
  expect(fillPath('/cases/:id/actions/:action', { id: 7, action: 'close' })).toBe('/cases/7/actions/close');
  expect(queryText({})).toBe('');
  expect(queryText({ q: '鼓楼', n: 0 })).toBe(`?q=${encodeURIComponent('鼓楼')}&n=0`);
  expect(newKey()).toMatch(/^[0-9a-f-]{36}$/);
});
