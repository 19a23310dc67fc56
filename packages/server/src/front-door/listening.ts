import { z } from "zod";
import type { Broadcast } from "../live/broadcast.ts";
import type { CompiledHook } from "./compile-hook.ts";
import { readBody } from "./read-body.ts";
import type { Visit } from "./visit.ts";

/** Bodies of refused requests that are read at once for those who listen, in a process. */
const mostReading = 8;

/** Who listens for the next request whatever its credentials: every process is told by the channel `capture`. */
export interface Listening {
  /** From now on, until the given moment (milliseconds since 1970). */
  listen(given: { workflowId: string; until: number }): void;
  /**
   * Reads the body of a request that is about to be refused, where somebody listens for it: to be kept with the refusal,
   * never to be parsed. What cannot be read is not. Never rejects.
   */
  readFor(visit: Visit, hook: CompiledHook, given: { withinMs: number }): Promise<void>;
}

const toldSchema = z.object({ workflowId: z.string(), until: z.number() });

/** Joins the processes: what one is told, all of them hear. Answers how to tell. */
export function tellListening(
  broadcast: Pick<Broadcast, "publish" | "subscribe">,
  listening: Pick<Listening, "listen">,
): Listening["listen"] {
  broadcast.subscribe("capture", (text) => {
    const told = toldSchema.safeParse(JSON.parse(text));
    if (told.success) listening.listen(told.data);
  });
  return (given) => broadcast.publish("capture", JSON.stringify(given));
}

export function createListening(clock: () => number): Listening {
  const until = new Map<string, number>();
  let reading = 0;
  return {
    listen({ workflowId, until: end }) {
      for (const [id, over] of until) if (over <= clock()) until.delete(id);
      until.set(workflowId, Math.max(end, until.get(workflowId) ?? 0));
    },
    async readFor(visit, hook, { withinMs }) {
      if (until.size === 0 || (until.get(hook.workflowId) ?? 0) <= clock()) return;
      const { method, request, body, awaitsContinue } = visit;
      const unread = body.length === 0 && !request.readableEnded && !request.destroyed;
      if (method !== "POST" || !unread || awaitsContinue || reading >= mostReading) return;
      reading += 1;
      try {
        await readBody(visit, { limit: hook.bodyLimit, withinMs });
      } catch {
        // It is refused in any case, and kept as far as it came.
      } finally {
        reading -= 1;
      }
    },
  };
}
