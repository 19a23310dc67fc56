import type { WorkflowDocument } from "@sluice/workflow/document";
import type { Scope, ScopeRecord } from "@sluice/workflow/expressions";
import type { Json } from "@sluice/workflow/node-contract";
import { extractVariables, parseExamples } from "@sluice/workflow/variables";
import { acceptOf, objectOf } from "./trigger-config.ts";
import { variablesOfTrigger } from "./variables.ts";

let remembered: { key: unknown; config: unknown; scope: Scope } | undefined;

/**
 * What expressions see while nobody has called yet: the request of the trigger's pasted examples and the
 * variables taken from it. Never throws; examples that cannot be read give nothing.
 */
export function exampleScope(document: WorkflowDocument, workflowId: string): Scope {
  if (remembered?.config === document.trigger.config && remembered.key === workflowId) {
    return { ...remembered.scope, workflow: workflowRecord(document, workflowId) };
  }
  const scope = scopeOfRequest(document, workflowId, textsOf(document.trigger.config.examples));
  remembered = { key: workflowId, config: document.trigger.config, scope };
  return scope;
}

/** A request as the trigger's examples have it: the text behind `?`, lines of headers, the body. */
export interface RequestTexts {
  readonly query?: string;
  readonly headers?: string;
  readonly body?: string;
}

/** What expressions see of a request, as this document's trigger would read it. Never throws. */
export function scopeOfRequest(document: WorkflowDocument, workflowId: string, texts: RequestTexts): Scope {
  const { examples, bodyKind } = parseExamples({
    ...texts,
    accept: acceptOf(document.trigger.config.accept),
  });
  const body: Json = examples.body ?? null;
  const query = objectOf(examples.query);
  const headers = objectOf(examples.headers);
  let trigger: ScopeRecord = {};
  try {
    const variables = [...variablesOfTrigger(document)];
    const text =
      bodyKind === "form" || bodyKind === "text" ? { bodyIsText: true } : { bodyText: texts.body ?? "" };
    trigger = extractVariables(variables, { body, query, headers, ...text }).values;
  } catch {
    // A variable that is being written may not parse yet: the preview then lacks its value.
  }
  return {
    trigger,
    request: { body, query, headers, method: "POST", url: "", ip: "203.0.113.7" },
    steps: {},
    workflow: workflowRecord(document, workflowId),
    execution: { id: "exe_example", startedAt: new Date().toISOString() },
    now: new Date().toISOString(),
  };
}

function workflowRecord(document: WorkflowDocument, id: string): ScopeRecord {
  return { id, name: document.name, version: 1 };
}

function textsOf(examples: Json | undefined): RequestTexts {
  const { query, headers, body } = objectOf(examples);
  return {
    ...(typeof query === "string" ? { query } : {}),
    ...(typeof headers === "string" ? { headers } : {}),
    ...(typeof body === "string" ? { body } : {}),
  };
}
