/** True if this machine can write Chinese: without a font every character is the same empty box. */
function writesChinese(): boolean {
  const pen = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  if (!pen) return true;
  pen.font = `24px ${getComputedStyle(document.documentElement).fontFamily}`;
  pen.textBaseline = 'top';
  const drawn = ['鼓', '楼'].map((character) => {
    pen.clearRect(0, 0, 32, 32);
    pen.fillText(character, 2, 2);
    return pen.getImageData(0, 0, 32, 32).data.join();
  });
  return drawn[0] !== drawn[1];
}

/** The bundled Chinese font, only for machines that have none of their own; then only the slices in use. */
export function bringFonts(): void {
  if (!writesChinese()) void import('@fontsource-variable/noto-sans-sc');
}
