import type { WorkflowDocument } from "@sluice/workflow/document";
import { startTransition, useEffect, useState } from "react";
import { useOpenDocumentStore } from "./open-document-context.ts";

/** Up to so many nodes, whatever looks at the whole document takes less than a frame. */
export const atOnceUpTo = 100;
/** Milliseconds without an edit after which a larger document is looked at, and the longest that steady typing puts it off. */
const rest = 200;
const longestPutOff = 1000;

/**
 * The document for what looks at all of it: findings, what can be read. It follows an edit when there is time, and in a large
 * document once the person pauses: a letter typed shall not wait for it.
 */
export function useRestedDocument(): WorkflowDocument {
  const store = useOpenDocumentStore();
  const [seen, setSeen] = useState(() => store.getState().document);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let dueBy = 0;
    const look = () => {
      clearTimeout(timer);
      timer = undefined;
      startTransition(() => setSeen(store.getState().document));
    };
    const unsubscribe = store.subscribe((now, before) => {
      if (now.document === before.document) return;
      if (Object.keys(now.document.nodes).length <= atOnceUpTo) {
        look();
        return;
      }
      if (timer === undefined) dueBy = Date.now() + longestPutOff;
      clearTimeout(timer);
      timer = setTimeout(look, Math.max(0, Math.min(rest, dueBy - Date.now())));
    });
    look();
    return () => {
      clearTimeout(timer);
      unsubscribe();
    };
  }, [store]);
  return seen;
}
