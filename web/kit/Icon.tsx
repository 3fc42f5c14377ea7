/** The house's line icons, 16 × 16. Decoration only: the word beside it, or the button's label, carries the meaning. */
const paths = {
  search: 'M7 12.5A5.5 5.5 0 1 0 7 1.5a5.5 5.5 0 0 0 0 11Zm4-1.5 3.5 3.5',
  menu: 'M2 4h12M2 8h12M2 12h12',
  close: 'm3.5 3.5 9 9m0-9-9 9',
  check: 'm3 8.5 3.2 3L13 4.5',
  down: 'm4 6 4 4 4-4',
  up: 'm4 10 4-4 4 4',
  left: 'm10 3.5-4.5 4.5 4.5 4.5',
  right: 'm6 3.5 4.5 4.5L6 12.5',
  language:
    'M8 14.5A6.5 6.5 0 1 0 8 1.5a6.5 6.5 0 0 0 0 13ZM1.5 8h13M8 1.5c2 2 2.6 4.3 2.6 6.5S10 12.5 8 14.5C6 12.5 5.4 10.2 5.4 8S6 3.5 8 1.5Z',
  sun: 'M8 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6Zm0-9.5v1M8 13.5v1M1.5 8h1m11 0h1M3.4 3.4l.7.7m7.8 7.8.7.7m0-9.2-.7.7M4.1 11.9l-.7.7',
  moon: 'M13.5 9.5A6 6 0 0 1 6.5 2.5a6 6 0 1 0 7 7Z',
  screen: 'M2 3h12v8H2zM6 14h4m-2-3v3',
  out: 'M6 2.5H3v11h3M7 8h7m-2.5-3L14.5 8l-3 3',
  keyboard: 'M1.5 4h13v8h-13zM4 6.5h.01M6.7 6.5h.01M9.3 6.5h.01M12 6.5h.01M4.5 9.5h7',
  person: 'M8 8a3 3 0 1 0 0-6 3 3 0 0 0 0 6Zm-5.5 6c.4-3 2.6-4.5 5.5-4.5s5.1 1.5 5.5 4.5',
  eye: 'M1.5 8C3 5 5.3 3.5 8 3.5S13 5 14.5 8C13 11 10.7 12.5 8 12.5S3 11 1.5 8Zm6.5 2a2 2 0 1 0 0-4 2 2 0 0 0 0 4Z',
  eyeOff:
    'M3.5 5.3C2.7 6 2 6.9 1.5 8 3 11 5.3 12.5 8 12.5c1 0 2-.2 2.8-.6M6 3.8c.6-.2 1.3-.3 2-.3 2.7 0 5 1.5 6.5 4.5-.4.8-.9 1.5-1.4 2.1M2 2l12 12',
  plus: 'M8 3v10M3 8h10',
  minus: 'M3 8h10',
  fit: 'M2.5 6V2.5H6m4 0h3.5V6m0 4v3.5H10m-4 0H2.5V10',
  locate: 'M8 11.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7ZM8 1.5v3m0 7v3M1.5 8h3m7 0h3',
  clock: 'M8 14.5A6.5 6.5 0 1 0 8 1.5a6.5 6.5 0 0 0 0 13ZM8 4.5V8l2.5 1.5',
  filter: 'M2 3.5h12L9.5 9v4.5l-3-1.5V9L2 3.5Z',
  photo: 'M1.5 4.5h3l1-2h5l1 2h3v9h-13zM8 11.5a2.8 2.8 0 1 0 0-5.6 2.8 2.8 0 0 0 0 5.6Z',
  info: 'M8 14.5A6.5 6.5 0 1 0 8 1.5a6.5 6.5 0 0 0 0 13ZM8 7.2v4M8 4.8h.01',
  warn: 'M8 2 1.5 13.5h13L8 2Zm0 4.5v3.5M8 11.8h.01',
  refresh: 'M13.5 3v3.5H10M13 6.5A5.5 5.5 0 1 0 13.4 9',
  more: 'M3.5 8h.01M8 8h.01M12.5 8h.01',
  pin: 'M8 14.5c3-3.2 4.7-5.6 4.7-8A4.7 4.7 0 0 0 3.3 6.5c0 2.4 1.7 4.8 4.7 8Zm0-6.3a1.8 1.8 0 1 0 0-3.6 1.8 1.8 0 0 0 0 3.6Z',
  link: 'M6.5 9.5 9.5 6.5M7 4.5l1.5-1.5a3 3 0 0 1 4.5 4.5L11.5 9M9 11.5 7.5 13A3 3 0 0 1 3 8.5L4.5 7',
  download: 'M8 2v8m-3-3 3 3 3-3M2.5 13.5h11',
  flag: 'M3.5 14.5v-12h8l-1.5 3 1.5 3h-8',
  external: 'M9 2.5h4.5V7m0-4.5L7.5 8.5M6 3.5H2.5v10h10V10',
} as const;

export type IconName = keyof typeof paths;

export function Icon({ name, size = 16 }: { name: IconName; size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth={1.5}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
      style={{ flex: 'none' }}
    >
      <path d={paths[name]} />
    </svg>
  );
}
