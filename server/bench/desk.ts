import type { CaseOrder } from '../modules/cases/page-store.ts';
import { Client } from './client.ts';
import type { Ground } from './ground.ts';
import type { Works } from './measure.ts';

interface Signed {
  cookie: string;
  id: string;
}

type Kase = { id: string; version: number };

const OFFICERS = ['zuoxi01', 'shouli01', 'zhibanzhang01', 'paiqian01', 'kaoping01', 'jingban01', 'jiandu01'] as const;
export type Officer = (typeof OFFICERS)[number];
/** Cases on which actions are taken in turn, so that no log grows longer than logs do. */
const STOCK = 300;

/** The officers of a bench: they do over HTTP what officers do, as fast as they are answered. */
export class BenchDesk implements Works {
  readonly url: string;
  private readonly client: Client;
  private readonly officers = new Map<Officer, Signed>();
  private readonly ground: Ground;
  private readonly stock: Kase[] = [];
  private turn = 0;

  private constructor(url: string, ground: Ground) {
    this.url = url;
    this.client = new Client(url);
    this.ground = ground;
  }

  static async open(url: string, ground: Ground): Promise<BenchDesk> {
    const desk = new BenchDesk(url, ground);
    for (const username of OFFICERS) {
      const signIn = { username, password: ground.password };
      const { headers, body } = await desk.client.ask('POST', '/api/session', {}, signIn);
      const cookie = headers['set-cookie']?.[0]?.split(';')[0] ?? '';
      desk.officers.set(username, { id: (body as { id: string }).id, cookie });
    }
    while (desk.stock.length < STOCK) desk.stock.push(await desk.report());
    return desk;
  }

  close(): void {
    this.client.close();
  }

  async ask(officer: Officer, method: string, path: string, body?: unknown, version?: number): Promise<unknown> {
    const headers = {
      cookie: this.officers.get(officer)?.cookie ?? '',
      ...(version === undefined ? {} : { 'if-match': `"${version}"` }),
    };
    return (await this.client.ask(method, `/api${path}`, headers, body)).body;
  }

  /** The cookie by which an officer is known. */
  cookieOf(officer: Officer): string {
    return this.officers.get(officer)?.cookie ?? '';
  }

  report(): Promise<Kase> {
    return this.ask('zuoxi01', 'POST', '/cases', {
      source: 'hotline',
      description: '路灯不亮，影响行人通行，已有几天无人处理。',
      address: '东街口 12 号',
      point: { lon: 119.2945, lat: 26.0838 },
    }) as Promise<Kase>;
  }

  private async takeAction(officer: Officer, kase: Kase, action: string, input: unknown): Promise<Kase> {
    return (await this.ask(officer, 'POST', `/cases/${kase.id}/actions/${action}`, input, kase.version)) as Kase;
  }

  /** The case whose turn it is; long before it comes again its answer is there. */
  private next(): Kase {
    this.turn = (this.turn + 1) % this.stock.length;
    return this.stock[this.turn] ?? { id: '', version: 0 };
  }

  async create(): Promise<void> {
    await this.report();
  }

  async read(): Promise<void> {
    await this.ask('paiqian01', 'GET', `/cases/${this.next().id}`);
  }

  async list(): Promise<void> {
    await this.ask(
      'paiqian01',
      'GET',
      `/cases?limit=50&open=true&source=hotline&subdistrict=${this.ground.subdistrict}`,
    );
  }

  async search(): Promise<void> {
    await this.find(this.ground.words[0] ?? '');
  }

  find(text: string, order: CaseOrder = 'newest'): Promise<unknown> {
    return this.ask('paiqian01', 'GET', `/cases?limit=50&order=${order}&text=${encodeURIComponent(text)}`);
  }

  async act(): Promise<void> {
    const kase = this.next();
    kase.version = (await this.takeAction('shouli01', kase, 'addNote', { text: '已电话核实，请尽快处置。' })).version;
  }

  /** 上报、受理、立案、派遣 — each step with its clock. */
  async life(): Promise<void> {
    const { categoryId, conditionId, unitId } = this.ground;
    let kase = await this.report();
    kase = await this.takeAction('shouli01', kase, 'accept', { categoryId });
    kase = await this.takeAction('zhibanzhang01', kase, 'register', { conditionId });
    await this.takeAction('paiqian01', kase, 'dispatch', { unitId, assistUnitIds: [] });
  }

  /** What the page of a case asks for at once. */
  async page(id: string): Promise<void> {
    await Promise.all(['', '/log', '/clocks'].map((part) => this.ask('paiqian01', 'GET', `/cases/${id}${part}`)));
  }
}
