import { useStoreApi } from "@xyflow/react";
import { type RefObject, useLayoutEffect } from "react";

/** Below this zoom the words of a card cannot be read and its exits not be hit. */
const far = 0.35;

/**
 * Says on the canvas when it is looked at from far away, so that `drawing.css` leaves out what cannot be seen: the browser
 * looks through every dot and line of hundreds of cards in each frame.
 */
export function useFar(root: RefObject<HTMLElement | null>): void {
  const flow = useStoreApi();
  useLayoutEffect(() => {
    const show = (zoom: number) => root.current?.toggleAttribute("data-far", zoom < far);
    show(flow.getState().transform[2]);
    return flow.subscribe(({ transform }, before) => {
      if (transform[2] !== before.transform[2]) show(transform[2]);
    });
  }, [flow, root]);
}
