import type { TaskHandlers, TaskKind, TaskPayloads } from "./tasks.ts";

/** Calls the handler of a task as it was stored. Throws for a kind that nobody handles, and what the handler throws. */
export async function runHandler(
  handlers: TaskHandlers,
  given: { readonly kind: string; readonly payload: unknown; readonly signal: AbortSignal },
): Promise<void> {
  const { kind, payload, signal } = given;
  if (!(kind in handlers)) throw new Error(`there is no handler for tasks of the kind ${kind}`);
  // Written by `add` with the kind that it was checked against.
  const handler = handlers[kind as TaskKind] as
    | ((payload: TaskPayloads[TaskKind], context: { signal: AbortSignal }) => Promise<void>)
    | undefined;
  await handler?.(payload as TaskPayloads[TaskKind], { signal });
}

/** What a task threw, as a sentence to keep. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message || error.name : String(error);
}
