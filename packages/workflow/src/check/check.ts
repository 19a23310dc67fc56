import type { WorkflowDocument } from "../document/schema.ts";
import { graphOf } from "../graph/graph.ts";
import { orderOf } from "../graph/order.ts";
import { behindResponse } from "./behind-response.ts";
import { configs } from "./configs.ts";
import { containers } from "./containers.ts";
import { credentialVariables } from "./credential-variables.ts";
import { cycles } from "./cycles.ts";
import { edges } from "./edges.ts";
import { expressions } from "./expressions.ts";
import type { Finding } from "./finding.ts";
import type { Check, CheckOptions } from "./given.ts";
import { nodeOptions } from "./node-options.ts";
import { outputFields } from "./output-fields.ts";
import { protection } from "./protection.ts";
import { references } from "./references.ts";
import { reservedHosts } from "./reserved-hosts.ts";
import { responses } from "./responses.ts";
import { unfilledRules } from "./rules.ts";
import { secretTexts } from "./secret-texts.ts";
import { secrets } from "./secrets.ts";
import { senders } from "./senders.ts";
import { bodyNotKept, bodyReaders } from "./stations.ts";
import { textPlaces } from "./text-places.ts";
import { triggerConfig } from "./trigger-config.ts";
import { triggerEdge } from "./trigger-edge.ts";
import { unknownTypes } from "./types.ts";
import { unreachableNodes } from "./unreachable-nodes.ts";
import { otherWorkflows } from "./workflow-settings.ts";

const checks: readonly Check[] = [
  triggerEdge,
  unknownTypes,
  triggerConfig,
  protection,
  credentialVariables,
  cycles,
  edges,
  containers,
  nodeOptions,
  unreachableNodes,
  configs,
  unfilledRules,
  expressions,
  references,
  outputFields,
  responses,
  behindResponse,
  bodyNotKept,
  otherWorkflows,
  secrets,
  senders,
  secretTexts,
  reservedHosts,
];

/**
 * Everything that is wrong with a document or looks wrong, errors first. Never throws on a document that
 * `documentSchema` takes, however broken its inside is.
 */
export function check(document: WorkflowDocument, options: CheckOptions): Finding[] {
  const graph = graphOf(document);
  const given = {
    ...options,
    document,
    graph,
    acyclic: orderOf(graph).unordered.size === 0,
    texts: textPlaces(document, options.types),
  };
  const findings = checks.flatMap((one) => one(given));
  return [...findings.filter(isError), ...findings.filter((one) => !isError(one))];
}

/** Whether an execution of the document may read the body of the request that started it. */
export function readsBody(document: WorkflowDocument, types: CheckOptions["types"]): boolean {
  return bodyReaders({ texts: textPlaces(document, types) }).length > 0;
}

export function isError(finding: Finding): boolean {
  return finding.severity === "error";
}
