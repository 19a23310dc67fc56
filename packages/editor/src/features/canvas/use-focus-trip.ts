import { useReducedMotion } from "@mantine/hooks";
import { useReactFlow } from "@xyflow/react";
import { useEffect } from "react";
import { shownInstead } from "../../document/nesting.ts";
import { useOpenDocument, useOpenDocumentStore } from "../../document/open-document-context.ts";

/** Brings the node of a problem that was clicked into sight. */
export function useFocusTrip(): void {
  const focus = useOpenDocument((state) => state.focus);
  const store = useOpenDocumentStore();
  const { fitView } = useReactFlow();
  const still = useReducedMotion();
  useEffect(() => {
    if (!focus) return;
    const [root, key] = focus.at;
    const id = root === "trigger" ? "trigger" : root === "nodes" && typeof key === "string" ? key : null;
    if (id === null) return;
    // What stands in a folded container is not drawn: the card around it is what can be shown.
    const { document } = store.getState();
    const shown = shownInstead(document, id);
    void fitView({ nodes: [{ id: shown }], padding: 0.4, maxZoom: 1.1, duration: still ? 0 : 300 });
  }, [focus, fitView, still, store]);
}
