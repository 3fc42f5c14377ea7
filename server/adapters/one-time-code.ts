import { Secret, TOTP } from 'otpauth';

/** RFC 6238 as every telephone's programme does it: SHA-1, six digits, half a minute. */
const PERIOD_SECONDS = 30;
const DIGITS = 6;
/** RFC 4226 §4 recommends 160 bits. */
const SECRET_BYTES = 20;
/** Which codes are taken beside the present one: none, the one before, or also the one after, in half-minutes from now. */
export const codeWindows = { current: [0, 0], previous: [-1, 0], around: [-1, 1] } as const;
export type CodeWindow = keyof typeof codeWindows;

function generator(secret: string, label = '', issuer = ''): TOTP {
  return new TOTP({
    secret: Secret.fromBase32(secret),
    algorithm: 'SHA1',
    digits: DIGITS,
    period: PERIOD_SECONDS,
    label,
    issuer,
  });
}

/** A new secret in base 32, as it is typed where no picture can be read. */
export function newCodeSecret(): string {
  return new Secret({ size: SECRET_BYTES }).base32;
}

/** What a telephone reads from the picture: `otpauth://totp/…`. It holds the secret. */
export function codeAddress(secret: string, { account, issuer }: { account: string; issuer: string }): string {
  return generator(secret, account, issuer).toString();
}

/** The half-minute since 1970 that the code belongs to, if that lies in the window; else null. Who takes codes once only keeps the number. */
export function stepOfCode(secret: string, code: string, milliseconds: number, window: CodeWindow): number | null {
  const [first, last] = codeWindows[window];
  const offset = generator(secret).validate({
    token: code,
    timestamp: milliseconds,
    window: Math.max(-first, last),
  });
  if (offset === null || offset < first || offset > last) return null;
  return Math.floor(milliseconds / 1000 / PERIOD_SECONDS) + offset;
}

/** The code that a telephone would show. */
export function codeAt(secret: string, milliseconds: number): string {
  return generator(secret).generate({ timestamp: milliseconds });
}
