import { statfs } from 'node:fs/promises';
import { connect, isIP } from 'node:net';
import { connect as connectTls } from 'node:tls';

/** What a look at something outside found; `said` is short and holds no address and no secret. */
export interface Seen {
  ok: boolean;
  said: string;
}

export interface Look {
  kind: 'http' | 'tcp' | 'disk' | 'certificate';
  target: string;
  expects: number | null;
  timeoutSeconds: number;
}

const DAY = 86_400_000;

/** Looks once. Whatever goes wrong is an answer, never an error. `now` is only for what a certificate has left. */
export async function look(wanted: Look, now: number): Promise<Seen> {
  try {
    return await looks[wanted.kind](wanted, AbortSignal.timeout(wanted.timeoutSeconds * 1000), now);
  } catch (error) {
    return { ok: false, said: reason(error) };
  }
}

const looks: Record<Look['kind'], (wanted: Look, signal: AbortSignal, now: number) => Promise<Seen>> = {
  async http({ target, expects }, signal) {
    const answer = await fetch(target, { signal, redirect: 'manual', cache: 'no-store' });
    await answer.body?.cancel();
    const ok = expects === null ? answer.ok : answer.status === expects;
    return { ok, said: `HTTP ${answer.status}` };
  },
  tcp: ({ target }, signal) =>
    new Promise((resolve, reject) => {
      const socket = connect(hostAndPort(target));
      socket.once('error', reject);
      signal.addEventListener('abort', () => socket.destroy(signal.reason));
      socket.once('connect', () => {
        socket.destroy();
        resolve({ ok: true, said: 'connected' });
      });
    }),
  async disk({ target, expects }) {
    const { bavail, blocks } = await statfs(target);
    const free = blocks === 0 ? 0 : (bavail / blocks) * 100;
    return { ok: free >= (expects ?? 10), said: `${free.toFixed(1)} % free` };
  },
  certificate: ({ target, expects }, signal, now) =>
    new Promise((resolve, reject) => {
      const { host, port } = hostAndPort(target);
      const socket = connectTls({ host, port, ...(isIP(host) ? {} : { servername: host }) }, () => {
        const until = Date.parse(socket.getPeerCertificate().valid_to);
        socket.destroy();
        const days = Math.floor((until - now) / DAY);
        resolve({ ok: days >= (expects ?? 14), said: `${days} days left` });
      });
      socket.once('error', reject);
      signal.addEventListener('abort', () => socket.destroy(signal.reason));
    }),
};

function hostAndPort(target: string): { host: string; port: number } {
  const [, host = '', port = ''] = /^\[?([^\]]+?)\]?:(\d{1,5})$/.exec(target) ?? [];
  return { host, port: Number(port) };
}

/** The kind of fault, such as ECONNREFUSED, and not where it was. */
function reason(error: unknown): string {
  for (let at = error; at instanceof Error; at = at.cause) {
    if (at.name === 'TimeoutError') return 'timed out';
    if ('code' in at && typeof at.code === 'string') return at.code;
  }
  return 'failed';
}
