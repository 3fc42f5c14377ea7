import { en } from './en.ts';
import { type SameShape, useText } from './language.ts';
import { zh } from './zh.ts';

export type FrameText = SameShape<typeof zh>;

export const frameText: Record<'zh' | 'en', FrameText> = { zh, en };

/** The words of frame and kit, e.g. `t.state.retry`. A feature has its own dictionary: `useText(texts(zh, en))`. */
export function useFrameText(): FrameText {
  return useText(frameText);
}
