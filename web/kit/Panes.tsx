import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useFrameText } from '../i18n/text.ts';
import { Icon } from './Icon.tsx';
import './panes.css';
import { usePhone } from './useMedia.ts';

export interface Pane {
  key: string;
  label: string;
  content: ReactNode;
  /** Pixels at first; without it the pane takes what the others leave. */
  width?: number;
  least?: number;
}

/** The widths as the officer left them, by layout. */
function keptWidths(name: string): Record<string, number> {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(`drumtower.panes.${name}`) ?? '{}');
    return typeof kept === 'object' && kept !== null ? (kept as Record<string, number>) : {};
  } catch {
    return {};
  }
}

/**
 * Panes side by side, list before map before detail, their widths changed by mouse or arrow keys and remembered. On a
 * phone only the one called `showing`, with a way back to the first.
 */
export function Panes({
  name,
  panes,
  showing,
  onBack,
}: {
  name: string;
  panes: readonly Pane[];
  showing: string;
  onBack: () => void;
}) {
  const phone = usePhone();
  const t = useFrameText().panes;
  const [widths, setWidths] = useState(() => keptWidths(name));
  const root = useRef<HTMLDivElement>(null);

  useEffect(() => {
    try {
      localStorage.setItem(`drumtower.panes.${name}`, JSON.stringify(widths));
    } catch {
      // Not remembered, but still resized.
    }
  }, [name, widths]);

  if (phone) {
    const pane = panes.find((one) => one.key === showing) ?? panes[0];
    return (
      <div className="panes phone">
        {pane !== panes[0] && (
          <button type="button" className="button quiet panes-back" onClick={onBack}>
            <Icon name="left" />
            {t.back}
          </button>
        )}
        <section className="pane" aria-label={pane?.label}>
          {pane?.content}
        </section>
      </div>
    );
  }

  const widthOf = (pane: Pane) => widths[pane.key] ?? pane.width ?? 0;
  const resize = (pane: Pane, width: number) => {
    const room = root.current?.clientWidth ?? 1440;
    const others = panes.reduce(
      (sum, one) => sum + (one === pane ? 0 : one.width === undefined ? (one.least ?? 280) : widthOf(one)),
      0,
    );
    setWidths((before) => ({
      ...before,
      [pane.key]: Math.round(Math.max(pane.least ?? 240, Math.min(width, room - others))),
    }));
  };

  return (
    <div className="panes" ref={root}>
      {panes.map((pane, index) => {
        // The divider between two panes moves the one with a width of its own.
        const before = panes[index - 1];
        const sized = before?.width !== undefined ? before : pane.width !== undefined ? pane : undefined;
        return (
          <PaneWithDivider key={pane.key} pane={pane} width={pane.width === undefined ? undefined : widthOf(pane)}>
            {before && sized && (
              <Divider
                label={t.resize}
                width={widthOf(sized)}
                grows={sized === before ? 1 : -1}
                onWidth={(width) => resize(sized, width)}
                onReset={() => setWidths(({ [sized.key]: _gone, ...rest }) => rest)}
              />
            )}
          </PaneWithDivider>
        );
      })}
    </div>
  );
}

function PaneWithDivider({ pane, width, children }: { pane: Pane; width: number | undefined; children: ReactNode }) {
  return (
    <>
      {children}
      <section
        className="pane"
        aria-label={pane.label}
        style={
          width === undefined
            ? { flex: '1 1 0', minWidth: pane.least ?? 280 }
            : { flex: `0 1 ${width}px`, minWidth: pane.least ?? 240 }
        }
      >
        {pane.content}
      </section>
    </>
  );
}

function Divider({
  label,
  width,
  grows,
  onWidth,
  onReset,
}: {
  label: string;
  width: number;
  grows: 1 | -1;
  onWidth: (width: number) => void;
  onReset: () => void;
}) {
  const start = useRef<{ x: number; width: number }>(undefined);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a separator that is moved is not a rule
    <div
      className="panes-divider"
      role="separator"
      aria-orientation="vertical"
      aria-label={label}
      aria-valuenow={width}
      aria-valuemin={240}
      aria-valuemax={1600}
      tabIndex={0}
      onDoubleClick={onReset}
      onKeyDown={(event) => {
        const step = event.key === 'ArrowLeft' ? -24 : event.key === 'ArrowRight' ? 24 : 0;
        if (step === 0) return;
        event.preventDefault();
        onWidth(width + step * grows);
      }}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        start.current = { x: event.clientX, width };
      }}
      onPointerMove={(event) =>
        start.current && onWidth(start.current.width + (event.clientX - start.current.x) * grows)
      }
      onPointerUp={() => {
        start.current = undefined;
      }}
    />
  );
}
