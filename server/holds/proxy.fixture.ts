import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';

/**
 * A line between a server and its database that can be cut, held up or slowed: what a network does. It listens on an
 * address of its own and passes everything on.
 */
export class Line {
  #state: 'whole' | 'cut' | 'hanging' = 'whole';
  readonly #pairs = new Set<{ near: Socket; far: Socket }>();
  readonly #server: Server;
  readonly port: number;

  private constructor(server: Server, port: number) {
    this.#server = server;
    this.port = port;
  }

  static async to(target: { path: string } | { host: string; port: number }): Promise<Line> {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const line = new Line(server, (server.address() as { port: number }).port);
    server.on('connection', (near) => line.#join(near, connect({ ...target, port: 0, ...target })));
    return line;
  }

  #join(near: Socket, far: Socket): void {
    const pair = { near, far };
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      from.on('error', () => undefined);
      from.on('close', () => {
        to.destroy();
        this.#pairs.delete(pair);
      });
      from.on('data', (bytes) => {
        if (this.#state === 'whole') to.write(bytes);
      });
    }
    if (this.#state === 'cut') near.resetAndDestroy();
    else this.#pairs.add(pair);
  }

  /** Every connection breaks, and none is made. */
  cut(): void {
    this.#state = 'cut';
    for (const { near } of this.#pairs) near.resetAndDestroy();
  }

  /** Connections stay open, and nothing that is sent arrives: both ends believe in each other. */
  hang(): void {
    this.#state = 'hanging';
  }

  /** New connections work again; what hung is broken, as it would be by a router that was started anew. */
  mend(): void {
    for (const { near } of this.#pairs) near.resetAndDestroy();
    this.#state = 'whole';
  }

  async close(): Promise<void> {
    this.cut();
    this.#server.close();
    await once(this.#server, 'close');
  }
}
