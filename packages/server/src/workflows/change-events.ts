import { newId } from "../ids.ts";
import type { NewEvent } from "../stores/events/store.ts";

interface Changed {
  readonly id: string;
  readonly name: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** `workflow.published`: which version, by whom and with which note. */
export function publishedEvent(
  given: Changed & { readonly version: number; readonly note: string | null; readonly by: string | null },
): NewEvent {
  const { id, name, version, note, by, at } = given;
  const data = { workflow: { id, name }, version, note, publishedBy: by };
  return ownEvent({ id: `published:${id}:${version}`, type: "workflow.published", data, at });
}

/** `workflow.paused` or `workflow.resumed`. */
export function pausedEvent({ id, name, paused, at }: Changed & { readonly paused: boolean }): NewEvent {
  const type = paused ? "workflow.paused" : "workflow.resumed";
  return ownEvent({ id: newId("evt", at), type, data: { workflow: { id, name } }, at });
}

function ownEvent(given: {
  readonly id: string;
  readonly type: string;
  readonly data: object;
  readonly at: number;
}): NewEvent {
  const { id, type, data, at } = given;
  return {
    ...{ id, type, data: JSON.stringify(data), source: "sluice", occurredAt: at, receivedAt: at },
    ...{ userId: null, executionId: null },
  };
}
