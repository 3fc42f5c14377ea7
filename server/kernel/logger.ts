/** Writes one line of the server's own journal as JSON. Never personal data, never a secret. */
export type Logger = (line: Record<string, unknown>) => void;

export const jsonLogger: Logger = (line) => {
  process.stderr.write(`${JSON.stringify({ time: new Date().toISOString(), ...line })}\n`);
};

/**
 * Values that programs of others put into what they say went wrong: PostgreSQL repeats an input it cannot read, a parser
 * the text around the fault. They may be anybody's name or number, so they are left out of the journal.
 */
const REPEATED = [
  /(?<=: )"[^"]*"/g,
  /(?<=\bKey \([^)]*\)=)\([^)]*\)/g,
  /"[^"\n]*"(?:\.{3})?(?= is not valid JSON)/g,
  /\b(?:\d[ -]?){7,}[\dXx]\b/g,
];

function withoutValues(said: unknown): unknown {
  if (typeof said !== 'string') return said;
  return REPEATED.reduce((text, sign) => text.replace(sign, '…'), said);
}

/** The same journal, which keeps to itself what others repeat in their messages. */
export function discreet(logger: Logger): Logger {
  return (line) => {
    const told = { ...line };
    for (const part of ['error', 'stack']) if (part in told) told[part] = withoutValues(told[part]);
    logger(told);
  };
}
