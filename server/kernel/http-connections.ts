import type { FastifyInstance } from 'fastify';

/** What still holds on after so long is cut off. */
const BOUND_MS = 10_000;

/** Asked of a server that is stopping: to be asked again in a moment, of the next one. */
export class Stopping extends Error {}

/**
 * Makes `app.close()` a stop in good order: what is under way is finished and its connection then closed, what is asked
 * anew on an open connection is refused, and nobody holds it up beyond the bound.
 */
export function stopInGoodOrder(app: FastifyInstance, boundMs = BOUND_MS): void {
  let stopping = false;
  app.addHook('preClose', async () => {
    stopping = true;
    const cut = setTimeout(() => app.server.closeAllConnections(), boundMs);
    app.server.once('close', () => clearTimeout(cut));
  });
  app.addHook('onRequest', async () => {
    if (stopping) throw new Stopping();
  });
  app.addHook('onSend', async (_request, reply) => {
    if (stopping) reply.header('connection', 'close');
  });
}

/** Lets go of connections on which nothing is asked: Node's own limits begin with the first byte. */
export function letGoOfSilent(app: FastifyInstance, withinMs: number): void {
  app.server.on('connection', (socket) => socket.setTimeout(withinMs));
}

/**
 * Lets go of who asks for much and takes nothing of it: what is ready for them is held in memory. Who reads slowly is
 * waited for, and so is an answer that takes long to make.
 */
export function letGoOfUnread(app: FastifyInstance, withinMs: number): void {
  app.server.on('request', ({ socket }, answer) => {
    answer.setTimeout(withinMs, () => {
      if (socket.writableLength > 0) socket.destroy();
      else socket.setTimeout(withinMs);
    });
  });
}
