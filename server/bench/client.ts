import { Agent, type IncomingHttpHeaders, request } from 'node:http';

export interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  body: unknown;
}

/** A plain client on kept connections: what it costs itself is not what is measured. */
export class Client {
  private readonly url: string;
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 64 });

  constructor(url: string) {
    this.url = url;
  }

  ask(method: string, path: string, headers: Record<string, string> = {}, body?: unknown): Promise<Answer> {
    const text = body === undefined ? undefined : JSON.stringify(body);
    const all = { ...headers, ...(text === undefined ? {} : { 'content-type': 'application/json' }) };
    return new Promise((resolve, reject) => {
      const asked = request(`${this.url}${path}`, { method, headers: all, agent: this.agent }, (answer) => {
        const parts: Buffer[] = [];
        answer.on('data', (part: Buffer) => parts.push(part));
        answer.on('error', reject);
        answer.on('end', () => {
          const read: unknown = JSON.parse(Buffer.concat(parts).toString('utf8') || 'null');
          const status = answer.statusCode ?? 0;
          if (status >= 300) reject(new Error(`${method} ${path}: ${status} ${JSON.stringify(read)}`));
          else resolve({ status, headers: answer.headers, body: read });
        });
      });
      asked.on('error', (cause) => reject(new Error(`${method} ${this.url}${path}: ${cause.message}`, { cause })));
      asked.end(text);
    });
  }

  close(): void {
    this.agent.destroy();
  }
}
