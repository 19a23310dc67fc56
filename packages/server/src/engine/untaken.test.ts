import { setTimeout as delay } from "node:timers/promises";
import { afterEach, expect, it } from "vitest";
import { documentOf } from "../front-door/testing/documents.ts";
import { type OpenDoor, openDoor } from "../front-door/testing/open-door.ts";
import type { IntakeStore } from "../stores/intake/store.ts";
import { StoreUnavailableError } from "../stores/store-unavailable.ts";

let open: OpenDoor | undefined;
afterEach(() => open?.close());

it("leaves due executions alone while the database takes no writes, says so once, and runs them afterwards", async () => {
  let full = true;
  let claims = 0;
  // As the store answers on a full disk.
  const intake = (real: IntakeStore): IntakeStore =>
    Object.create(real, {
      claim: {
        async value(given: Parameters<IntakeStore["claim"]>[0]) {
          claims += 1;
          if (full) throw new StoreUnavailableError("the database cannot be written: disk is full");
          return real.claim(given);
        },
      },
    });
  const { engine, errors, executions, workflow } = await openDoor({ intake }).then((made) => {
    open = made;
    return made;
  });
  await engine.start();
  const { id: workflowId } = await workflow(
    documentOf({ nodes: { a: { type: "transform", config: { expression: "1" } } }, edges: ["trigger>a"] }),
  );
  const ids: string[] = [];
  for (const startKey of ["a", "b", "c"]) {
    const stored = await engine.enqueue({
      ...{ workflowId, startKey, startedBy: "schedule", origin: {} },
      ...{ trigger: {}, request: {} },
    });
    if (stored && "executionId" in stored) ids.push(stored.executionId);
  }
  await expect.poll(() => claims).toBe(3);
  for (let poked = 0; poked < 200; poked += 1) {
    engine.poke();
    await delay(1);
  }
  expect(errors).toEqual(["executions that are due could not be taken up; it is tried again until it works"]);
  expect(claims).toBeLessThanOrEqual(6);
  full = false;
  for (const id of ids) {
    await expect.poll(async () => (await executions.head(id))?.status, { timeout: 9000 }).toBe("succeeded");
  }
});

it("takes up again what another process was quicker with, once it is due again", async () => {
  let elsewhere = true;
  let claims = 0;
  const intake = (real: IntakeStore): IntakeStore =>
    Object.create(real, {
      claim: {
        value(given: Parameters<IntakeStore["claim"]>[0]) {
          claims += 1;
          return elsewhere ? Promise.resolve(undefined) : real.claim(given);
        },
      },
    });
  open = await openDoor({ intake });
  const { engine, executions, workflow } = open;
  await engine.start();
  const { id: workflowId } = await workflow(
    documentOf({ nodes: { a: { type: "transform", config: { expression: "1" } } }, edges: ["trigger>a"] }),
  );
  const stored = await engine.enqueue({
    ...{ workflowId, startKey: "a", startedBy: "schedule", origin: {} },
    ...{ trigger: {}, request: {} },
  });
  const id = stored?.executionId ?? "";
  await expect.poll(() => claims).toBeGreaterThan(0);
  elsewhere = false;
  await expect.poll(async () => (await executions.head(id))?.status, { timeout: 9000 }).toBe("succeeded");
});
