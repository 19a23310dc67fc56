import {
  type CSSProperties,
  type KeyboardEvent,
  type PointerEvent,
  type ReactNode,
  useRef,
  useState,
} from "react";
import classes from "./split-pane.module.css";

export interface SplitPaneProps {
  readonly start: ReactNode;
  readonly end: ReactNode;
  /** Width of `end` in pixels, at first and at the limits. */
  readonly initial: number;
  readonly min: number;
  readonly max: number;
  /** Name of the handle, for screen readers: what it resizes. */
  readonly label: string;
  /** Called when the reader has let go, in pixels. */
  readonly onResized?: (width: number) => void;
}

/** Two panes with a handle between them, for mouse, finger and arrow keys. */
export function SplitPane({ start, end, initial, min, max, label, onResized }: SplitPaneProps) {
  const [width, setWidth] = useState(initial);
  const drag = useRef<{ x: number; width: number } | null>(null);
  const clamp = (next: number) => Math.min(max, Math.max(min, Math.round(next)));

  const onPointerDown = (event: PointerEvent<HTMLElement>) => {
    event.currentTarget.setPointerCapture(event.pointerId);
    drag.current = { x: event.clientX, width };
  };
  const onPointerMove = (event: PointerEvent<HTMLElement>) => {
    if (drag.current !== null) setWidth(clamp(drag.current.width + drag.current.x - event.clientX));
  };
  const onPointerUp = () => {
    if (drag.current !== null) onResized?.(width);
    drag.current = null;
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const steps: Record<string, number> = {
      ArrowLeft: width + 16,
      ArrowRight: width - 16,
      Home: max,
      End: min,
    };
    const wanted = steps[event.key];
    if (wanted === undefined) return;
    event.preventDefault();
    setWidth(clamp(wanted));
    onResized?.(clamp(wanted));
  };

  return (
    <div className={classes.root}>
      <div className={classes.start}>{start}</div>
      {/* biome-ignore lint/a11y/useSemanticElements: an <hr> cannot be moved; this is the ARIA window splitter pattern */}
      <div
        role="separator"
        aria-orientation="vertical"
        aria-label={label}
        aria-valuenow={width}
        aria-valuemin={min}
        aria-valuemax={max}
        tabIndex={0}
        className={classes.handle}
        onPointerDown={onPointerDown}
        onPointerMove={onPointerMove}
        onPointerUp={onPointerUp}
        onPointerCancel={onPointerUp}
        onKeyDown={onKeyDown}
      />
      <div className={classes.end} style={{ "--split-width": `${width}px` } as CSSProperties}>
        {end}
      </div>
    </div>
  );
}
