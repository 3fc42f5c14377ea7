import { type LiveMessage, type LiveState, openStream } from './stream.ts';

/**
 * Shared by all tabs of the browser: over HTTP/1.1 a browser opens six connections to a site, and one stream per tab
 * would use them up.
 */
interface SharedScope {
  onconnect: ((event: MessageEvent) => void) | null;
}

export type ToWorker = { type: 'join'; url: string; who: string } | { type: 'leave' } | { type: 'again' };

const scope = self as unknown as SharedScope;
const ports = new Set<MessagePort>();
let stream: ReturnType<typeof openStream> | undefined;
// Whose stream it is: another officer at the same machine must not hear what the one before was told.
let whose: string | undefined;
let state: LiveState = { state: 'reconnecting' };

function tell(message: LiveMessage): void {
  if (message.type === 'state') state = message.state;
  for (const port of ports) port.postMessage(message);
}

scope.onconnect = (event) => {
  const port = event.ports[0];
  if (!port) return;
  port.onmessage = (asked: MessageEvent<ToWorker>) => {
    if (asked.data.type === 'join') {
      ports.add(port);
      if (whose !== asked.data.who) {
        stream?.close();
        stream = undefined;
        whose = asked.data.who;
      }
      stream ??= openStream(asked.data.url, tell);
      port.postMessage({ type: 'state', state } satisfies LiveMessage);
    } else if (asked.data.type === 'again') {
      stream?.again();
    } else {
      ports.delete(port);
      if (ports.size > 0) return;
      stream?.close();
      stream = undefined;
    }
  };
};
