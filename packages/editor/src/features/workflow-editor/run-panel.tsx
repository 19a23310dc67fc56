import { lazy, Suspense } from "react";

const RunView = lazy(async () => ({ default: (await import("../run-view/run-view.tsx")).RunView }));

/** Below the canvas: what executions did. It comes after the drawing: editing must not wait for it. */
export function RunPanel() {
  return (
    <Suspense fallback={null}>
      <RunView />
    </Suspense>
  );
}
