const WIDTH = 24;
const LINE_EVERY_MS = 5000;

/**
 * Progress of a long command: a bar that redraws itself on a terminal, a line every few seconds elsewhere. `share` is
 * 0–1, `done` counts what `unit` names.
 */
export function progressBar(unit: string, write: (line: string) => void) {
  const started = performance.now();
  const terminal = process.stderr.isTTY === true;
  let last = started;
  let drawn = false;
  return {
    show(share: number, done: number): void {
      const now = performance.now();
      if (now - last < (terminal ? 100 : LINE_EVERY_MS) && share < 1) return;
      last = now;
      const seconds = (now - started) / 1000;
      const rate = Math.round(done / Math.max(seconds, 0.001));
      const left = share > 0 ? Math.ceil((seconds * (1 - share)) / share) : null;
      const text = `${String(Math.floor(share * 100)).padStart(3)} %  ${done} ${unit}  ${rate} ${unit}/s${left === null ? '' : `  ETA ${left} s`}`;
      if (!terminal) {
        write(text);
        return;
      }
      const full = Math.round(share * WIDTH);
      process.stderr.write(`\r\x1b[K${'█'.repeat(full)}${'░'.repeat(WIDTH - full)} ${text}`);
      drawn = true;
    },
    end(): void {
      if (drawn) process.stderr.write('\r\x1b[K');
    },
  };
}
