/** A listener at the stream of events, who comes back by himself after each loss with the last id he got. */
export class Listener {
  /** What he was told, in order: `<record> <number>`. */
  readonly heard: string[] = [];
  /** How often he was told to read everything anew. */
  resets = 0;
  /** How often the stream was lost. */
  losses = 0;
  url: string;
  #lastId: string | undefined;
  #left = false;
  #abort = new AbortController();
  readonly #cookie: string;
  readonly done: Promise<void>;

  constructor(url: string, cookie: string) {
    this.url = url;
    this.#cookie = cookie;
    this.done = this.#listen();
  }

  leave(): Promise<void> {
    this.#left = true;
    this.#abort.abort();
    return this.done;
  }

  get isHere(): boolean {
    return this.#lastId !== undefined;
  }

  async #listen(): Promise<void> {
    while (!this.#left) {
      try {
        await this.#hear();
      } catch {
        // The server is away; he comes back.
      }
      if (this.#left) return;
      this.losses += 1;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  async #hear(): Promise<void> {
    this.#abort = new AbortController();
    const answer = await fetch(`${this.url}/api/events`, {
      headers: { cookie: this.#cookie, ...(this.#lastId ? { 'last-event-id': this.#lastId } : {}) },
      signal: this.#abort.signal,
    });
    if (answer.status !== 200 || !answer.body) throw new Error(`no stream: ${answer.status}`);
    let rest = '';
    for await (const chunk of answer.body.pipeThrough(new TextDecoderStream())) {
      const blocks = (rest + chunk).split('\n\n');
      rest = blocks.pop() ?? '';
      for (const block of blocks) this.#take(block);
    }
  }

  #take(block: string): void {
    const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(block)?.[1];
    const id = field('id');
    if (id) this.#lastId = id;
    const event = field('event');
    if (event === 'reset') this.resets += 1;
    if (event !== 'entry') return;
    const { recordId, seq } = JSON.parse(field('data') ?? '{}') as { recordId: string; seq: number };
    this.heard.push(`${recordId} ${seq}`);
  }
}
