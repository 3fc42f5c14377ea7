import type { Amount, AmountFault } from '../model.ts';

/** How many 元 one printed unit is worth. */
export const UNIT_FACTORS: Readonly<Record<string, number>> = { 元: 1, 万元: 10_000, 亿元: 100_000_000 };

/** What may stand where an amount is expected, however badly written. */
export const NUMBER = '[-−－]?[0-9０-９](?:[0-9０-９,.．]|[，。](?=[0-9０-９]))*(?:[eE][+-]?[0-9]+)?|NaN';

/** An amount as the form wants it, of no more figures than are counted exactly in any unit. */
const USUAL = /^(0|[1-9]\d{0,4})(?:\.(\d{1,2}))?$/;
const PLAIN = /^\d+(\.\d{1,2})?$/;

/** Full-width digits, points and signs as their plain ones. */
export function halfWidth(text: string): string {
  return text.replace(/[０-９．－−]/g, (sign) =>
    sign === '．' ? '.' : sign === '－' || sign === '−' ? '-' : String.fromCharCode(sign.charCodeAt(0) - 0xfee0),
  );
}

/**
 * Reads an amount exactly, digit by digit. A value that is clear although it is written against the form is kept with
 * its fault; one that is not clear (1e5, NaN, finer than one fen) has no value.
 */
export function readAmount(text: string, unitFactor: number): Amount {
  const printed = text.trim();
  if (printed === '') return { printed, fen: null };
  // There is no part of a fen, so digits behind a point are no usual amount of it.
  const usual = unitFactor < 1 ? null : USUAL.exec(printed);
  if (usual) return { printed, fen: (Number(usual[1]) * 100 + Number((usual[2] ?? '').padEnd(2, '0'))) * unitFactor };
  const fault = faultOf(printed);
  const [, sign = '', digits = '', decimals = ''] =
    /^(-?)(\d+)(?:\.(\d+))?$/.exec(halfWidth(printed).replaceAll(',', '')) ?? [];
  if (digits === '') return { printed, fen: null, fault: fault ?? 'notNumber' };
  const scale = String(unitFactor * 100).length - 1;
  const kept = decimals.replace(/0+$/, '');
  if (kept.length > scale) return { printed, fen: null, fault: 'decimals' };
  const value = BigInt(digits + kept.padEnd(scale, '0'));
  if (value > BigInt(Number.MAX_SAFE_INTEGER)) return { printed, fen: null, fault: 'tooLarge' };
  const fen = value === 0n ? 0 : Number(value) * (sign === '-' ? -1 : 1);
  return fault ? { printed, fen, fault } : { printed, fen };
}

function faultOf(printed: string): AmountFault | undefined {
  if (PLAIN.test(printed)) return /^0\d/.test(printed) ? 'leadingZero' : undefined;
  const plain = halfWidth(printed);
  if (/^[-(（]/.test(plain)) return 'negative';
  if (/^[\d.]+[eE]/.test(plain)) return 'exponent';
  if (/^\d[\d,]*,[\d,]*(\.\d+)?$/.test(plain)) return 'thousands';
  if (/^\d+\.\d{3,}$/.test(plain)) return 'decimals';
  if (plain !== printed && PLAIN.test(plain)) return 'fullWidth';
  return 'notNumber';
}

/** Signs a scan or a hand puts for others inside a number. */
const TAKEN_FOR: Record<string, string> = { '，': '.', '。': '.', ',': '.', O: '0', o: '0', l: '1', I: '1' };

/** What a number that cannot be read was most likely meant to be; null where that is anybody's guess. */
export function likelyMeant(printed: string): string | null {
  const cleaned = halfWidth(printed.replace(/\s+/g, '')).replace(/[，。,OolI]/g, (sign) => TAKEN_FOR[sign] ?? sign);
  return PLAIN.test(cleaned) ? cleaned : null;
}

/** Fen in the document's unit: two decimals, more only where the value is finer than that. */
export function showAmount(fen: number, unitFactor = 10_000): string {
  const scale = String(unitFactor * 100).length - 1;
  const digits = String(Math.abs(fen)).padStart(scale + 1, '0');
  const decimals = digits.slice(-scale).replace(/0+$/, '').padEnd(2, '0');
  return `${fen < 0 ? '-' : ''}${digits.slice(0, -scale)}.${decimals}`;
}
