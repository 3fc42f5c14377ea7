/** The sign of the house: a drum tower with two roofs and the drum. */
export function Mark({ size = 24 }: { size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 32 32"
      fill="none"
      stroke="currentColor"
      strokeWidth={1.9}
      strokeLinejoin="round"
      strokeLinecap="round"
      aria-hidden="true"
      focusable="false"
    >
      <path d="M3.5 12.5c3.4-.7 5.6-2.4 7-5.5h11c1.4 3.1 3.6 4.8 7 5.5M7.5 12.5v5.5m17-5.5v5.5M3.5 20.5c2.2-.4 3.8-1.2 5-2.5h15c1.2 1.3 2.8 2.1 5 2.5M8 20.5V27h16v-6.5M13.3 27v-3a2.7 2.7 0 0 1 5.4 0v3" />
      <circle cx="16" cy="13.3" r="2.3" fill="#ffb020" stroke="none" />
    </svg>
  );
}
