import { useStoreApi } from "@xyflow/react";
import { useEffect } from "react";

/** Milliseconds without a step after which a drawing rests: longer than between two steps of a wheel. */
const restMs = 200;

/**
 * Says on a drawing that it is being panned or zoomed, so that `drawing.css` makes a layer of it for that long: the browser
 * shifts what it has painted instead of painting it anew, and paints it sharply once it rests.
 */
export function useMoving(): void {
  const flow = useStoreApi();
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const show = (moves: boolean) => flow.getState().domNode?.toggleAttribute("data-moving", moves);
    const stop = flow.subscribe(({ transform }, before) => {
      if (transform === before.transform) return;
      show(true);
      clearTimeout(timer);
      timer = setTimeout(show, restMs, false);
    });
    return () => {
      stop();
      clearTimeout(timer);
      show(false);
    };
  }, [flow]);
}
