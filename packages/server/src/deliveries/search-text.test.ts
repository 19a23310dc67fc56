import { gzipSync } from "node:zlib";
import type { DeliverySummary } from "@sluice/api/schemas";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTestApp, type TestApp } from "../testing/start-app.ts";
import { called, ordersDocument, published } from "./testing/orders.ts";

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.stop());

describe("the text of a delivery", () => {
  it("is found as people read it, however it was sent", async () => {
    const trigger = { accept: ["json", "form", "text"] };
    const { id: workflowId, hookUrl } = await published(app, ordersDocument({ trigger, required: false }));
    const url = `${app.baseUrl}${new URL(hookUrl).pathname}`;
    const json = { "content-type": "application/json" };
    const form = { "content-type": "application/x-www-form-urlencoded" };
    const gzip = { "content-encoding": "gzip" };
    const sent = {
      zèbre1: { body: gzipSync('{"a":"zèbre1"}'), headers: { ...json, ...gzip } },
      zèbre2: { body: '{"a":"z\\u00E8bre2"}', headers: json },
      "le zèbre3": { body: "a=le+z%C3%A8bre3", headers: form },
      zèbre5: {
        body: Buffer.from("zèbre5", "latin1"),
        headers: { "content-type": "text/plain; charset=iso-8859-1" },
      },
      zèbre6: { body: "{}", headers: json, query: "?a=z%C3%A8bre6" },
      // What cannot be unpacked is searched as it came.
      zebre7: { body: "zebre7", headers: { ...json, ...gzip } },
    };
    const ids: Record<string, string | null> = {};
    for (const [text, { body, headers, ...more }] of Object.entries(sent)) {
      const { query = "" } = { query: undefined, ...more };
      const answer = await fetch(`${url}${query}`, { method: "POST", body, headers });
      ids[text] = answer.headers.get("sluice-delivery-id");
    }
    await expect
      .poll(async () => (await find(workflowId, "zebre7")).length, { timeout: 20_000 })
      .toBeGreaterThan(0);
    for (const text of Object.keys(sent)) {
      expect([text, await find(workflowId, text.toUpperCase())]).toEqual([text, [ids[text]]]);
    }
  });
});

async function find(workflowId: string, text: string): Promise<string[]> {
  const query = new URLSearchParams({ workflowId, q: text, searchIn: "text" });
  const { items } = await called<{ items: DeliverySummary[] }>(app, "GET", `/deliveries?${query}`);
  return items.map(({ id }) => id);
}
