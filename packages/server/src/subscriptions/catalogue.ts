import type { CatalogueEvent } from "@sluice/api/schemas";
import type { Json } from "@sluice/workflow/node-contract";
import type { EventTypeRecord } from "../stores/subscriptions/store.ts";
import { ownEvents } from "./own-events.ts";

const own: ReadonlyMap<string, CatalogueEvent> = new Map(
  ownEvents.map((event) => [event.type, { ...event, origin: "sluice", onMismatch: "take" }]),
);

/** What Sluice itself publishes; undefined: it is somebody else's. */
export function ownEvent(type: string): CatalogueEvent | undefined {
  return own.get(type);
}

/** The same of a list. `q`: a part of the name. */
export function ownEventsAfter(given: {
  after: string | undefined;
  q: string | undefined;
}): CatalogueEvent[] {
  const { after, q = "" } = given;
  return [...own.values()].filter(({ type }) => (after === undefined || type > after) && type.includes(q));
}

export function fromRecord(record: EventTypeRecord): CatalogueEvent {
  const { type, description, schema, example, onMismatch } = record;
  return {
    ...{ type, description, schema: parsed(schema), example: parsed(example), onMismatch },
    origin: record.described ? "described" : "learned",
  };
}

/** JSON text of our own writing. */
function parsed(text: string | null): Json {
  return text === null ? null : (JSON.parse(text) as Json);
}
