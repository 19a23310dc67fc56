import type { Delivery } from "@sluice/api/schemas";
import { useCallback, useEffect, useRef, useState } from "react";
import { client } from "../../api/client.ts";

/** One question waits so long for an answer, in seconds: proxies in front cut what is silent for a minute. */
const waitSeconds = 20;

export type ListeningState =
  | { readonly state: "idle" }
  | { readonly state: "listening"; readonly until: string }
  | { readonly state: "taken"; readonly delivery: Delivery }
  | { readonly state: "over" }
  | { readonly state: "failed"; readonly error: unknown };

/** Listens on the workflow's URL until a request has come, the time is over, or it is called off. */
export function useListening(id: string, onTaken: (delivery: Delivery) => void) {
  const [state, setState] = useState<ListeningState>({ state: "idle" });
  const running = useRef<AbortController | null>(null);
  const stop = useCallback(() => {
    running.current?.abort();
    running.current = null;
    setState({ state: "idle" });
  }, []);
  useEffect(() => () => running.current?.abort(), []);

  const start = async (authenticated: boolean) => {
    running.current?.abort();
    const control = new AbortController();
    running.current = control;
    const { signal } = control;
    try {
      const { after, until } = await client.capture.begin({ id, authenticated }, { signal });
      setState({ state: "listening", until });
      while (Date.now() < Date.parse(until)) {
        const { delivery } = await client.capture.next({ id, after, authenticated, waitSeconds }, { signal });
        if (signal.aborted) return;
        if (delivery) {
          setState({ state: "taken", delivery });
          onTaken(delivery);
          return;
        }
      }
      setState({ state: "over" });
    } catch (error) {
      if (!signal.aborted) setState({ state: "failed", error });
    }
  };
  return { state, start, stop };
}
