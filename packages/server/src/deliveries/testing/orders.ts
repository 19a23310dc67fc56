import type { Workflow } from "@sluice/api/schemas";
import type { WorkflowDocument } from "@sluice/workflow/document";
import { expect } from "vitest";
import type { TestApp } from "../../testing/start-app.ts";

/** Takes orders: `id` and `amount` are read from the body; found by `order`. */
export function ordersDocument(
  more: {
    trigger?: WorkflowDocument["trigger"]["config"];
    nodes?: WorkflowDocument["nodes"];
    edges?: WorkflowDocument["edges"];
    settings?: WorkflowDocument["settings"];
    required?: boolean;
    mode?: "async" | "sync";
  } = {},
): WorkflowDocument {
  const { trigger = {}, nodes, edges, settings, required = true, mode = "async" } = more;
  return {
    ...{ format: 1, name: "Orders", mode },
    trigger: {
      type: "webhook",
      config: {
        variables: [
          { key: "id", from: "body", path: "id", type: "string", required: false },
          { key: "amount", from: "body", path: "amount", type: "number", required },
        ],
        ...trigger,
      },
    },
    nodes: nodes ?? { twice: { type: "transform", config: { expression: "trigger.amount * 2" } } },
    edges: edges ?? [{ from: "trigger", to: "twice" }],
    settings: { searchKeys: [{ name: "order", path: "trigger.id" }], ...settings },
  };
}

/** A workflow of this document, published. */
export async function published(app: TestApp, document: WorkflowDocument): Promise<Workflow> {
  const made = await app.call("POST", "/workflows", { document });
  expect(made.status).toBe(201);
  const workflow = (await made.json()) as Workflow;
  expect((await app.call("POST", `/workflows/${workflow.id}/publish`, {})).status).toBe(200);
  return workflow;
}

/** Saves another draft; answers its revision. */
export async function saved(app: TestApp, id: string, document: WorkflowDocument): Promise<void> {
  const { revision } = (await (await app.call("GET", `/workflows/${id}`)).json()) as Workflow;
  expect((await app.call("PUT", `/workflows/${id}`, { revision, document })).status).toBe(200);
}

/** Posts to the trigger URL; answers the delivery's id. */
export async function posted(
  app: TestApp,
  workflow: Workflow,
  body: unknown,
  more: { query?: string; headers?: Record<string, string>; method?: string } = {},
): Promise<string> {
  const { query = "", headers = {}, method = "POST" } = more;
  const answer = await fetch(`${app.baseUrl}${new URL(workflow.hookUrl).pathname}${query}`, {
    method,
    headers: { "content-type": "application/json", ...headers },
    ...(method === "POST" ? { body: typeof body === "string" ? body : JSON.stringify(body) } : {}),
  });
  await answer.text();
  return answer.headers.get("sluice-delivery-id") ?? "";
}

/** What a call answers, which must have this status. */
export async function called<Answer>(
  app: TestApp,
  method: string,
  path: string,
  body?: unknown,
  status = 200,
): Promise<Answer> {
  const answer = await app.call(method, path, body);
  const text = await answer.text();
  expect([answer.status, answer.status === status ? "" : text]).toEqual([status, ""]);
  return (text === "" ? undefined : JSON.parse(text)) as Answer;
}
