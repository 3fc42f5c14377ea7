import { PASSWORD, until } from './installation.fixture.ts';

export interface Answer {
  status: number;
  headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: a test reads what it expects, and fails if it is not there
  body: any;
}

/** An officer at the API, in a world where servers die: an answer that never came is null. */
export class Officer {
  url: string;
  readonly cookie: string;
  readonly id: string;
  /** Every answer of 500 and above but 503, and every 503 that is no proper problem. */
  readonly wrong: string[] = [];
  /** 503 given while the database was away. */
  refused = 0;

  private constructor(url: string, cookie: string, id: string) {
    this.url = url;
    this.cookie = cookie;
    this.id = id;
  }

  static async signIn(url: string, username: string): Promise<Officer> {
    const answer = await fetch(`${url}/api/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ username, password: PASSWORD }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${username} could not sign in: ${text}`);
    const cookie = answer.headers
      .getSetCookie()
      .map((line) => line.split(';')[0])
      .join('; ');
    return new Officer(url, cookie, (JSON.parse(text) as { id: string }).id);
  }

  async ask(
    method: string,
    path: string,
    { body, key, version, at = this.url }: { body?: unknown; key?: string; version?: number; at?: string } = {},
  ): Promise<Answer | null> {
    try {
      const asked = await fetch(`${at}/api${path}`, {
        method,
        headers: {
          cookie: this.cookie,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...(key === undefined ? {} : { 'idempotency-key': key }),
          ...(version === undefined ? {} : { 'if-match': `"${version}"` }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await asked.text();
      const type = asked.headers.get('content-type') ?? '';
      const answer = {
        status: asked.status,
        headers: asked.headers,
        body: /[/+]json/.test(type) ? JSON.parse(text) : text,
      };
      this.#judge(`${method} ${path}`, answer, type);
      return answer;
    } catch {
      return null;
    }
  }

  #judge(what: string, { status, headers, body }: Answer, type: string): void {
    if (status === 503) {
      this.refused += 1;
      if (!type.startsWith('application/problem+json') || !headers.get('retry-after'))
        this.wrong.push(`${what}: 503 without problem or Retry-After`);
    } else if (status >= 500) this.wrong.push(`${what}: ${status} ${JSON.stringify(body)}`);
  }

  /** Asks until there is an answer, as a client with an Idempotency-Key may. */
  async insist(method: string, path: string, how: { body?: unknown; key?: string; version?: number }): Promise<Answer> {
    let answer: Answer | null = null;
    await until(
      async () => {
        answer = await this.ask(method, path, how);
        return answer !== null && answer.status !== 503 && answer.status !== 429;
      },
      120_000,
      `${method} ${path} is answered`,
    );
    return answer as unknown as Answer;
  }
}
