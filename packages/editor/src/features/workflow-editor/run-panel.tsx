import { lazyPart } from "../../ui/lazy-part.tsx";

/** Below the canvas: what executions did. It comes after the drawing: editing must not wait for it. */
export const RunPanel = lazyPart(async () => (await import("../run-view/run-view.tsx")).RunView);
