import { runners } from "@sluice/nodes/runners";
import type { WorkflowDocument } from "@sluice/workflow/document";
import type { Json } from "@sluice/workflow/node-contract";
import { documentOf } from "../../front-door/testing/documents.ts";
import { type OpenDoor, openDoor } from "../../front-door/testing/open-door.ts";
import { waitingNode } from "../../front-door/testing/waiting-node.ts";
import { createEngine, type Engine } from "../engine.ts";
import { nothingOutside } from "../reach.ts";

const opened: OpenDoor[] = [];

/** Closes what a test has opened. */
export async function closeAll(): Promise<void> {
  for (const open of opened.splice(0)) await open.close();
}

/** A started engine behind a real door, and what a test asks of it. */
export async function startEngine() {
  const waiting = waitingNode();
  const open = await openDoor({ runners: { waiting: waiting.runner } });
  opened.push(open);
  await open.engine.start();
  const run = (given: Parameters<typeof documentOf>[0], body: Json = {}, waitMs = 5000) =>
    open.engine.run({
      workflowId: "wf_1",
      version: null,
      revision: Math.random(),
      document: documentOf(given),
      input: { body },
      waitMs,
    });
  const published = async (document: WorkflowDocument) => (await open.workflow(document)).id;
  const ended = (id: string, engine: Engine = open.engine) =>
    until(
      () => engine.read(id),
      (execution) => execution?.finishedAt != null,
    );
  /** Another process on the same database. */
  const next = (clock = Date.now) => {
    const again = waitingNode();
    const { intake, executions, deliveries, waits, signer, hub, workflows, vault } = open;
    const engine = createEngine({
      ...{ intake, executions, deliveries, waits, hub, workflows, clock },
      ...{ secrets: vault, env: {}, log: { error: () => {}, info: () => {} }, outside: nothingOutside },
      callbackUrl: signer.pathOf,
      runners: { ...runners, waiting: again.runner },
    });
    return { engine, waiting: again };
  };
  return { open, waiting, run, published, ended, next };
}

export const compute = (expression: string, more = {}) => ({
  type: "transform",
  config: { expression },
  ...more,
});
export const wait = (name: string, more = {}) => ({ type: "waiting", config: { name }, ...more });

/** Asks until it is so; at most some 15 s. */
export async function until<Value>(ask: () => Promise<Value>, is: (value: Value) => boolean): Promise<Value> {
  for (let turn = 0; turn < 3000; turn += 1) {
    const value = await ask();
    if (is(value)) return value;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  throw new Error("it did not come to that");
}
