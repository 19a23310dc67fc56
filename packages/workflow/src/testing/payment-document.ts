import type { WorkflowDocument } from "../document/schema.ts";
import { buildDocument, node } from "./build-document.ts";

/** A payment callback as a provider sends it: typed variables from all three parts, a condition, two answers. */
export function paymentDocument(): WorkflowDocument {
  return buildDocument({
    name: "Payment callback",
    mode: "sync",
    trigger: {
      variables: [
        { key: "amount", from: "body", path: "amount", type: "number", required: true },
        {
          key: "tx",
          from: "body",
          path: "transaction_id",
          type: "string",
          required: true,
          alias: "Transaction",
        },
        { key: "src", from: "query", path: "src[0].name", type: "string", required: false },
        { key: "rid", from: "headers", path: "X-Request-Id", type: "string", required: false },
      ],
    },
    nodes: {
      big: node(
        "condition",
        { when: { all: [{ left: "{{ trigger.amount }}", operator: "greater", right: 100 }] } },
        { name: "Big?" },
      ),
      yes: node(
        "response",
        {
          status: 200,
          kind: "json",
          headers: [{ name: "x-rid", value: "{{ trigger.rid }}" }],
          body: {
            ok: true,
            id: "{{ trigger.tx }}",
            src: "{{ trigger.src }}",
            text: "tx {{ trigger.tx }} of {{ trigger.amount }}",
          },
        },
        { name: "Yes" },
      ),
      no: node("response", { status: 422, kind: "json", body: { ok: false } }, { name: "No" }),
    },
    edges: [
      ["trigger", "big"],
      ["big.true", "yes"],
      ["big.false", "no"],
    ],
    layout: { nodes: {}, notes: [] },
  });
}
