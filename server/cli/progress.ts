const WIDTH = 24;
const LINE_EVERY_MS = 5000;

/**
 * Progress of a long command: a bar that redraws itself on a terminal, a line every few seconds elsewhere. `share` is
 * 0–1, or null where the end is not known; `done` counts what `unit` names.
 */
export function progressBar(unit: string, write: (line: string) => void) {
  const started = performance.now();
  const terminal = process.stderr.isTTY === true;
  let last = started;
  let drawn = false;
  // Where a resumed command began: only what is done since counts for the time left.
  let begun: number | null = null;
  return {
    show(share: number | null, done: number): void {
      begun ??= share;
      const now = performance.now();
      if (now - last < (terminal ? 100 : LINE_EVERY_MS)) return;
      last = now;
      const seconds = (now - started) / 1000;
      const gone = (share ?? 0) - (begun ?? 0);
      const left = share !== null && gone > 0 ? `  ETA ${Math.ceil((seconds * (1 - share)) / gone)} s` : '';
      const text = `${share === null ? '' : `${Math.floor(share * 100)} %  `}${done} ${unit}  ${Math.round(done / seconds)} ${unit}/s${left}`;
      if (terminal) {
        process.stderr.write(`\r\x1b[K${share === null ? '' : `${bar(share)} `}${text}`);
        drawn = true;
      } else write(text);
    },
    end(): void {
      if (drawn) process.stderr.write('\r\x1b[K');
    },
  };
}

function bar(share: number): string {
  const full = Math.round(share * WIDTH);
  return `${'█'.repeat(full)}${'░'.repeat(WIDTH - full)}`;
}
