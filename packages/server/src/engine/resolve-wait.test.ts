import { afterEach, describe, expect, it } from "vitest";
import { closeAll, compute, startEngine as start, until, wait } from "./testing/start-engine.ts";

afterEach(closeAll);

/** `tell` hands the address out; `beside` fails the execution while `answer` waits. */
const given = {
  nodes: {
    tell: compute("execution.callbacks.answer"),
    answer: { type: "wait", config: { for: "callback" } },
    beside: wait("beside"),
    after: compute("steps.answer.body.n + 1"),
  },
  edges: ["trigger>tell", "tell>answer", "tell>beside", "answer>after"],
};

async function failed() {
  const opened = await start();
  const { open, run, waiting, ended } = opened;
  const first = await run(given, {}, 50);
  const path = first.steps.find(({ node }) => node === "tell")?.output as string;
  const post = async (body: string) => {
    const answer = await fetch(`http://127.0.0.1:${open.port}${path}`, { method: "POST", body });
    const said = (await answer.json()) as { code?: string };
    return [answer.status, said.code ?? "taken"];
  };
  await waiting.let("beside", new Error("out of order"));
  await ended(first.id);
  const retry = async (executionId: string) => {
    const id = await open.engine.retry({ executionId, from: "failed", version: "same" });
    if (id === undefined || id === "unfinished" || id === "body-not-kept") throw new Error("not retried");
    await until(
      () => open.engine.read(id),
      (execution) =>
        execution?.steps.some(({ node, status }) => node === "answer" && status === "waiting") === true,
    );
    return id;
  };
  return { ...opened, first, path, post, retry };
}

describe("a callback of an execution that has ended", () => {
  it("is told that nothing was taken while nothing goes on", async () => {
    const { post } = await failed();
    expect(await post('{"n":1}')).toEqual([410, "callback-closed"]);
  });

  it("goes to the retry that kept the step which gave the address out, once", async () => {
    const { waiting, post, retry, ended, first, path } = await failed();
    const second = await retry(first.id);
    await waiting.let("beside", new Error("still out of order"));
    await ended(second);
    const third = await retry(second);
    expect(await post('{"n":41}')).toEqual([200, "taken"]);
    expect(await post('{"n":1}')).toEqual([409, "callback-used"]);
    await waiting.let("beside", 1);
    const done = await ended(third);
    expect(done?.status).toBe("succeeded");
    expect(done?.steps.find(({ node }) => node === "tell")?.output).toBe(path);
    expect(done?.steps.find(({ node }) => node === "after")?.output).toBe(42);
  });
});
