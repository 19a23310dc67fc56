import { createElement, type HTMLAttributes, type Ref } from "react";

export interface ScrollRegionProps extends HTMLAttributes<HTMLElement> {
  /** The element that scrolls; a section needs a name. */
  readonly as: "section" | "ul" | "pre" | "code";
  readonly ref?: Ref<HTMLElement>;
}

/** Something that scrolls, and so must be reachable by keyboard (axe: scrollable-region-focusable). */
export function ScrollRegion({ as, ...attributes }: ScrollRegionProps) {
  return createElement(as, { ...attributes, tabIndex: 0 });
}
