import { documentSchema, type WorkflowDocument } from "../../document/schema.ts";
import type { JsonObject } from "../../node-contract/json.ts";
import { convertN8n } from "../convert.ts";
import type { N8nNotice } from "../notices.ts";

/** What an export becomes; throws where it is none, or becomes no document. */
export function converted(value: unknown): { document: WorkflowDocument; notices: readonly N8nNotice[] } {
  const result = convertN8n(value);
  if (!result.ok) throw new Error(result.message);
  documentSchema.parse(result.document);
  return result;
}

export const codesOf = (notices: readonly N8nNotice[]) =>
  notices.map(({ node, code }) => `${node ?? ""}:${code}`);

export interface NodeOfTest {
  readonly type: string;
  readonly parameters: JsonObject;
  readonly version?: number;
  readonly more?: object;
}

/** What a node becomes that stands behind a webhook, or behind another node. */
export function nodeBehind(
  { type, parameters, version = 1, more = {} }: NodeOfTest,
  before: NodeOfTest | null = null,
) {
  const at = { position: [0, 0] };
  const nodes = [
    {
      name: "Webhook",
      type: "n8n-nodes-base.webhook",
      typeVersion: 2,
      parameters: { httpMethod: "POST", path: "a" },
      ...at,
    },
    ...(before
      ? [
          {
            name: "Before",
            type: `n8n-nodes-base.${before.type}`,
            typeVersion: before.version ?? 1,
            parameters: before.parameters,
            ...at,
            ...before.more,
          },
        ]
      : []),
    { name: "It", type: `n8n-nodes-base.${type}`, typeVersion: version, parameters, ...at, ...more },
  ];
  const to = (node: string) => ({ main: [[{ node, type: "main", index: 0 }]] });
  const connections = before ? { Webhook: to("Before"), Before: to("It") } : { Webhook: to("It") };
  const { document, notices } = converted({ name: "T", nodes, connections });
  const node = document.nodes.it;
  const own = notices.filter(({ node: name }) => name === "It");
  return {
    type: node?.type,
    config: node?.config,
    node,
    notices: codesOf(own),
    texts: own.map(({ text }) => text),
  };
}
