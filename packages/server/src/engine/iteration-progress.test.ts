import { afterEach, describe, expect, it } from "vitest";
import { documentOf } from "../front-door/testing/documents.ts";
import { type OpenDoor, openDoor } from "../front-door/testing/open-door.ts";
import { waitingNode } from "../front-door/testing/waiting-node.ts";
import { readIterations } from "./read-execution.ts";

let open: OpenDoor | undefined;
afterEach(() => open?.close());

/** A loop over 0 to 3 whose body has a quick step before and behind one that waits. */
async function start(config: object) {
  const waiting = waitingNode();
  const door = await openDoor({ runners: { waiting: waiting.runner } });
  open = door;
  const compute = (expression: string) => ({ type: "transform", config: { expression }, parent: "each" });
  const ended = door.engine.run({
    ...{ workflowId: "wf_1", version: null, revision: 1, input: { body: null } },
    document: documentOf({
      nodes: {
        each: { type: "loop", config: { items: "{{ [0, 1, 2, 3] }}", ...config } },
        before: compute("item"),
        slow: { type: "waiting", config: { name: "n{{ item }}" }, parent: "each" },
        behind: compute("steps.slow === 'fail' ? ''.repeat(-1) : steps.slow"),
      },
      edges: ["trigger>each", "before>slow", "slow>behind"],
    }),
  });
  /** What the step of the loop says, and the list of its iterations. */
  const told = async () => {
    const id = waiting.visits[0]?.key.split("/")[0] ?? "";
    const execution = await door.engine.read(id);
    const list = await readIterations(door, { id, node: "each", frame: "" });
    const statuses = Array.isArray(list) ? list.map(({ status }) => status) : list;
    return { counts: execution?.steps.find(({ node }) => node === "each")?.iterations, statuses };
  };
  return { door, waiting, ended, told, id: () => waiting.visits[0]?.key.split("/")[0] ?? "" };
}

/** The journal is written behind what happens. */
async function visited(waiting: ReturnType<typeof waitingNode>, name: string) {
  await expect
    .poll(() => waiting.visits.some((visit) => visit.name === name), { timeout: 20_000 })
    .toBe(true);
}

describe("how the iterations of a loop stand, on its step and in their list", () => {
  it("while it runs, and after it is cancelled", async () => {
    const { door, waiting, ended, told, id } = await start({});
    await waiting.let("n0", "a");
    await waiting.let("n1", "b");
    await visited(waiting, "n2");
    const counts = { total: 4, started: 3, succeeded: 2, failed: 0 };
    await expect
      .poll(told, { timeout: 20_000 })
      .toEqual({ counts, statuses: ["succeeded", "succeeded", "running"] });
    await door.engine.cancel(id());
    expect((await ended).status).toBe("cancelled");
    expect(await told()).toEqual({ counts, statuses: ["succeeded", "succeeded", "cancelled"] });
  });

  it.each([
    { onItemError: "stop", answers: ["a", "b", "fail"], statuses: ["succeeded", "succeeded", "failed"] },
    { onItemError: "break", answers: ["a", "fail"], statuses: ["succeeded", "failed"] },
    {
      ...{ onItemError: "skip", answers: ["a", "fail", "c", "d"] },
      statuses: ["succeeded", "failed", "succeeded", "succeeded"],
    },
  ])("one after another, with a failure and $onItemError", async ({ onItemError, answers, statuses }) => {
    const { waiting, ended, told } = await start({ onItemError });
    for (const [index, answer] of answers.entries()) await waiting.let(`n${index}`, answer);
    await ended;
    const started = statuses.length;
    expect(await told()).toEqual({
      counts: { total: 4, started, succeeded: started - 1, failed: 1 },
      statuses,
    });
  });

  it.each([
    { onItemError: "stop", beside: "cancelled", succeeded: 1 },
    { onItemError: "break", beside: "succeeded", succeeded: 3 },
  ])("several at a time, with a failure and $onItemError", async ({ onItemError, beside, succeeded }) => {
    const { waiting, ended, told } = await start({ concurrency: 4, onItemError });
    await visited(waiting, "n3");
    await waiting.let("n0", "a");
    await waiting.let("n2", "fail");
    if (beside === "succeeded") for (const name of ["n1", "n3"]) await waiting.let(name, "late");
    await ended;
    expect(await told()).toEqual({
      counts: { total: 4, started: 4, succeeded, failed: 1 },
      statuses: ["succeeded", beside, "failed", beside],
    });
  });
});
