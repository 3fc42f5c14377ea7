import type { JsonSchema } from '../../kit/schemaFields.ts';
import type { Unit } from './queries.ts';

export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

const name: JsonSchema = { type: 'string', maxLength: 60, label: { zh: '姓名', en: 'Name' } };

function unitField(units: readonly Unit[]): JsonSchema {
  return {
    type: 'string',
    enum: units.map((unit) => unit.id),
    choices: Object.fromEntries(units.map((unit) => [unit.id, unit.name])),
    label: { zh: '单位', en: 'Unit' },
  };
}

export function basicsSchema(units: readonly Unit[]): JsonSchema {
  return { properties: { name, unitId: unitField(units) }, required: ['name'] };
}

export function newPersonSchema(units: readonly Unit[]): JsonSchema {
  const username: JsonSchema = {
    type: 'string',
    maxLength: 40,
    label: { zh: '用户名', en: 'User name' },
    help: {
      zh: '2–40 个字母、数字或 . _ -，用于登录，不能更改。',
      en: '2–40 letters, digits or . _ -; used to sign in, never changed.',
    },
  };
  return { properties: { name, username, unitId: unitField(units) }, required: ['name', 'username'] };
}

export const tokenSchema: JsonSchema = {
  properties: {
    name: {
      type: 'string',
      maxLength: 60,
      label: { zh: '名称', en: 'Name' },
      help: { zh: '用它的系统或用途，例如“值班大屏”。', en: 'The system or purpose it serves, e.g. “duty screen”.' },
    },
    days: {
      type: 'integer',
      minimum: 1,
      default: 90,
      label: { zh: '有效期', en: 'Good for' },
      unit: { zh: '天', en: 'days' },
    },
    scopes: {
      type: 'array',
      widget: 'scopes',
      label: { zh: '权限', en: 'Scopes' },
      help: { zh: '只给用得到的。', en: 'Give only what is used.' },
    },
  },
  required: ['name', 'days', 'scopes'],
};

export const rolesSchema: JsonSchema = {
  properties: { roles: { type: 'array', widget: 'roles', label: { zh: '角色', en: 'Roles' } } },
};
