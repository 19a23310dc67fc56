import { setTimeout as delay } from "node:timers/promises";
import type { SandboxJob } from "@sluice/workflow/node-contract";
import { expect, it } from "vitest";
import { createSandbox } from "../sandbox/sandbox.ts";
import { StepControl } from "./step-control.ts";
import { withTimeLimit } from "./time-limit.ts";

it("counts no time in which a step waits for a free place, and all of the rest", async () => {
  const control = new StepControl();
  const begun = control.queue();
  const running = delay(300).then(() => {
    begun();
    return "ran";
  });
  expect(await withTimeLimit(running, { control, limitMs: 100 })).toBe("ran");

  const slow = new StepControl();
  const taken = slow.queue();
  const limited = withTimeLimit(new Promise(() => {}), { control: slow, limitMs: 100 });
  taken();
  await expect(limited).rejects.toMatchObject({ code: "step-timeout" });
  expect(slow.signal.aborted).toBe(true);
});

it("lets code that waits for a busy sandbox have its time", async () => {
  const sandbox = createSandbox({ size: 1 });
  const job: SandboxJob = {
    ...{ language: "javascript" as const, values: {}, timeoutMs: 5000, memoryBytes: 16 * 1024 * 1024 },
    source: "const until = Date.now() + 250; while (Date.now() < until) {} return 1;",
  };
  // Somebody has it already, and it has been started.
  await sandbox.run({ ...job, source: "return 1" });
  const each = () => {
    const control = new StepControl();
    const begun = control.queue();
    const running = sandbox.run(job, { signal: control.signal, begun });
    return withTimeLimit(running, { control, limitMs: 2000 });
  };
  // The last one waits longer than its limit.
  const results = await Promise.all(Array.from({ length: 10 }, each));
  await sandbox.close();
  expect(results.map(({ value }) => value)).toEqual(Array(10).fill(1));
});
