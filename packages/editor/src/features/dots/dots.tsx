import { useStoreApi } from "@xyflow/react";
import { useLayoutEffect, useRef } from "react";
import { grid } from "../../document/card-size.ts";
import classes from "./dots.module.css";

/** Pixels between two dots on the screen, at least: farther away every second is left out, and again. */
const closest = 10;
/** As they are painted: what is in between is scaled, so that a zoom paints them no more than a pan does. */
const painted = grid;

/**
 * The dots of the grid behind a drawing. A layer that is only shifted while one pans: React Flow's own background is painted
 * anew in every frame, which drops most of them where no graphics card helps.
 */
export function Dots() {
  const flow = useStoreApi();
  const layer = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const show = ([x, y, zoom]: readonly [number, number, number]) => {
      const style = layer.current?.style;
      if (!style) return;
      let gap = grid * zoom;
      while (gap < closest) gap *= 2;
      style.transform = `translate(${(x % gap) - gap}px, ${(y % gap) - gap}px) scale(${gap / painted})`;
    };
    show(flow.getState().transform);
    return flow.subscribe(({ transform }, before) => {
      if (transform !== before.transform) show(transform);
    });
  }, [flow]);
  return (
    <div className={classes.frame} aria-hidden>
      <div ref={layer} className={classes.dots} style={{ backgroundSize: `${painted}px ${painted}px` }} />
    </div>
  );
}
