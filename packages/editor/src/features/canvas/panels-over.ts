/** What React Flow lays over the drawing: tools, map. */
export const panel = ".react-flow__panel";

/** Where the panels lie over a drawing, in the window; `top` and `bottom`: those at that border. */
export function panelsOver(drawing: Element): Readonly<Record<"all" | "top" | "bottom", DOMRect[]>> {
  const boxes = (selector: string) =>
    [...drawing.querySelectorAll(selector)].map((one) => one.getBoundingClientRect());
  return { all: boxes(panel), top: boxes(`${panel}.top`), bottom: boxes(`${panel}.bottom`) };
}
