import { useText } from '../../i18n/language.ts';
import { StatusMark } from '../../kit/StatusMark.tsx';
import { officeText } from './text.ts';

/** The lights, the most urgent first. */
export const lights = ['red', 'yellow', 'blue', 'green'] as const;
const looks = { red: 'overdue', yellow: 'warning', blue: 'working', green: 'done' } as const;

/** 灯 — how a task stands today: word, shape and colour. */
export function LightMark({ light }: { light: (typeof lights)[number] }) {
  const t = useText(officeText);
  return <StatusMark look={looks[light]} label={t.lights[light]} />;
}
