import type { Works } from './measure.ts';
import type { Kase, ThinWork } from './thin.ts';

const NONE: Kase = { id: '', version: 0 };
const STOCK = 300;

/** The same works on thin tables: by the driver itself, or asked for from a bare server over HTTP. */
export class ThinDesk implements Works {
  private readonly ask: (work: ThinWork, kase: Kase) => Promise<unknown>;
  private readonly stock: Kase[] = [];
  private turn = 0;

  private constructor(ask: (work: ThinWork, kase: Kase) => Promise<unknown>) {
    this.ask = ask;
  }

  static async open(ask: (work: ThinWork, kase: Kase) => Promise<unknown>): Promise<ThinDesk> {
    const desk = new ThinDesk(ask);
    while (desk.stock.length < STOCK) desk.stock.push((await ask('create', NONE)) as Kase);
    return desk;
  }

  private next(): Kase {
    this.turn = (this.turn + 1) % this.stock.length;
    return this.stock[this.turn] ?? NONE;
  }

  async create(): Promise<void> {
    await this.ask('create', NONE);
  }

  async act(): Promise<void> {
    const kase = this.next();
    await this.ask('act', kase);
    kase.version += 1;
  }

  async read(): Promise<void> {
    await this.ask('read', this.next());
  }

  async life(): Promise<void> {
    const kase = (await this.ask('create', NONE)) as Kase;
    for (let version = 1; version <= 3; version++) await this.ask('act', { ...kase, version });
  }

  async list(): Promise<void> {
    await this.ask('list', NONE);
  }

  async search(): Promise<void> {
    await this.ask('search', NONE);
  }
}
