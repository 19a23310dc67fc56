import { type ComponentType, type ReactNode, useSyncExternalStore } from "react";
import { LoadFailed } from "./load-failed.tsx";
import { PartBoundary } from "./part-boundary.tsx";

interface LazyPartExtras {
  /** Stands in its place while the script is on its way. */
  readonly fallback?: ReactNode;
  /** Stands in its place when the script did not come, instead of the message with "Try again". */
  readonly missing?: (retry: () => void) => ReactNode;
}

type Loading<Props> =
  | { readonly state: "idle" | "loading" | "failed" }
  | { readonly state: "ready"; readonly Part: ComponentType<Props> };

/** Every part made so far, to be fetched before it is asked for. */
const loaders = new Set<() => Promise<void>>();

/**
 * A component whose script is loaded when it is first shown, or by `preloadParts` before. Where the script does not
 * come (network away, new names after an upgrade) a message stands in its place and nowhere else; it is tried again by
 * the button and by itself when the network is back. What the part throws stays in its place too.
 */
export function lazyPart<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
): ComponentType<Props & LazyPartExtras> {
  let now: Loading<Props> = { state: "idle" };
  const listeners = new Set<() => void>();
  const become = (next: Loading<Props>) => {
    now = next;
    for (const listener of listeners) listener();
  };
  const start = async (): Promise<void> => {
    if (now.state === "ready" || now.state === "loading") return;
    become({ state: "loading" });
    try {
      become({ state: "ready", Part: await load() });
      loaders.delete(start);
    } catch {
      become({ state: "failed" });
    }
  };
  const retry = () => void start();
  loaders.add(start);
  const subscribe = (listener: () => void) => {
    const first = listeners.size === 0;
    listeners.add(listener);
    window.addEventListener("online", retry);
    // Also what was to be fetched ahead while the network was away: it may have come back before anybody looked.
    if (now.state === "idle" || (first && now.state === "failed")) retry();
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0) window.removeEventListener("online", retry);
    };
  };
  // biome-ignore lint/correctness/noComponentHookFactories: called once per module, as React.lazy is
  return function LazyPart({ fallback = null, missing, ...props }: Props & LazyPartExtras) {
    const shown = useSyncExternalStore(subscribe, () => now);
    if (shown.state === "failed") return missing ? missing(retry) : <LoadFailed onRetry={retry} />;
    if (shown.state !== "ready") return fallback;
    return (
      <PartBoundary>
        <shown.Part {...(props as unknown as Props)} />
      </PartBoundary>
    );
  };
}

/** Fetches every part that is not there yet, one after another, those inside a part after it. Never throws. */
export async function preloadParts(): Promise<void> {
  const tried = new Set<() => Promise<void>>();
  for (;;) {
    const next = [...loaders].find((loader) => !tried.has(loader));
    if (next === undefined) return;
    tried.add(next);
    await next();
  }
}
