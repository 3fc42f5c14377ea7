import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { lifecycles } from './app.ts';
import { openDb } from './kernel/db.ts';
import { isFreeText } from './kernel/forms.ts';
import { verifyLog } from './kernel/verify.ts';
import { caseLifecycle } from './modules/cases/lifecycle.ts';
import { procedures, rowKinds } from './procedures.ts';
import { startTestServer, type TestServer } from './testing.ts';

describe('the procedures of the house', () => {
  test('every life-cycle but that of cases has its procedure, and each its own table', () => {
    const kinds = procedures.map(({ lifecycle }) => lifecycle.kind);
    const expected = lifecycles.map(({ kind }) => kind).filter((kind) => kind !== caseLifecycle.kind);
    expect(new Set(kinds)).toEqual(new Set(expected));
    expect(new Set(procedures.map(({ table }) => table)).size).toBe(procedures.length);
  });

  test('what people write in a form loses personal numbers: every text is such, a code, or named here', () => {
    const kept = procedures.flatMap(({ lifecycle, cleaned }) =>
      Object.entries<{ asks: z.ZodObject }>({ ...lifecycle.openings, ...lifecycle.actions }).flatMap(
        ([name, { asks }]) =>
          textsIn(asks, `${lifecycle.kind}/${name}`)
            .filter(({ shape }) => !cleaned || !isFreeText(shape))
            .map(({ path }) => path),
      ),
    );
    const told = kept.filter((path) => !path.startsWith('templateSet/adoptTemplate.template.'));
    expect(told.sort()).toEqual([
      'publication/confirmOverrule.finding',
      'publication/overrule.also[]',
      'publication/overrule.finding',
      'publication/takeIn.source',
    ]);
  });

  describe('proved with the log', () => {
    let server: TestServer;
    beforeAll(async () => {
      server = await startTestServer({ days: 1, perDay: 2 });
    });
    afterAll(() => server.stop());

    test('who may see a record hears of it, and nobody else', async () => {
      const leader = await server.as('lingdao01');
      const [own, other] = await Promise.all(['jingban01', 'jingban02'].map((name) => server.as(name)));
      if (!own || !other) throw new Error('the demo has two units');
      const { unit } = (await own.ask('GET', '/session')).body;
      const ears = await Promise.all([own, other].map((officer) => listen(server.url, officer.cookie)));
      const set = { title: '清理河道', mainUnitId: unit.id, dueOn: '2099-01-01' };
      const { body: task } = await leader.ask('POST', '/tasks', { body: set });
      await leader.ask('POST', `/tasks/${task.id}/actions/assign`, { body: {}, version: 1 });
      await expect.poll(() => ears[0]?.heard()).toContain(task.id);
      expect(ears[1]?.heard()).not.toContain(task.id);
      await Promise.all(ears.map((ear) => ear.stop()));
    });

    test('a task that was changed in its row, beside its log, is named', async () => {
      const leader = await server.as('lingdao01');
      const officer = await server.as('jingban01');
      const { unit } = (await officer.ask('GET', '/session')).body;
      const set = { title: '内河整治', mainUnitId: unit.id, dueOn: '2099-01-01' };
      const { body: task } = await leader.ask('POST', '/tasks', { body: set });
      const opened = openDb(server.databaseUrl, { size: 4 });
      const prove = () => verifyLog(opened.db, 1, { rows: rowKinds });
      expect((await prove()).flaw).toBeNull();
      await sql`update office_task set body = replace(body::text, '内河整治', '内河治理')::json where id = ${task.id}`.execute(
        opened.db,
      );
      expect((await prove()).flaw).toMatchObject({ what: 'row', recordId: task.id });
      await opened.close();
    });
  });
});

/** The texts of a form that may hold anything, as opposed to dates, ids and codes of a form of their own. */
function textsIn(shape: z.core.$ZodType, path: string): { path: string; shape: z.core.$ZodType }[] {
  if (shape instanceof z.ZodDefault || shape instanceof z.ZodNullable || shape instanceof z.ZodOptional)
    return textsIn(shape._zod.def.innerType, path).map((one) => (one.path === path ? { path, shape } : one));
  if (shape instanceof z.ZodObject)
    return Object.entries<z.core.$ZodType>(shape.shape).flatMap(([field, part]) => textsIn(part, `${path}.${field}`));
  if (shape instanceof z.ZodArray) return textsIn(shape.element, `${path}[]`);
  if (shape instanceof z.ZodRecord) return textsIn(shape.valueType, `${path}{}`);
  if (shape instanceof z.ZodUnion) return shape.options.flatMap((option) => textsIn(option, path));
  if (!(shape instanceof z.ZodString)) return [];
  const checks = (shape._zod.def.checks ?? []).map(({ _zod }) => _zod.def.check);
  return checks.includes('string_format') && !checks.includes('overwrite') ? [] : [{ path, shape }];
}

/** Hears what an officer's page would; from when this is there nothing is missed. */
async function listen(url: string, cookie: string): Promise<{ heard: () => string; stop: () => Promise<void> }> {
  const control = new AbortController();
  const answer = await fetch(`${url}/api/events`, { headers: { cookie }, signal: control.signal });
  let heard = '';
  const reading = (async () => {
    for await (const part of answer.body ?? []) heard += new TextDecoder().decode(part);
  })().catch(() => undefined);
  // The answer begins before its place among the listeners is found.
  await expect.poll(() => heard).toContain('event: ready');
  return {
    heard: () => heard,
    async stop() {
      control.abort();
      await reading;
    },
  };
}
