import { setTimeout as delay } from "node:timers/promises";
import { Router } from "express";

/** A balancer that asks gives up after a few seconds: what does not say that it is well by then is not, in milliseconds. */
const patienceMs = 1000;

/** What has to be well before requests are sent here. Throws or rejects when it is not. */
export type ReadyCheck = () => void | Promise<void>;

/** `/health/live`: the process answers. `/health/ready`: it takes work; 503 while starting, draining, without database
 * or queue, or on tables that a newer version has changed. */
export function createHealth(checks: Readonly<Record<string, ReadyCheck>>): Router {
  const router = Router();
  router.get("/live", (_request, response) => {
    response.json({ status: "ok" });
  });
  router.get("/ready", async (_request, response) => {
    const outcomes = Object.entries(checks).map(
      async ([name, check]) => [name, await outcome(check)] as const,
    );
    const results = Object.fromEntries(await Promise.all(outcomes));
    const ready = Object.values(results).every((result) => result === "ok");
    response
      .status(ready ? 200 : 503)
      .set("cache-control", "no-store")
      .json({ status: ready ? "ok" : "unavailable", checks: results });
  });
  return router;
}

/** A check of what is known here. */
export function insist(isWell: boolean): void {
  if (!isWell) throw new Error("not now");
}

async function outcome(check: ReadyCheck): Promise<"ok" | "failed"> {
  const late = new AbortController();
  const tooLate = delay(patienceMs, "failed" as const, { signal: late.signal, ref: false });
  tooLate.catch(() => {});
  try {
    return await Promise.race([Promise.resolve(check()).then(() => "ok" as const), tooLate]);
  } catch {
    return "failed";
  } finally {
    late.abort();
  }
}
