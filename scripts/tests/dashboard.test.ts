import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { createMetrics } from "../../packages/server/src/metrics/metrics.ts";

it("the dashboard asks for metrics that there are", async () => {
  const metrics = createMetrics({
    ...{ load: () => ({ running: 0, queued: 0 }), waiting: () => 0, liveReaders: () => 0 },
    oldestDue: async () => 0,
  });
  const known = new Set([...(await metrics.text()).matchAll(/^# TYPE (\S+)/gm)].map(([, name]) => name));
  const text = readFileSync(new URL("../../deploy/grafana-dashboard.json", import.meta.url), "utf8");
  const asked = [...text.matchAll(/\b(?:sluice|nodejs|process)_\w+/g)].map(([name]) =>
    name.replace(/_bucket$/, ""),
  );
  expect(asked.length).toBeGreaterThan(8);
  expect(asked.filter((name) => !known.has(name))).toEqual([]);
});
