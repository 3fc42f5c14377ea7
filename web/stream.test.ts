import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type LiveMessage, openStream } from './stream.ts';

/** A browser's source of events, at whose other end the test stands. */
class Source extends EventTarget {
  static readonly CLOSED = 2;
  static made: Source[] = [];
  readonly url: string;
  readyState = 0;
  onopen?: () => void;
  onerror?: () => void;
  constructor(url: string) {
    super();
    this.url = url;
    Source.made.push(this);
  }
  close(): void {
    this.readyState = Source.CLOSED;
  }
  say(type: string, lastEventId: string, data: unknown = {}): void {
    this.dispatchEvent(new MessageEvent(type, { data: JSON.stringify(data), lastEventId }));
  }
  /** The server answered with an error: a browser does not come back from that by itself. */
  refuse(): void {
    this.readyState = Source.CLOSED;
    this.onerror?.();
  }
}

let told: LiveMessage[];
let stream: ReturnType<typeof openStream>;
const newest = () => Source.made.at(-1) as Source;

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('EventSource', Source);
  Source.made = [];
  told = [];
  stream = openStream('/api/events', (message) => told.push(message));
});
afterEach(() => {
  stream.close();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

describe('the stream of a browser', () => {
  test('refused before its first entry begins again where it had begun, not where the log ends then', () => {
    newest().say('ready', '7-1');
    newest().refuse();
    vi.advanceTimersByTime(1000);
    expect(newest().url).toBe('/api/events?lastEventId=7-1');
  });

  test('refused later begins again behind the last entry', () => {
    newest().say('ready', '7-1');
    newest().say('entry', '9-3', { recordId: 'a' });
    newest().refuse();
    vi.advanceTimersByTime(1000);
    expect(newest().url).toBe('/api/events?lastEventId=9-3');
  });

  test('that was away for too long says that everything is to be read anew, and goes on from there', () => {
    newest().say('reset', '20-5');
    expect(told).toContainEqual({ type: 'reset' });
    newest().refuse();
    vi.advanceTimersByTime(1000);
    expect(newest().url).toBe('/api/events?lastEventId=20-5');
  });
});
