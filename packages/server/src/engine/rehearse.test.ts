import { runners } from "@sluice/nodes/runners";
import type { WorkflowDocument } from "@sluice/workflow/document";
import { describe, expect, it } from "vitest";
import { documentOf } from "../front-door/testing/documents.ts";
import { makePlan } from "./plan.ts";
import { type RehearsalGiven, rehearse } from "./rehearse.ts";

async function rehearsal(
  document: WorkflowDocument,
  recorded: RehearsalGiven["recorded"] = {},
  longestMs = 5000,
) {
  const secrets = { reveal: async () => undefined };
  const plan = await makePlan({ workflowId: "wf_1", version: null, document, runners, secrets });
  const sandbox = async () => ({ value: 42, console: [] });
  return rehearse(
    { env: {}, sandbox: sandbox as never, callbackUrl: () => "", log: console, clock: Date.now, longestMs },
    { plan, input: { request: { body: { n: 3 } }, trigger: { n: 3 } }, recorded },
  );
}

const compute = (expression: string) => ({ type: "transform", config: { expression } });

describe("a rehearsal", () => {
  it("runs what only computes, and answers as the execution would", async () => {
    const document = documentOf({
      mode: "sync",
      nodes: {
        twice: compute("trigger.n * 2"),
        reply: { type: "response", config: { status: 201, kind: "json", body: "{{ steps.twice }}" } },
      },
      edges: ["trigger>twice", "twice>reply"],
    });
    const { status, answer, steps } = await rehearsal(document);
    expect({ status, answer }).toMatchObject({ status: "succeeded", answer: { status: 201, body: "6" } });
    expect(steps.map(({ node, status }) => [node, status])).toEqual([
      ["trigger", "succeeded"],
      ["twice", "succeeded"],
      ["reply", "succeeded"],
    ]);
  });

  it("lets nothing out: what is recorded is answered, the rest fails its step", async () => {
    const document = documentOf({
      nodes: {
        ask: { type: "http", config: { method: "POST", url: "http://127.0.0.1:1/" } },
        tell: { type: "emit", config: { type: "order.paid", data: { n: "{{ steps.ask.body }}" } } },
        sleep: { type: "delay", config: { mode: "for", amount: 9, unit: "days" } },
        approve: { type: "wait", config: { for: "approval", title: "?" }, onError: "continue" },
      },
      edges: ["trigger>ask", "ask>tell", "tell>sleep", "sleep>approve"],
    });
    const recorded = { ask: { port: "out", output: { status: 200, body: 7 } } };
    const { status, steps } = await rehearsal(document, recorded);
    expect(status).toBe("succeeded");
    const byNode = new Map(steps.map((step) => [step.node, step]));
    expect(byNode.get("tell")?.output).toEqual({ type: "order.paid", data: { n: 7 } });
    expect(byNode.get("sleep")?.status).toBe("succeeded");
    expect(byNode.get("approve")?.error).toMatchObject({ code: "not-recorded" });
    const without = await rehearsal(document);
    expect(without.status).toBe("failed");
    expect(without.error).toMatchObject({ code: "not-recorded", node: "ask" });
  });

  it("takes the way of a recorded failure, and tries nothing again", async () => {
    const document = documentOf({
      nodes: {
        ask: {
          ...{ type: "http", config: { method: "GET", url: "http://127.0.0.1:1/" }, onError: "branch" },
          retry: { attempts: 5, delaySeconds: 60 },
        },
        mend: compute("1"),
      },
      edges: ["trigger>ask", "ask:error>mend"],
    });
    const error = { code: "http-status", message: "500" };
    const { status, steps } = await rehearsal(document, { ask: { port: "out", output: null, error } });
    expect(status).toBe("succeeded");
    expect(steps.find(({ node }) => node === "mend")?.status).toBe("succeeded");
  });

  it("runs the bodies of containers, and ends what takes too long", async () => {
    const each = {
      each: { type: "loop", config: { over: "items", items: "{{ [1, 2, 3] }}" } },
      body: { ...compute("item * 2"), parent: "each" },
    };
    const looped = await rehearsal(documentOf({ nodes: each, edges: ["trigger>each"] }));
    expect(looped.error).toBeNull();
    expect(looped.steps.find(({ node }) => node === "each")?.iterations).toMatchObject({ succeeded: 3 });
    const endless = {
      each: { type: "loop", config: { over: "while", while: { expression: "true" }, limit: 1_000_000 } },
      body: { ...compute("1"), parent: "each" },
    };
    const cut = await rehearsal(documentOf({ nodes: endless, edges: ["trigger>each"] }), {}, 50);
    expect(cut.status).toBe("timed-out");
  });
});
