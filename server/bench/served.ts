import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { openDb } from '../kernel/db.ts';
import { bindVault, throwawayVault } from '../kernel/vault.ts';
import { startServer } from '../serve.ts';
import { barePool, type Kase, ThinSql, type ThinWork } from './thin.ts';

/**
 * A server in a process of its own, so that what the bench's clients cost is not taken for the server's: `ours`, or
 * `thin`, the same SQL behind bare Node. Asked over the channel, it says how much processor time it has used.
 */
const [side, url = ''] = process.argv.slice(2);
const CONNECTIONS = 16;

/** `POST /act {"id", "version"}` and so on. */
async function startThin(): Promise<{ address: string; stop: () => Promise<void> }> {
  const pool = barePool(url, CONNECTIONS);
  const thin = await ThinSql.open(pool);
  const server = createServer(async (request, answer) => {
    try {
      const done = await thin.do(request.url?.slice(1) as ThinWork, (await json(request)) as Kase);
      answer.setHeader('content-type', 'application/json; charset=utf-8').end(JSON.stringify(done));
    } catch (error) {
      answer.writeHead(500).end(JSON.stringify(String(error)));
    }
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  return { address: `http://127.0.0.1:${port}`, stop: () => pool.end() };
}

async function startOurs(): Promise<{ address: string; stop: () => Promise<void> }> {
  const opened = openDb(url, { size: CONNECTIONS });
  bindVault(opened.db, throwawayVault());
  const place = { host: '127.0.0.1', port: 0, trustProxy: false, secureCookies: false } as const;
  const server = await startServer(opened, place, (line) => process.stderr.write(`${JSON.stringify(line)}\n`));
  return { address: server.address, stop: () => server.stop().then(opened.close) };
}

const server = await (side === 'thin' ? startThin() : startOurs());
process.on('message', () => process.send?.(process.cpuUsage()));
process.once('disconnect', () => server.stop().then(() => process.exit(0)));
process.send?.(server.address);
