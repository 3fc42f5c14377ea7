import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { lifecycles } from './app.ts';
import { problemsOf } from './data/problems.ts';

interface Told {
  status: number;
  headers: Headers;
  body: unknown;
}

interface Content {
  content?: Record<string, { schema?: object }>;
}
interface Operation {
  responses: Record<string, Content & { $ref?: string }>;
}
interface Document {
  paths: Record<string, Record<string, Operation>>;
  components: { responses: Record<string, Content> };
}

const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true });
const codes = problemsOf(lifecycles);

/** An object holds what its shape names and nothing else: what is not documented must not get out. */
function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed);
  if (typeof schema !== 'object' || schema === null) return schema;
  const parts = Object.fromEntries(Object.entries(schema).map(([name, part]) => [name, closed(part)]));
  return parts.type === 'object' && 'properties' in parts && !('additionalProperties' in parts)
    ? { ...parts, additionalProperties: false }
    : parts;
}

/** Says where an answer is not what the API document promises of its route and status; null where it is. */
export function answerChecker(document: Document): (method: string, path: string, told: Told) => string | null {
  const compiled = new WeakMap<object, ValidateFunction>();
  const addresses = Object.entries(document.paths).map(([path, operations]) => ({
    pattern: new RegExp(`^${path.replace(/\{\w+\}/g, '[^/]+')}/?$`),
    operations,
    fixed: !path.includes('{'),
  }));
  addresses.sort((a, b) => Number(b.fixed) - Number(a.fixed));

  function mismatch(schema: object, value: unknown): string | null {
    const validate = compiled.get(schema) ?? ajv.compile(closed(schema) as object);
    compiled.set(schema, validate);
    if (validate(value)) return null;
    return (validate.errors ?? [])
      .slice(0, 5)
      .map((error) => `${error.instancePath} ${error.message} ${JSON.stringify(error.params)}`)
      .join('; ');
  }

  return (method, path, { status, headers, body }) => {
    const asked = `/api${path.split('?')[0]}`;
    const operation = addresses.find(({ pattern }) => pattern.test(asked))?.operations[method.toLowerCase()];
    const promised = operation?.responses[status] ?? operation?.responses[`${String(status)[0]}XX`];
    const type = headers.get('content-type')?.split(';')[0] ?? '';
    const at = (flaw: string | null) => (flaw === null ? null : `${method} ${asked} ${status}: ${flaw}`);
    if (status >= 400) {
      const { schema = {} } = document.components.responses.Problem?.content?.['application/problem+json'] ?? {};
      if (type !== 'application/problem+json') return at(`a problem is told as ${type}`);
      const { code } = body as { code: string };
      return at(mismatch(schema, body) ?? (codes.has(code) ? null : `nobody explains ${code}`));
    }
    if (!operation) return null;
    if (!promised) return at('the document knows no such status');
    const schema = promised.content?.['application/json']?.schema;
    if (!schema) return type === 'application/json' ? at('the document knows of no content') : null;
    return at(type === 'application/json' ? mismatch(schema, body) : `JSON is promised, ${type} came`);
  };
}
