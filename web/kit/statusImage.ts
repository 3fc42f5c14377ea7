import { type Look, outlined, shapes } from './StatusMark.tsx';
import { token } from './theme.ts';

/** Every look a point can have. */
export const looks: readonly Look[] = [
  'waiting',
  'working',
  'checking',
  'paused',
  'done',
  'refused',
  'warning',
  'overdue',
];

/** A status as the map draws it: the same shape, white on a disc of its colour. */
export function statusImage(look: Look): ImageData | undefined {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = 44;
  const pen = canvas.getContext('2d');
  if (!pen) return undefined;
  pen.fillStyle = token(look);
  pen.strokeStyle = token('map-halo');
  pen.lineWidth = 3;
  pen.beginPath();
  pen.arc(22, 22, 18, 0, Math.PI * 2);
  pen.fill();
  pen.stroke();
  pen.translate(13, 13);
  pen.scale(1.8, 1.8);
  pen.fillStyle = pen.strokeStyle = token('surface');
  pen.lineWidth = 1.8;
  const shape = new Path2D(shapes[look]);
  if (outlined.has(look)) pen.stroke(shape);
  else pen.fill(shape);
  return pen.getImageData(0, 0, 44, 44);
}
