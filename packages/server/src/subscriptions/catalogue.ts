import type { CatalogueEvent } from "@sluice/api/schemas";
import type { Json } from "@sluice/workflow/node-contract";
import type { EventTypeRecord } from "../stores/subscriptions/store.ts";

/** What Sluice itself publishes. */
const own: readonly CatalogueEvent[] = [
  {
    type: "execution.failed",
    description: "An execution of a workflow has failed or timed out.",
    schema: null,
    example: {
      execution: { id: "exe_01M8…", workflowId: "wf_01M8…", workflowName: "Payments", status: "failed" },
      error: { code: "network-failed", message: "shop.example did not answer", node: "fetchOrder" },
      byDesign: false,
    },
    origin: "sluice",
  },
  {
    type: "subscription.disabled",
    description: "A subscription to events was disabled, because its URL kept failing or answered 410.",
    schema: null,
    example: { subscription: { id: "wh_01M8…", url: "https://shop.example/hooks" }, reason: "failing" },
    origin: "sluice",
  },
];

/** Everything that can be subscribed to by name: what Sluice publishes, what was described and what was seen. */
export function catalogueOf(records: readonly EventTypeRecord[]): CatalogueEvent[] {
  const names = new Set(own.map(({ type }) => type));
  const others = records
    .filter(({ type }) => !names.has(type))
    .map(
      ({ type, description, schema, example, described }): CatalogueEvent => ({
        ...{ type, description, schema: parsed(schema), example: parsed(example) },
        origin: described ? "described" : "learned",
      }),
    );
  return [...own, ...others].sort((a, b) => (a.type < b.type ? -1 : 1));
}

/** JSON text of our own writing. */
function parsed(text: string | null): Json {
  return text === null ? null : (JSON.parse(text) as Json);
}
