import { useNavigate } from '@tanstack/react-router';
import { useRef } from 'react';
import { useFrameText } from '../i18n/text.ts';
import { Icon } from '../kit/Icon.tsx';
import { useShortcut } from '../kit/shortcuts.ts';

/** One box for numbers, addresses and grids; `/` jumps into it, Enter asks, Esc leaves. */
export function SearchBox({ to }: { to: string }) {
  const t = useFrameText();
  const navigate = useNavigate();
  const box = useRef<HTMLInputElement>(null);
  useShortcut({ key: '/', label: t.keys.search, group: 'everywhere' }, () => box.current?.focus());
  return (
    // biome-ignore lint/a11y/useSemanticElements: the older browsers do not know <search>
    <form
      className="frame-search"
      role="search"
      aria-label={t.frame.searchShort}
      onSubmit={(event) => {
        event.preventDefault();
        const q = box.current?.value.trim() ?? '';
        void navigate({ to, search: (q === '' ? {} : { q }) as never });
        box.current?.blur();
      }}
    >
      <Icon name="search" size={14} />
      <input
        ref={box}
        type="search"
        aria-label={t.frame.search}
        placeholder={t.frame.search}
        onKeyDown={(event) => {
          if (event.key === 'Escape' && !event.nativeEvent.isComposing) event.currentTarget.blur();
        }}
      />
    </form>
  );
}
