/** Writes one line of the server's own journal as JSON. Never personal data, never a secret. */
export type Logger = (line: Record<string, unknown>) => void;

export const jsonLogger: Logger = (line) => {
  process.stderr.write(`${JSON.stringify({ time: new Date().toISOString(), ...line })}\n`);
};
