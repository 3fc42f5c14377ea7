/** As much of JSON Schema as the published schema of a disclosure uses. */
export interface Schema {
  $ref?: string;
  type?: string | string[];
  const?: unknown;
  enum?: unknown[];
  required?: string[];
  properties?: Record<string, Schema>;
  additionalProperties?: boolean | Schema;
  items?: Schema;
  prefixItems?: Schema[];
  minItems?: number;
  maxItems?: number;
  minimum?: number;
  maximum?: number;
  minLength?: number;
  pattern?: string;
  format?: string;
  anyOf?: Schema[];
  allOf?: Schema[];
  if?: Schema;
  then?: Schema;
  else?: Schema;
  $defs?: Record<string, Schema>;
}

/** Where a value breaks the schema, and what it says there. */
export interface Breach {
  pointer: string;
  keyword: string;
  printed: string;
  wanted: string;
}

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return Number.isInteger(value) ? 'integer' : typeof value;
}

const isDate = (text: string) => /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/.test(text);

const patterns = new Map<string, RegExp>();
function matches(pattern: string, text: string): boolean {
  const known = patterns.get(pattern) ?? new RegExp(pattern, 'u');
  patterns.set(pattern, known);
  return known.test(text);
}

const DEEPEST = 64;

/**
 * Compares a value with a schema and gives the nearest value that has its shape: what is missing is empty, what is of
 * another kind is left out. So everything after it may trust the types, and every breach is told.
 */
export class Mould {
  readonly root: Schema;
  readonly breaches: Breach[] = [];

  constructor(root: Schema) {
    this.root = root;
  }

  resolve(schema: Schema): Schema {
    const name = schema.$ref?.replace('#/$defs/', '');
    return name === undefined ? schema : this.resolve(this.root.$defs?.[name] ?? {});
  }

  breach(pointer: string, keyword: string, value: unknown, wanted: unknown) {
    const printed = value === undefined ? '' : (JSON.stringify(value) ?? '').slice(0, 60);
    this.breaches.push({
      pointer,
      keyword,
      printed,
      wanted: typeof wanted === 'string' ? wanted : JSON.stringify(wanted),
    });
  }

  cast(given: Schema, value: unknown, pointer = '', depth = 0): unknown {
    const schema = this.resolve(given);
    if (depth > DEEPEST) return null;
    if (schema.anyOf) return this.castAny(schema.anyOf, value, pointer, depth);
    const types = schema.type === undefined ? [] : [schema.type].flat();
    const type = typeOf(value);
    if (types.length > 0 && !types.includes(type) && !(type === 'integer' && types.includes('number'))) {
      this.breach(pointer, 'type', value, types.join(' | '));
      return this.empty(schema);
    }
    if (schema.const !== undefined && value !== schema.const) this.breach(pointer, 'const', value, schema.const);
    if (schema.enum && !schema.enum.includes(value)) this.breach(pointer, 'enum', value, schema.enum.join(' | '));
    if (typeof value === 'string') this.castText(schema, value, pointer);
    if (typeof value === 'number') {
      if (schema.minimum !== undefined && value < schema.minimum)
        this.breach(pointer, 'minimum', value, schema.minimum);
      if (schema.maximum !== undefined && value > schema.maximum)
        this.breach(pointer, 'maximum', value, schema.maximum);
    }
    if (Array.isArray(value)) return this.castList(schema, value, pointer, depth);
    if (isRecord(value)) return this.castRecord(schema, value, pointer, depth);
    return value;
  }

  castText({ pattern, minLength, format }: Schema, value: string, pointer: string) {
    if (pattern !== undefined && !matches(pattern, value)) this.breach(pointer, 'pattern', value, pattern);
    if (minLength !== undefined && [...value].length < minLength) this.breach(pointer, 'minLength', value, minLength);
    if (format === 'date' && !isDate(value)) this.breach(pointer, 'format', value, 'YYYY-MM-DD');
  }

  castAny(options: Schema[], value: unknown, pointer: string, depth: number): unknown {
    const fits = options.find((option) => this.accepts(option, value));
    if (fits) return this.cast(fits, value, pointer, depth);
    this.breach(pointer, 'anyOf', value, 'one of the allowed forms');
    const sameType = options.find((option) => [this.resolve(option).type].flat().includes(typeOf(value)));
    return sameType ? value : this.empty(options.at(-1) ?? {});
  }

  accepts(schema: Schema, value: unknown): boolean {
    const trial = new Mould(this.root);
    trial.cast(schema, value);
    return trial.breaches.length === 0;
  }

  castList(schema: Schema, value: unknown[], pointer: string, depth: number): unknown[] {
    const { minItems = 0, maxItems = Number.POSITIVE_INFINITY, items, prefixItems = [] } = schema;
    if (value.length < minItems || value.length > maxItems)
      this.breach(pointer, 'items', value.length, `${minItems}–${maxItems}`);
    return value.map((one, i) => this.cast(prefixItems[i] ?? items ?? {}, one, `${pointer}/${i}`, depth + 1));
  }

  castRecord(schema: Schema, value: Record<string, unknown>, pointer: string, depth: number): unknown {
    const made: Record<string, unknown> = {};
    for (const name of schema.required ?? []) {
      if (Object.hasOwn(value, name)) continue;
      this.breach(`${pointer}/${name}`, 'required', undefined, name);
      made[name] = this.empty(schema.properties?.[name] ?? {});
    }
    for (const [name, one] of Object.entries(value)) {
      const own = Object.hasOwn(schema.properties ?? {}, name) ? schema.properties?.[name] : undefined;
      const other = schema.additionalProperties;
      if (own) made[name] = this.cast(own, one, `${pointer}/${name}`, depth + 1);
      else if (isRecord(other)) made[name] = this.cast(other, one, `${pointer}/${name}`, depth + 1);
      else if (other === false) this.breach(`${pointer}/${name}`, 'additionalProperties', one, '—');
      else if (schema.properties === undefined) made[name] = one;
    }
    for (const part of [...(schema.allOf ?? []), schema].filter((one) => one.if)) {
      const branch = this.accepts(part.if ?? {}, value) ? part.then : part.else;
      if (branch) this.cast({ ...branch, additionalProperties: true }, value, pointer, depth + 1);
    }
    return made;
  }

  /** The emptiest value of a shape. */
  empty(given: Schema): unknown {
    const schema = this.resolve(given);
    if (schema.const !== undefined) return schema.const;
    if (schema.anyOf) return this.empty(schema.anyOf.at(-1) ?? {});
    const [type = 'null'] = schema.type === undefined ? [] : [schema.type].flat();
    if (schema.enum) return schema.enum.includes(null) ? null : schema.enum[0];
    if ([schema.type].flat().includes('null')) return null;
    if (type === 'string') return '';
    if (type === 'integer' || type === 'number') return schema.minimum ?? 0;
    if (type === 'array') return (schema.prefixItems ?? []).map((item) => this.empty(item));
    if (type !== 'object') return null;
    return Object.fromEntries(
      (schema.required ?? []).map((name) => [name, this.empty(schema.properties?.[name] ?? {})]),
    );
  }
}
