import { renderSVG } from 'uqr';

/** A QR code (ISO/IEC 18004) as a picture in SVG, black on white with its quiet zone. */
export function qrPicture(text: string): string {
  return renderSVG(text, { ecc: 'M', border: 4, pixelSize: 4 });
}
