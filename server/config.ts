import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { doorSettings } from './config-doors.ts';
import { type Fault, refuse } from './kernel/refusal.ts';
import { type Setting, setting } from './setting.ts';

const text = z.string().min(1).optional();

const trueOrFalse = z.enum(['true', 'false']).transform((word) => word === 'true');

const whole = (least: number, most: number) =>
  z
    .string()
    .regex(/^\d{1,6}$/)
    .transform(Number)
    .pipe(z.number().min(least).max(most));

/** Every environment variable the program knows. The list in the documents is printed from here. */
export const SETTINGS = {
  mode: setting({
    variable: 'DRUMTOWER_MODE',
    standard: 'demo',
    meaning: {
      zh: 'demo 首次启动时生成演示区；production 拒绝演示数据',
      en: 'demo fills a demo district at the first start; production refuses demo data',
    },
    right: { zh: 'demo 或 production', en: 'demo or production' },
    read: z.enum(['demo', 'production']).default('demo'),
  }),
  port: setting({
    variable: 'PORT',
    standard: '8080',
    meaning: { zh: '监听端口；0 表示任意空闲端口', en: 'the port to listen on; 0 takes any free one' },
    right: { zh: '0–65535 的整数', en: 'a whole number 0–65535' },
    read: whole(0, 65_535).default(8080),
  }),
  host: setting({
    variable: 'HOST',
    standard: '127.0.0.1',
    meaning: {
      zh: '监听地址；默认仅本机可访问，0.0.0.0 或 :: 对网络开放',
      en: 'the address to listen on; this machine alone unless opened to the network by 0.0.0.0 or ::',
    },
    right: { zh: '主机名或 IP 地址', en: 'a host name or an IP address' },
    read: z
      .string()
      .regex(/^[\w.:-]+$/)
      .default('127.0.0.1'),
  }),
  baseUrl: setting({
    variable: 'BASE_URL',
    standard: null,
    meaning: {
      zh: '用户看到的网址（经反向代理时填写）',
      en: 'the address users see, when a proxy stands before the server',
    },
    right: { zh: '如 https://city.example', en: 'such as https://city.example' },
    read: z
      .url({ protocol: /^https?$/ })
      .transform((url) => url.replace(/\/+$/, ''))
      .optional(),
  }),
  dataDir: setting({
    variable: 'DATA_DIR',
    standard: './data',
    meaning: { zh: '本系统保存一切数据的目录', en: 'the folder for everything this installation keeps' },
    right: { zh: '可写目录的路径', en: 'the path of a writable folder' },
    read: z.string().min(1).default('./data'),
  }),
  databaseUrl: setting({
    variable: 'DATABASE_URL',
    standard: null,
    meaning: {
      zh: '使用这台 PostgreSQL（15 或更新）代替内置数据库；也可写在 DATABASE_URL_FILE 所指的文件中',
      en: 'a PostgreSQL server (15 or later) to use in place of the embedded one; may stand in the file named by DATABASE_URL_FILE',
    },
    right: {
      zh: '如 postgres://用户:口令@主机:5432/drumtower',
      en: 'such as postgres://user:password@host:5432/drumtower',
    },
    read: z
      .string()
      .regex(/^postgres(ql)?:\/\/\S+$/)
      .optional(),
  }),
  databaseReplicaUrl: setting({
    variable: 'DATABASE_REPLICA_URL',
    standard: null,
    meaning: {
      zh: '看板与评分从这台只读副本读取（落后超过 5 秒即改读主库）',
      en: 'a streaming replica from which boards and scores are read, while it is less than five seconds behind',
    },
    right: {
      zh: '如 postgres://用户:口令@副本:5432/drumtower',
      en: 'such as postgres://user:password@replica:5432/drumtower',
    },
    read: z
      .string()
      .regex(/^postgres(ql)?:\/\/\S+$/)
      .optional(),
  }),
  databasePool: setting({
    variable: 'DATABASE_POOL',
    standard: '10',
    meaning: { zh: '数据库连接数上限', en: 'how many database connections to open at most' },
    right: { zh: '2–200 的整数', en: 'a whole number 2–200' },
    read: whole(2, 200).default(10),
  }),
  databasePatience: setting({
    variable: 'DATABASE_PATIENCE',
    standard: '60',
    meaning: {
      zh: '一条数据库语句最长多少秒；超过即放弃，并告知请求者',
      en: 'seconds that one statement may take in the database; then it is given up and the asker told',
    },
    right: { zh: '1–3600 的整数', en: 'a whole number 1–3600' },
    read: whole(1, 3600).default(60),
  }),
  diskReserve: setting({
    variable: 'DISK_RESERVE',
    standard: '200',
    meaning: {
      zh: '数据目录所在磁盘剩余不足多少 MB 时停止写入（查看照常）；0 表示不检查；仅用于内置数据库',
      en: 'MB left on the disk of the data folder below which nothing more is written, while reading goes on; 0 never looks; for the embedded database only',
    },
    right: { zh: '0–100000 的整数', en: 'a whole number 0–100000' },
    read: whole(0, 100_000).default(200),
  }),
  vaultKeys: setting({
    variable: 'VAULT_KEYS',
    standard: null,
    meaning: {
      zh: '加密上报人身份等内容的密钥，新的在前；给出时不用密钥文件',
      en: 'the keys that seal the identity of reporters and the like, the newest first; given, no key file is used',
    },
    right: { zh: '逗号分隔的 base64，各 32 字节', en: '32 bytes in base64 each, separated by commas' },
    read: z
      .string()
      .regex(/^[A-Za-z0-9+/]{43}=(?:\s*,\s*[A-Za-z0-9+/]{43}=)*$/)
      .transform((list) => list.split(/\s*,\s*/))
      .optional(),
  }),
  vaultKeyFile: setting({
    variable: 'VAULT_KEY_FILE',
    standard: null,
    meaning: {
      zh: '密钥文件；未给出时为数据目录中的 vault.keys，首次启动时生成',
      en: 'the file of those keys; without it vault.keys in the data folder, made at the first start',
    },
    right: { zh: '可读文件的路径', en: 'the path of a readable file' },
    read: text,
  }),
  retention: setting({
    variable: 'RETENTION',
    standard: 'false',
    meaning: {
      zh: '每小时删除超过保存期限的个人信息，并留删除证明；先用 drumtower retention --dry-run 查看',
      en: 'erase personal data over their term every hour, with proofs; look first with drumtower retention --dry-run',
    },
    right: { zh: 'true 或 false', en: 'true or false' },
    read: trueOrFalse.default(false),
  }),
  demoPassword: setting({
    variable: 'DEMO_PASSWORD',
    standard: null,
    meaning: {
      zh: '演示账户的口令；未给出时随机生成并显示；也可写在 DEMO_PASSWORD_FILE 所指的文件中',
      en: 'the password of the demo accounts; a random one is made and printed without it; may stand in the file named by DEMO_PASSWORD_FILE',
    },
    right: { zh: '至少 8 个字符', en: 'at least 8 characters' },
    read: z.string().min(8).optional(),
  }),
  secureCookies: setting({
    variable: 'SECURE_COOKIES',
    standard: null,
    meaning: {
      zh: '仅经 https 发送会话 Cookie；未给出时，BASE_URL 为 https 即开启',
      en: 'send the session cookie over https only; without it, whenever BASE_URL is https',
    },
    right: { zh: 'true 或 false', en: 'true or false' },
    read: trueOrFalse.optional(),
  }),
  trustProxy: setting({
    variable: 'TRUST_PROXY',
    standard: 'false',
    meaning: { zh: '信任哪些反向代理转告的来访地址', en: 'whose word to take for the address of a visitor' },
    right: {
      zh: 'false，或代理的 IP 地址/网段（逗号分隔）',
      en: "false, or the proxies' addresses or networks, separated by commas",
    },
    read: z
      .string()
      .regex(/^(false|[0-9a-fA-F.:]+(\/\d{1,3})?(\s*,\s*[0-9a-fA-F.:]+(\/\d{1,3})?)*)$/)
      .transform((list) => (list === 'false' ? false : list.split(/\s*,\s*/)))
      .default(false),
  }),
  ...doorSettings,
  logLevel: setting({
    variable: 'LOG_LEVEL',
    standard: 'info',
    meaning: { zh: '运行日志的详细程度', en: "how much the server's journal says" },
    right: { zh: 'debug、info、warn 或 error', en: 'debug, info, warn or error' },
    read: z.enum(['debug', 'info', 'warn', 'error']).default('info'),
  }),
  testDatabaseUrl: setting({
    variable: 'TEST_DATABASE_URL',
    standard: null,
    meaning: {
      zh: '测试使用这台服务器（账户须能建库）',
      en: 'a server for the tests, whose account may create databases',
    },
    right: {
      zh: '如 postgres://用户:口令@主机:5432/postgres',
      en: 'such as postgres://user:password@host:5432/postgres',
    },
    read: text,
  }),
  chromiumPath: setting({
    variable: 'CHROMIUM_PATH',
    standard: null,
    meaning: { zh: '浏览器测试使用的 Chromium', en: 'the Chromium for the browser tests' },
    right: { zh: '可执行文件的路径', en: 'the path of the program' },
    read: text,
  }),
};

type Read = { [Name in keyof typeof SETTINGS]: z.output<(typeof SETTINGS)[Name]['read']> };

export interface Config extends Omit<Read, 'secureCookies' | 'secondFactor' | 'testDatabaseUrl' | 'chromiumPath'> {
  secureCookies: boolean;
  secondFactor: NonNullable<Read['secondFactor']>;
}

// A wrong value of these is not repeated in the message, because a right one is a secret.
const SECRET = new Set(['DATABASE_URL', 'DATABASE_REPLICA_URL', 'TEST_DATABASE_URL', 'DEMO_PASSWORD', 'VAULT_KEYS']);

/** These may stand in a file instead, named by the variable with `_FILE` behind it, as container platforms hand secrets over. */
const IN_A_FILE = new Set(['DATABASE_URL', 'TEST_DATABASE_URL', 'DEMO_PASSWORD']);

/** The value of a variable, or of the file that stands for it, without the line break at its end. */
function givenFor(variable: string, env: Record<string, string | undefined>): string | undefined {
  const path = IN_A_FILE.has(variable) ? env[`${variable}_FILE`] : undefined;
  return env[variable] || (path ? readFileSync(path, 'utf8').replace(/\r?\n$/, '') : undefined) || undefined;
}

/** Reads the environment, or refuses with every wrong variable at once. An empty variable counts as not given. */
export function readConfig(env: Record<string, string | undefined>): Config {
  const faults: Fault[] = [];
  const values: Record<string, unknown> = {};
  for (const [name, { variable, read, right }] of Object.entries<Setting<unknown>>(SETTINGS)) {
    let given: string | undefined;
    try {
      given = givenFor(variable, env);
    } catch (error) {
      faults.push(unreadableFile(variable, error));
      continue;
    }
    const result = read.safeParse(given);
    if (result.success) values[name] = result.data;
    else {
      const shown = SECRET.has(variable) ? '***' : given;
      faults.push({
        path: variable,
        message: {
          zh: `${variable}=${shown} 不正确；应为：${right.zh}。`,
          en: `${variable}=${shown} is wrong; it should be ${right.en}.`,
        },
      });
    }
  }
  if (faults.length > 0) {
    refuse({
      refused: 'invalid',
      code: 'badConfiguration',
      message: {
        zh: faults.map(({ message }) => message.zh).join('\n'),
        en: faults.map(({ message }) => message.en).join('\n'),
      },
      faults,
    });
  }
  // Each value was parsed by its own schema above; only their collection has lost its type.
  const config = values as unknown as Read;
  return {
    ...config,
    secureCookies: config.secureCookies ?? config.baseUrl?.startsWith('https:') ?? false,
    secondFactor: config.secondFactor ?? (config.mode === 'production' ? 'administrators' : 'nobody'),
  };
}

function unreadableFile(variable: string, error: unknown): Fault {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
  return {
    path: `${variable}_FILE`,
    message: {
      zh: `${variable}_FILE 所指的文件无法读取（${code}）。`,
      en: `The file named by ${variable}_FILE cannot be read (${code}).`,
    },
  };
}
