import { useEffect } from "react";
import { preloadParts } from "../../ui/lazy-part.tsx";

/** At the latest after so many milliseconds, however busy the browser is. */
const patience = 2000;

/** Fetches all parts of the editor once the drawing stands: from then on it works without the network. */
export function usePreload(): void {
  useEffect(() => {
    const start = () => void preloadParts();
    if (typeof window.requestIdleCallback !== "function") {
      const timer = setTimeout(start, patience / 4);
      return () => clearTimeout(timer);
    }
    const request = window.requestIdleCallback(start, { timeout: patience });
    return () => window.cancelIdleCallback(request);
  }, []);
}
