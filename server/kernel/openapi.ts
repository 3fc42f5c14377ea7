import { z } from 'zod';
import type { AnyRoute, Stream } from './http.ts';

type Json = Record<string, unknown>;

function schemaOf(shape: z.ZodType | undefined, io: 'input' | 'output'): Json | undefined {
  if (!shape) return undefined;
  const { $schema: _, ...schema } = z.toJSONSchema(shape, {
    io,
    unrepresentable: 'any',
    target: 'draft-2020-12',
  }) as Json;
  return schema;
}

interface Property {
  schema: Json;
  required: boolean;
}

/** The names a shape knows. Of several shapes to choose from, all their names; needed is what all of them need. */
export function propertiesOf(shape: z.ZodType | undefined): Map<string, Property> {
  const found = new Map<string, Property>();
  const top = schemaOf(shape, 'input');
  const choices = (top?.anyOf ?? top?.oneOf ?? (top ? [top] : [])) as {
    properties?: Record<string, Json>;
    required?: string[];
  }[];
  for (const { properties = {} } of choices) {
    for (const [name, schema] of Object.entries(properties)) {
      const required = choices.every((one) => one.required?.includes(name));
      if (!found.has(name)) found.set(name, { schema, required });
    }
  }
  return found;
}

function parametersOf(route: AnyRoute): Json[] {
  const found: Json[] = [];
  for (const [shape, place] of [
    [route.params, 'path'],
    [route.query, 'query'],
  ] as const) {
    for (const [name, { schema, required }] of propertiesOf(shape))
      found.push({ name, in: place, required: place === 'path' || required, schema });
  }
  if (route.ifMatch)
    found.push({
      name: 'If-Match',
      in: 'header',
      required: true,
      schema: { type: 'string' },
      description: 'The version that was seen, e.g. "3"',
    });
  if (route.method === 'POST') {
    found.push({
      name: 'Idempotency-Key',
      in: 'header',
      required: false,
      schema: { type: 'string', minLength: 8, maxLength: 128 },
      description: 'A repeated request with the same key gets the first answer and does nothing',
    });
  }
  return found;
}

const PROBLEM = { $ref: '#/components/responses/Problem' };

function operationOf(route: AnyRoute): Json {
  const status = String(route.status ?? 200);
  const answer = schemaOf(route.answer, 'input');
  const body = schemaOf(route.body, 'input');
  const content = route.files
    ? {
        'multipart/form-data': {
          schema: {
            type: 'object',
            properties: {
              file: { type: 'array', items: { type: 'string', format: 'binary' } },
              ...(body ? { json: body } : {}),
            },
          },
        },
      }
    : body
      ? { 'application/json': { schema: body } }
      : undefined;
  return {
    operationId: `${route.method.toLowerCase()}${route.path.replace(/[:/](\w)/g, (_match, letter: string) => letter.toUpperCase()).replace(/\W/g, '')}`,
    tags: [route.path.split('/')[1] ?? 'other'],
    summary: `${route.summary.zh} — ${route.summary.en}`,
    'x-permission': route.permission,
    ...(route.permission === 'public' ? { security: [] } : {}),
    parameters: parametersOf(route),
    ...(content ? { requestBody: { required: body !== undefined, content } } : {}),
    responses: {
      [status]: answer
        ? { description: 'Done', content: { 'application/json': { schema: answer } } }
        : { description: status === '204' ? 'Done, nothing to say' : 'A file' },
      '4XX': PROBLEM,
      '5XX': PROBLEM,
    },
  };
}

/** The API as an OpenAPI 3.1 document, printed from the routes: nothing in it is written by hand. */
export function openapiOf(
  routes: readonly AnyRoute[],
  streams: readonly Pick<Stream, 'path' | 'permission' | 'summary'>[],
  version: string,
): Json {
  const paths: Record<string, Json> = {};
  for (const route of routes) {
    const path = `/api${route.path.replace(/:(\w+)/g, '{$1}')}`;
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operationOf(route) };
  }
  for (const stream of streams) {
    paths[`/api${stream.path}`] = {
      get: {
        operationId: `get${stream.path.replace(/\W/g, '')}`,
        tags: ['events'],
        summary: `${stream.summary.zh} — ${stream.summary.en}`,
        'x-permission': stream.permission,
        parameters: [{ name: 'Last-Event-ID', in: 'header', required: false, schema: { type: 'string' } }],
        responses: {
          200: { description: 'Server-sent events', content: { 'text/event-stream': { schema: { type: 'string' } } } },
          '4XX': PROBLEM,
        },
      },
    };
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Drumtower 鼓楼', version, license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
    security: [{ session: [] }, { token: [] }],
    paths,
    components: {
      securitySchemes: {
        session: { type: 'apiKey', in: 'cookie', name: 'drumtower_session' },
        token: { type: 'http', scheme: 'bearer' },
      },
      responses: {
        Problem: {
          description: 'RFC 9457: what is wrong and what would be right, in the asked language',
          content: {
            'application/problem+json': {
              schema: {
                type: 'object',
                required: ['type', 'title', 'status', 'code', 'detail', 'instance'],
                properties: {
                  type: { type: 'string', description: 'Address of a page that explains the code' },
                  title: { type: 'string' },
                  status: { type: 'integer' },
                  code: { type: 'string', description: 'Stable, for programs' },
                  detail: { type: 'string' },
                  instance: { type: 'string', description: 'The number of the request, by which the journal knows it' },
                  right: { type: 'string', description: 'What would have been right' },
                  errors: {
                    type: 'array',
                    description: 'Field by field',
                    items: {
                      type: 'object',
                      required: ['path', 'message'],
                      properties: { path: { type: 'string' }, message: { type: 'string' } },
                    },
                  },
                  facts: { type: 'object', description: 'What is needed to go on, e.g. the present version' },
                },
              },
            },
          },
        },
      },
    },
  };
}

/** The document as a page to browse: every operation with its parameters, body and answer. No script, no outside file. */
export function apiPage(document: Json): string {
  const paths = document.paths as Record<string, Record<string, Json>>;
  const byTag = new Map<string, string[]>();
  for (const [path, operations] of Object.entries(paths)) {
    for (const [method, operation] of Object.entries(operations)) {
      const tag = (operation.tags as string[])[0] ?? 'other';
      byTag.set(tag, [...(byTag.get(tag) ?? []), operationHtml(path, method, operation)]);
    }
  }
  const sections = [...byTag].map(
    ([tag, items]) => `<section id="${tag}"><h2>${escapeHtml(tag)}</h2>${items.join('')}</section>`,
  );
  const links = [...byTag.keys()].map((tag) => `<a href="#${tag}">${escapeHtml(tag)}</a>`);
  return `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>Drumtower API</title>
<style>body{font:14px/1.6 system-ui,"Noto Sans SC",sans-serif;margin:0 auto;max-width:72rem;padding:1.5rem;color:#1c2733;background:#fff}
nav{display:flex;flex-wrap:wrap;gap:.25rem 1rem;margin:1rem 0}details{border:1px solid #dde3ea;border-radius:6px;margin:.4rem 0}summary{padding:.4rem .75rem;cursor:pointer}
code{font-family:ui-monospace,monospace}.m{display:inline-block;width:4.5rem;font-weight:700}.get{color:#0958d9}.post{color:#237804}.put,.patch{color:#ad4e00}.delete{color:#cf1322}
pre{background:#f5f7fa;padding:.75rem;overflow:auto;margin:.5rem .75rem}p{margin:.25rem .75rem}small{color:#5b6675}
@media(prefers-color-scheme:dark){body{background:#0f1720;color:#dbe4ee}details{border-color:#2a3947}pre{background:#16212d}a{color:#5cb0ff}.get{color:#5cb0ff}.post{color:#34d399}.put,.patch{color:#ffb020}.delete{color:#ff6b6b}small{color:#93a4b5}}</style>
<h1>Drumtower 鼓楼 API</h1><p>OpenAPI 3.1: <a href="/api/openapi.json">/api/openapi.json</a></p><nav>${links.join('')}</nav>${sections.join('')}</html>`;
}

function operationHtml(path: string, method: string, operation: Json): string {
  const { parameters, requestBody, responses } = operation as {
    parameters?: Json[];
    requestBody?: Json;
    responses: Json;
  };
  const part = (title: string, value: unknown) =>
    value ? `<p><b>${title}</b></p><pre>${escapeHtml(JSON.stringify(value, null, 2))}</pre>` : '';
  return `<details><summary><span class="m ${method}">${method.toUpperCase()}</span><code>${escapeHtml(path)}</code> ${escapeHtml(String(operation.summary))} <small>${escapeHtml(String(operation['x-permission']))}</small></summary>
${part('参数 Parameters', parameters?.length ? parameters : undefined)}${part('请求 Body', requestBody)}${part('应答 Answer', responses)}</details>`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[sign] ?? sign);
}
