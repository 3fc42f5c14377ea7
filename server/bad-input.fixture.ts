import { Ajv2020 } from 'ajv/dist/2020.js';
import type { Answer } from './testing.ts';

/** Wrong values for a shape of the API document, and the shape's own word on each. */
type Json = Record<string, unknown>;
export interface Schema {
  type?: string;
  properties?: Record<string, Schema>;
  required?: string[];
  anyOf?: Schema[];
  oneOf?: Schema[];
  items?: Schema;
  enum?: unknown[];
  const?: unknown;
  default?: unknown;
  format?: string;
  minItems?: number;
  minLength?: number;
  minimum?: number;
}

export const NOBODY = '01900000-0000-7000-8000-000000000000';

const ABSENT = Symbol('absent');
const WRONG = [
  ABSENT,
  null,
  -1,
  1e308,
  true,
  '',
  'a\u0000b',
  'a\ud800b',
  'x'.repeat(5000),
  '2025-02-29',
  '__proto__',
  [[]],
  { constructor: 1 },
];
/** Something the schema allows, as small as can be. */
export function right(schema: Schema | undefined): unknown {
  if (!schema) return 'x';
  if (schema.default !== undefined) return schema.default;
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return schema.enum[0];
  const choice = (schema.anyOf ?? schema.oneOf)?.[0];
  if (choice) return right(choice);
  if (schema.type === 'object')
    return Object.fromEntries((schema.required ?? []).map((name) => [name, right(schema.properties?.[name])]));
  if (schema.type === 'array') return Array.from({ length: schema.minItems ?? 0 }, () => right(schema.items));
  if (schema.type === 'boolean') return true;
  if (schema.type === 'number' || schema.type === 'integer') return Math.max(schema.minimum ?? 1, 1);
  if (schema.format === 'uuid') return NOBODY;
  if (schema.format === 'date') return '2026-06-30';
  return 'a'.repeat(schema.minLength ?? 4);
}

/** Every place of the schema: `['limit', 'amount']`, and of lists their first. */
function placesOf(schema: Schema | undefined, at: string[] = []): string[][] {
  if (!schema) return [];
  const within = [...(schema.anyOf ?? []), ...(schema.oneOf ?? [])].flatMap((one) => placesOf(one, at));
  const named = Object.entries(schema.properties ?? {}).flatMap(([name, part]) => [
    [...at, name],
    ...placesOf(part, [...at, name]),
  ]);
  return [...within, ...named, ...placesOf(schema.items, [...at, '0'])];
}

function put(value: unknown, place: string[], wrong: unknown): unknown {
  const [name, ...rest] = place;
  if (name === undefined) return wrong;
  const isList = Array.isArray(value) || name === '0';
  const copy = (isList ? Object.assign([], value) : { ...(typeof value === 'object' ? value : {}) }) as Json;
  if (wrong === ABSENT && rest.length === 0) delete copy[name];
  else copy[name] = put(copy[name], rest, wrong);
  return copy;
}

/** What may be sent instead of what is asked for: every field left out, and every field as something else. */
export function bodiesFor(schema: Schema | undefined): unknown[] {
  const start = right(schema);
  const places = [...new Map(placesOf(schema).map((place) => [place.join('.'), place])).values()];
  return [null, [], 'text', 7, {}, ...places.flatMap((place) => WRONG.map((wrong) => put(start, place, wrong)))];
}

const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true });

/** Where the document itself says that something is not what it asks for: `['limit.amount']`; the whole is `''`. */
export function wrongPlaces(schema: Schema | undefined): (body: unknown) => string[] {
  const validate = ajv.compile(schema ?? {});
  return (body) => {
    validate(body ?? {});
    return (validate.errors ?? []).map(({ instancePath, params }) =>
      [...instancePath.split('/').slice(1), params.missingProperty ?? params.additionalProperty ?? '']
        .filter(Boolean)
        .join('.'),
    );
  };
}

/** Whether some fault names one of the places, or what it lies in, or something in it. */
function names(errors: readonly { path: string }[], places: readonly string[]): boolean {
  const within = (inner: string, outer: string) => outer === '' || `${inner}.`.startsWith(`${outer}.`);
  return errors.some(({ path }) => places.some((place) => within(path, place) || within(place, path)));
}

/** Done after all, or a problem in the words of RFC 9457 that shows nothing of the program. */
export function flawOf(answer: Answer): string | null {
  if (answer.status < 400) return null;
  if (answer.status >= 500) return `${answer.status}`;
  const { code, title, detail, status } = answer.body;
  if (/node_modules|\.ts:\d|\bat \w+ \(/.test(JSON.stringify(answer.body))) return 'shows the program';
  const isProblem = answer.headers.get('content-type')?.startsWith('application/problem+json');
  return isProblem && code && title && detail && status === answer.status ? null : `no problem: ${answer.body}`;
}

/** Taken although the document says that it is wrong, or refused without saying where. */
export function lenienceOf({ status, body }: Answer, places: string[]): string | null {
  if (places.length === 0) return null;
  if (status < 400) return `${status}, but the document refuses ${places}`;
  if (body.code !== 'invalidInput' || names(body.errors ?? [], places)) return null;
  return `wrong in ${places}, but told is ${JSON.stringify(body.errors)}`;
}
