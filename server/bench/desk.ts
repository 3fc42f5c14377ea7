interface Signed {
  cookie: string;
  id: string;
}

type Kase = { id: string; version: number };

/** The officers of a bench: they do over HTTP what officers do, as fast as they are answered. */
export class BenchDesk {
  private readonly url: string;
  private readonly officers: Record<string, Signed>;
  private readonly condition: { categoryId: string; conditionId: string };
  private readonly unitId: string;
  someCase = '';

  private constructor(
    url: string,
    officers: Record<string, Signed>,
    condition: { categoryId: string; conditionId: string },
    unitId: string,
  ) {
    this.url = url;
    this.officers = officers;
    this.condition = condition;
    this.unitId = unitId;
  }

  static async open(url: string, password: string): Promise<BenchDesk> {
    const officers: Record<string, Signed> = {};
    for (const username of [
      'zuoxi01',
      'shouli01',
      'zhibanzhang01',
      'paiqian01',
      'jingban01',
      'jiandu01',
      'kaoping01',
    ]) {
      const answer = await fetch(`${url}/api/session`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ username, password }),
      });
      const { id } = (await answer.json()) as { id: string };
      officers[username] = { id, cookie: answer.headers.getSetCookie()[0]?.split(';')[0] ?? '' };
    }
    const desk = new BenchDesk(url, officers, { categoryId: '', conditionId: '' }, '');
    const found = (await desk.ask('shouli01', 'GET', `/catalogue/categories?query=${encodeURIComponent('路灯')}`)) as {
      items: { category: { id: string } }[];
    };
    const categoryId = found.items[0]?.category.id ?? '';
    const { conditions } = (await desk.ask('shouli01', 'GET', `/catalogue/categories/${categoryId}`)) as {
      conditions: { id: string }[];
    };
    const { unit } = (await desk.ask('jingban01', 'GET', '/session')) as { unit: { id: string } };
    const ready = new BenchDesk(url, officers, { categoryId, conditionId: conditions[0]?.id ?? '' }, unit.id);
    ready.someCase = (await ready.report()).id;
    return ready;
  }

  private async ask(officer: string, method: string, path: string, body?: unknown, version?: number): Promise<unknown> {
    const answer = await fetch(`${this.url}/api${path}`, {
      method,
      headers: {
        cookie: this.officers[officer]?.cookie ?? '',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(version === undefined ? {} : { 'if-match': `"${version}"` }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const read = await answer.json();
    if (!answer.ok) throw new Error(`${method} ${path}: ${JSON.stringify(read)}`);
    return read;
  }

  private report(): Promise<Kase> {
    return this.ask('zuoxi01', 'POST', '/cases', {
      source: 'hotline',
      description: '路灯不亮，影响行人通行，已有几天无人处理。',
      address: '东街口 12 号',
      point: { lon: 119.2945, lat: 26.0838 },
    }) as Promise<Kase>;
  }

  private async act(officer: string, kase: Kase, action: string, input: unknown = {}): Promise<Kase> {
    return (await this.ask(officer, 'POST', `/cases/${kase.id}/actions/${action}`, input, kase.version)) as Kase;
  }

  async shortLife(): Promise<void> {
    let kase = await this.report();
    kase = await this.act('shouli01', kase, 'answer', { reply: '您好，已为您查询，请按此办理。' });
    kase = await this.act('zuoxi01', kase, 'followUp', { reached: true, solved: false, satisfied: false });
    await this.act('zuoxi01', kase, 'reopen', { reason: '市民表示仍未解决。' });
  }

  async wholeLife(): Promise<void> {
    const { categoryId, conditionId } = this.condition;
    let kase = await this.report();
    kase = await this.act('shouli01', kase, 'accept', { categoryId });
    kase = await this.act('zhibanzhang01', kase, 'register', { conditionId });
    kase = await this.act('paiqian01', kase, 'dispatch', { unitId: this.unitId });
    kase = await this.act('jingban01', kase, 'acknowledge');
    kase = await this.act('jingban01', kase, 'reportFixed', { note: '已更换灯头，恢复照明。' });
    kase = await this.act('jiandu01', kase, 'checkFix', { fixed: true });
    await this.act('zhibanzhang01', kase, 'close', { reply: '路灯已修复，感谢您的来电。' });
  }

  async list(): Promise<void> {
    await this.ask('paiqian01', 'GET', '/cases?limit=50');
  }

  async read(): Promise<void> {
    await this.ask('paiqian01', 'GET', `/cases/${this.someCase}`);
  }

  async scores(): Promise<void> {
    const day = (shift: number) => new Date(Date.now() + shift * 86_400_000).toISOString().slice(0, 10);
    await this.ask('kaoping01', 'GET', `/scores?object=unit&from=${day(-30)}&to=${day(1)}`);
  }
}
