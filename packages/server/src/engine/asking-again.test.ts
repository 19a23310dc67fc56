import { runners } from "@sluice/nodes/runners";
import { defineNode, defineRun, fieldHints, type Json, NodeError } from "@sluice/workflow/node-contract";
import { afterEach, expect, it } from "vitest";
import { z } from "zod";
import { documentOf } from "../front-door/testing/documents.ts";
import { type OpenDoor, openDoor } from "../front-door/testing/open-door.ts";
import { createEngine, type Engine } from "./engine.ts";
import { nothingOutside } from "./reach.ts";
import { compute, until } from "./testing/start-engine.ts";

const opened: OpenDoor[] = [];
afterEach(async () => {
  for (const open of opened.splice(0)) await open.close();
});

const day = 86_400_000;
const visits: Json[] = [];

/** Sleeps a day and is run again, fails in passing, and is done the third time that it is run again. */
const asking = defineRun(
  defineNode({
    ...{ type: "asking", version: 1, kind: "reach", icon: "flask", effects: "outside", sleeps: true },
    ...{ title: { en: "Asks", fr: "Demande" }, summary: { en: "Asks", fr: "Demande" } },
    config: z.strictObject({
      seen: z.json().register(fieldHints, { label: { en: "Seen", fr: "Vu" } }),
    }),
    ports: { out: { en: "out", fr: "suite" } },
    asksAgain: z.json(),
    output: z.json(),
    example: { config: { seen: null }, input: null },
  }),
  ({ config, memo = null, context }) => {
    const { index = 0 } = typeof memo === "object" && memo !== null && !Array.isArray(memo) ? memo : {};
    visits.push([config.seen, context.attempt, context.idempotencyKey]);
    if (index === 1 && context.attempt === 1)
      throw new NodeError({ code: "busy", message: "busy", kind: "5xx" });
    if (index === 2) return { port: "out", output: { seen: config.seen } };
    const next = { item: { canary: "canary-1" }, index: Number(index) + 1 };
    return { wait: { for: "moment", until: Date.parse(context.now) + day, again: true }, memo: next };
  },
);

it("a run that sleeps to be run again has its memo in the next process, and tries of its own each time", async () => {
  visits.length = 0;
  const open = await openDoor({ runners: { asking } });
  opened.push(open);
  await open.engine.start();
  const next = (clock: () => number): Engine => {
    const { intake, executions, deliveries, waits, signer, hub, workflows, vault } = open;
    return createEngine({
      ...{ intake, executions, deliveries, waits, hub, workflows, clock },
      ...{ secrets: vault, env: {}, log: { error: () => {}, info: () => {} }, outside: nothingOutside },
      ...{ callbackUrl: signer.pathOf, runners: { ...runners, asking } },
    });
  };
  const begun = await open.engine.run({
    ...{ workflowId: "wf_1", version: null, revision: 1, input: { body: {} }, waitMs: 5000 },
    document: documentOf({
      nodes: {
        ask: {
          type: "asking",
          config: { seen: "{{ [item?.canary, index] }}" },
          retry: { attempts: 2, delaySeconds: 0.01 },
        },
        after: compute("steps.ask.seen"),
      },
      edges: ["trigger>ask", "ask>after"],
    }),
  });
  expect(begun).toMatchObject({ status: "waiting", waitingFor: { kind: "moment" } });
  expect(open.engine.load).toMatchObject({ running: 0, queued: 0 });
  await open.engine.stop();
  for (const [days, status, visited] of [
    [1.1, "waiting", 3],
    [2.3, "succeeded", 4],
  ] as const) {
    const engine = next(() => Date.now() + days * day);
    await engine.start();
    const came = await until(
      () => engine.read(begun.id),
      (execution) => execution?.status === status && visits.length === visited,
    );
    expect(came?.steps.find(({ node }) => node === "ask")).toMatchObject({
      status,
      failedAttempts: [{ attempt: 1, error: { code: "busy" } }],
    });
    await engine.stop();
  }
  const key = `${begun.id}/ask/`;
  expect(visits).toEqual([
    [[null, 0], 1, key],
    [["canary-1", 1], 1, key],
    [["canary-1", 1], 2, key],
    [["canary-1", 2], 1, key],
  ]);
});
