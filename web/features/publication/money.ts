import { showAmount } from '../../../server/modules/disclosure/document/money.ts';

/** 万元 with two decimals, a real minus before what is negative. */
export const money = (fen: number): string => showAmount(fen).replace('-', '−');
