import { Router } from "express";

/** What has to be well before requests are sent here. Throws when it is not. */
export type ReadyCheck = () => void;

/** `/health/live`: the process answers. `/health/ready`: it takes work; 503 while starting, draining or without database. */
export function createHealth(checks: Readonly<Record<string, ReadyCheck>>): Router {
  const router = Router();
  router.get("/live", (_request, response) => {
    response.json({ status: "ok" });
  });
  router.get("/ready", (_request, response) => {
    const results = Object.fromEntries(Object.entries(checks).map(([name, check]) => [name, outcome(check)]));
    const ready = Object.values(results).every((result) => result === "ok");
    response
      .status(ready ? 200 : 503)
      .set("cache-control", "no-store")
      .json({ status: ready ? "ok" : "unavailable", checks: results });
  });
  return router;
}

function outcome(check: ReadyCheck): "ok" | "failed" {
  try {
    check();
    return "ok";
  } catch {
    return "failed";
  }
}
