import { lazy, Suspense } from "react";

/** The run view lives in a folder of its own and is loaded when there is one. */
const views = import.meta.glob<{ RunView: () => React.ReactNode }>("../run-view/run-view.tsx");
const load = views["../run-view/run-view.tsx"];
const RunView = load === undefined ? null : lazy(async () => ({ default: (await load()).RunView }));

/** Below the canvas: what executions did. */
export function RunPanel() {
  if (RunView === null) return null;
  return (
    <Suspense fallback={null}>
      <RunView />
    </Suspense>
  );
}
