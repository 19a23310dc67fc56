import type { Step } from "@sluice/api/schemas";
import type { InfiniteData } from "@tanstack/react-query";

/** A list as TanStack Query keeps it, newest first. */
export type Pages<Item> = InfiniteData<{ items: Item[]; nextCursor: string | null }>;

/** A step is known by its node and frame; a new one goes to the end. */
export function putStepIntoList(steps: readonly Step[], step: Step): Step[] {
  const at = steps.findIndex((known) => known.node === step.node && known.frame === step.frame);
  return at === -1 ? [...steps, step] : steps.with(at, step);
}

/**
 * Replaces the item where it stands, adds it on top of the first page where it belongs and is new, and takes it
 * out where it no longer belongs (an execution that left the status of the filter).
 */
export function putIntoPages<Item extends { id: string }>(
  pages: Pages<Item>,
  item: Item,
  belongs: boolean,
): Pages<Item> {
  let found = false;
  const changed = pages.pages.map((page) => {
    if (!page.items.some((known) => known.id === item.id)) return page;
    found = true;
    return {
      ...page,
      items: page.items.flatMap((known) => (known.id === item.id ? (belongs ? [item] : []) : [known])),
    };
  });
  const [first, ...rest] = changed;
  if (found || !belongs || first === undefined) return { ...pages, pages: changed };
  return { ...pages, pages: [{ ...first, items: [item, ...first.items] }, ...rest] };
}
