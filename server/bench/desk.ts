import { Client } from './client.ts';
import type { Works } from './measure.ts';

interface Signed {
  cookie: string;
  id: string;
}

type Kase = { id: string; version: number };

const OFFICERS = ['zuoxi01', 'shouli01', 'paiqian01', 'kaoping01'];
/** Cases on which actions are taken in turn, so that no log grows longer than logs do. */
const STOCK = 300;

/** The officers of a bench: they do over HTTP what officers do, as fast as they are answered. */
export class BenchDesk implements Works {
  private readonly client: Client;
  private readonly officers = new Map<string, Signed>();
  private readonly stock: Kase[] = [];
  private turn = 0;

  private constructor(url: string) {
    this.client = new Client(url);
  }

  static async open(url: string, password: string): Promise<BenchDesk> {
    const desk = new BenchDesk(url);
    for (const username of OFFICERS) {
      const { headers, body } = await desk.client.ask('POST', '/api/session', {}, { username, password });
      const cookie = headers['set-cookie']?.[0]?.split(';')[0] ?? '';
      desk.officers.set(username, { id: (body as { id: string }).id, cookie });
    }
    while (desk.stock.length < STOCK) desk.stock.push(await desk.report());
    return desk;
  }

  close(): void {
    this.client.close();
  }

  private async ask(officer: string, method: string, path: string, body?: unknown, version?: number): Promise<unknown> {
    const headers = {
      cookie: this.officers.get(officer)?.cookie ?? '',
      ...(version === undefined ? {} : { 'if-match': `"${version}"` }),
    };
    return (await this.client.ask(method, `/api${path}`, headers, body)).body;
  }

  private report(): Promise<Kase> {
    return this.ask('zuoxi01', 'POST', '/cases', {
      source: 'hotline',
      description: '路灯不亮，影响行人通行，已有几天无人处理。',
      address: '东街口 12 号',
      point: { lon: 119.2945, lat: 26.0838 },
    }) as Promise<Kase>;
  }

  private async takeAction(officer: string, kase: Kase, action: string, input: unknown): Promise<Kase> {
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
    await this.ask('paiqian01', 'GET', '/cases?limit=50');
  }

  async search(): Promise<void> {
    await this.ask('paiqian01', 'GET', `/cases?limit=50&order=newest&text=${encodeURIComponent('井盖')}`);
  }

  async act(): Promise<void> {
    const kase = this.next();
    kase.version = (await this.takeAction('shouli01', kase, 'addNote', { text: '已电话核实，请尽快处置。' })).version;
  }

  async life(): Promise<void> {
    let kase = await this.report();
    kase = await this.takeAction('shouli01', kase, 'answer', { reply: '您好，已为您查询，请按此办理。' });
    kase = await this.takeAction('zuoxi01', kase, 'followUp', { reached: true, solved: false, satisfied: false });
    await this.takeAction('zuoxi01', kase, 'reopen', { reason: '市民表示仍未解决。' });
  }

  async scores(): Promise<void> {
    const day = (shift: number) => new Date(Date.now() + shift * 86_400_000).toISOString().slice(0, 10);
    await this.ask('kaoping01', 'GET', `/scores?object=unit&from=${day(-30)}&to=${day(1)}`);
  }
}
