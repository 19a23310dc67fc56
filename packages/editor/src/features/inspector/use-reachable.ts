import { useOpenDocument } from "../../document/open-document-context.ts";

/** For what scrolls in the panel: where all its fields are disabled the keyboard must reach it itself (axe: scrollable-region-focusable). */
export function useReachable(): { readonly tabIndex?: 0 } {
  return useOpenDocument((state) => state.readOnly) ? { tabIndex: 0 } : {};
}
