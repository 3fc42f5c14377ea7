import { expectTypeOf, test } from 'vitest';
import { z } from 'zod';
import { route } from '../server/kernel/http.ts';
import type { Caller } from './contract.ts';

const words = { zh: '例', en: 'example' };
const readOne = route({
  method: 'GET',
  path: '/cases/:id',
  permission: 'signedIn',
  summary: words,
  answer: z.object({ id: z.string(), version: z.number() }),
  handle: async (call) => ({ id: String(call.params), version: 1 }),
});
const list = route({
  method: 'GET',
  path: '/cases',
  permission: 'signedIn',
  summary: words,
  query: z.object({ state: z.enum(['reported', 'closed']).optional(), limit: z.coerce.number().default(50) }),
  answer: z.object({ items: z.array(z.string()) }),
  handle: async () => ({ items: [] }),
});
const act = route({
  method: 'POST',
  path: '/cases/:id/actions/:action',
  permission: 'signedIn',
  summary: words,
  body: z.object({ note: z.string() }),
  answer: z.object({ version: z.number() }),
  handle: async () => ({ version: 2 }),
});
const leave = route({
  method: 'DELETE',
  path: '/session',
  permission: 'signedIn',
  summary: words,
  status: 204,
  handle: async () => undefined,
});

type Declared = typeof readOne | typeof list | typeof act | typeof leave;

// Never run: the type checker is the test. Each planted mistake must fail to compile.
function planted(call: Caller<Declared>) {
  expectTypeOf(call('GET /cases/:id', { params: { id: '7' } })).resolves.toEqualTypeOf<{
    id: string;
    version: number;
  }>();
  expectTypeOf(call('GET /cases')).resolves.toEqualTypeOf<{ items: string[] }>();
  expectTypeOf(call('GET /cases', { query: { state: 'closed' } })).resolves.toEqualTypeOf<{ items: string[] }>();
  expectTypeOf(
    call('POST /cases/:id/actions/:action', { params: { id: '7', action: 'close' }, body: { note: '' }, version: 3 }),
  ).resolves.toEqualTypeOf<{ version: number }>();
  expectTypeOf(call('DELETE /session')).resolves.toEqualTypeOf<unknown>();

  // @ts-expect-error no such route
  void call('GET /case/:id', { params: { id: '7' } });
  // @ts-expect-error the parameter is missing
  void call('GET /cases/:id');
  // @ts-expect-error a parameter the path does not have
  void call('GET /cases/:id', { params: { number: '7' } });
  // @ts-expect-error a state that does not exist
  void call('GET /cases', { query: { state: 'lost' } });
  // @ts-expect-error the body is missing
  void call('POST /cases/:id/actions/:action', { params: { id: '7', action: 'close' } });
  // @ts-expect-error a body of another shape
  void call('POST /cases/:id/actions/:action', { params: { id: '7', action: 'close' }, body: { remark: '' } });
  // @ts-expect-error this route takes no body
  void call('DELETE /session', { body: { note: '' } });
}

test('the screens can only ask what the server declares', () => {
  expectTypeOf(planted).toBeFunction();
});
