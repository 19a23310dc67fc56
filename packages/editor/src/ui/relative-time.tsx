import { Tooltip } from "@mantine/core";
import { useSyncExternalStore } from "react";
import { useFormat } from "../i18n/format.ts";

/** One clock for all: a list of two hundred times must not keep two hundred timers. In milliseconds. */
let now = Date.now();
let timer: ReturnType<typeof setInterval> | undefined;
const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  now = Date.now();
  timer ??= setInterval(() => {
    now = Date.now();
    for (const each of listeners) each();
  }, 5000);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

/** "3 minutes ago", kept true while it is shown; the exact time in the reader's zone on hover. `iso` is RFC 3339. */
export function RelativeTime({ iso }: { iso: string }) {
  const format = useFormat();
  const current = useSyncExternalStore(subscribe, () => now);
  return (
    <Tooltip label={format.time(iso)}>
      <time dateTime={iso}>{format.ago(iso, Math.max(current, Date.parse(iso)))}</time>
    </Tooltip>
  );
}
