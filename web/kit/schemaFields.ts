import type { Language, Words } from '../../server/kernel/words.ts';
import { frameText } from '../i18n/text.ts';
import { number } from './format.ts';

/** The part of JSON Schema that a form of ours uses, with the `meta` of its fields beside. */
export interface JsonSchema {
  type?: string | readonly string[];
  properties?: Record<string, JsonSchema>;
  required?: readonly string[];
  items?: JsonSchema;
  enum?: readonly (string | number)[];
  const?: unknown;
  anyOf?: readonly JsonSchema[];
  allOf?: readonly JsonSchema[];
  $ref?: string;
  $defs?: Record<string, JsonSchema>;
  format?: string;
  pattern?: string;
  default?: unknown;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  exclusiveMaximum?: number;
  minItems?: number;
  maxItems?: number;
  label?: Words;
  /** A line below the field: what it is for, where the rule stands. */
  help?: Words;
  /** How the field is drawn; guessed from the type if absent. */
  widget?: string;
  /** The words of the values of a choice. */
  choices?: Record<string, Words>;
  /** Behind the field: 米, 件. */
  unit?: Words;
}

export interface Field {
  name: string;
  label: Words;
  help: Words | undefined;
  widget: string;
  required: boolean;
  unit: Words | undefined;
  options: readonly { value: string | number; label: Words }[];
  /** Resolved, without null. */
  schema: JsonSchema;
}

function resolve(schema: JsonSchema, root: JsonSchema): JsonSchema {
  if (schema.$ref) {
    const { $ref, ...own } = schema;
    return { ...resolve(root.$defs?.[$ref.replace('#/$defs/', '')] ?? {}, root), ...own };
  }
  if (schema.allOf) {
    const { allOf, ...own } = schema;
    return { ...Object.assign({}, ...allOf.map((one) => resolve(one, root))), ...own };
  }
  const others = schema.anyOf?.filter((one) => one.type !== 'null');
  if (others?.length === 1 && others[0]) {
    const { anyOf: _, ...own } = schema;
    return { ...resolve(others[0], root), ...own };
  }
  if (Array.isArray(schema.type)) return { ...schema, type: schema.type.find((one) => one !== 'null') };
  return schema;
}

function widgetOf(schema: JsonSchema): string {
  if (schema.widget) return schema.widget;
  if (schema.enum) return 'choice';
  if (schema.type === 'boolean') return 'boolean';
  if (schema.type === 'number' || schema.type === 'integer') return 'number';
  if (schema.format === 'date-time') return 'instant';
  if (schema.format === 'date') return 'date';
  return (schema.maxLength ?? 0) > 100 ? 'textarea' : 'text';
}

/** The fields of a form, in the order in which the life-cycle's table asks them. Constants are not asked. */
export function fieldsOf(form: JsonSchema): Field[] {
  return Object.entries(form.properties ?? {}).flatMap(([name, declared]) => {
    const schema = resolve(declared, form);
    if (schema.const !== undefined) return [];
    return [
      {
        name,
        label: schema.label ?? { zh: name, en: name },
        help: schema.help,
        widget: widgetOf(schema),
        required: (form.required ?? []).includes(name) && schema.default === undefined,
        unit: schema.unit,
        options: (schema.enum ?? []).map((value) => ({
          value,
          label: schema.choices?.[String(value)] ?? { zh: String(value), en: String(value) },
        })),
        schema,
      },
    ];
  });
}

/** What the form holds before anybody typed. */
export function startValues(form: JsonSchema, known: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const field of fieldsOf(form)) {
    const value = known[field.name] ?? field.schema.default;
    // Null is no answer: a question to which the answer may be unknown starts without one.
    if (value !== undefined && value !== null) values[field.name] = value;
  }
  return values;
}

function isBlank(value: unknown): boolean {
  return (
    value === undefined ||
    value === null ||
    (typeof value === 'string' && value.trim() === '') ||
    (Array.isArray(value) && value.length === 0)
  );
}

/** What is sent: what was left blank is left out. */
export function filledIn(form: JsonSchema, values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    fieldsOf(form)
      .filter((field) => !isBlank(values[field.name]))
      .map((field) => [field.name, values[field.name]]),
  );
}

/** How the pattern of a code begins: of a project, a person, a device. */
const CODE = '^[A-Za-z0-9]';

/** What is plainly wrong with a field, in the reader's language; the server decides the rest. */
export function faultOf(field: Field, value: unknown, language: Language): string | undefined {
  const t = frameText[language].form;
  const { schema } = field;
  if (isBlank(value)) return field.required ? t.requiredFault : undefined;
  if (typeof value === 'string') {
    if (schema.minLength !== undefined && value.trim().length < schema.minLength)
      return t.tooShort(number(schema.minLength, language));
    if (schema.maxLength !== undefined && value.trim().length > schema.maxLength)
      return t.tooLong(number(schema.maxLength, language));
    if (schema.type === 'number' || schema.type === 'integer') return t.notNumber;
    if (schema.pattern !== undefined && !matches(schema.pattern, value))
      return schema.pattern.startsWith(CODE) ? t.badCode : t.badPattern;
  }
  if (typeof value === 'number') {
    if (schema.minimum !== undefined && value < schema.minimum) return t.tooSmall(number(schema.minimum, language));
    if (schema.maximum !== undefined && value > schema.maximum) return t.tooLarge(number(schema.maximum, language));
    if (schema.exclusiveMinimum !== undefined && value <= schema.exclusiveMinimum)
      return t.tooSmall(`${number(schema.exclusiveMinimum, language)} +`);
  }
  return undefined;
}

// A pattern the browser cannot read is left to the server.
function matches(pattern: string, value: string): boolean {
  try {
    return new RegExp(pattern, 'u').test(value);
  } catch {
    return true;
  }
}

/**
 * Sorts the server's faults (`note`, `limit.amount`, `query.x`) to their fields; what belongs to none stays above. Of a
 * list (`decisions.1.text`) it is said which of its entries is wrong, and in what.
 */
export function sortFaults(
  form: JsonSchema,
  errors: readonly { path: string; message: string }[],
  language: Language,
): { at: Record<string, string>; rest: string[] } {
  const fields = fieldsOf(form);
  const at: Record<string, string> = {};
  const rest: string[] = [];
  for (const { path, message } of errors) {
    const parts = path.split('.');
    const field = parts.flatMap((part) => fields.find(({ name }) => name === part) ?? [])[0];
    if (field === undefined) {
      rest.push(message);
      continue;
    }
    const [entry = '', part] = parts.slice(parts.indexOf(field.name) + 1);
    const label = fieldsOf(field.schema.items ?? {}).find(({ name }) => name === part)?.label;
    const said = /^\d+$/.test(entry)
      ? frameText[language].form.inEntry(number(Number(entry) + 1, language), label?.[language] ?? '', message)
      : message;
    at[field.name] ??= said;
  }
  return { at, rest };
}
