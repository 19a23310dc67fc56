import type { WorkflowDocument } from "@sluice/workflow/document";
import { documentOf } from "../../front-door/testing/documents.ts";

const variables = [{ key: "n", from: "body", path: "n", type: "number", required: true }];

/** A step that tells the sink its name and the delivery's number. */
export function callOf(sink: string, step: string): WorkflowDocument["nodes"][string] {
  return {
    type: "http",
    config: {
      ...{ method: "POST", url: `${sink}/${step}`, bodyKind: "json", timeoutSeconds: 120 },
      body: { n: "{{ trigger.n }}", step },
    },
    timeoutSeconds: 130,
  };
}

/** Calls of the sink, one after another: `s1`, `s2`, … */
export function chainOf(sink: string, steps: number): WorkflowDocument {
  const names = Array.from({ length: steps }, (_, index) => `s${index + 1}`);
  return documentOf({
    trigger: { variables },
    nodes: Object.fromEntries(names.map((name) => [name, callOf(sink, name)])),
    edges: names.map((name, index) => `${index === 0 ? "trigger" : names[index - 1]}>${name}`),
  });
}

/** Nothing outside. */
export const computing: WorkflowDocument = documentOf({
  trigger: { variables },
  nodes: { twice: { type: "set", config: { fields: { twice: "{{ trigger.n * 2 }}" } } } },
  edges: ["trigger>twice"],
});
