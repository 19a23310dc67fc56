import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTestApp, type TestApp } from "../testing/start-app.ts";

let sluice: TestApp;
beforeAll(async () => {
  sluice = await startTestApp();
});
afterAll(() => sluice.stop());

const read = (token?: string) =>
  fetch(
    `${sluice.baseUrl}/metrics`,
    token === undefined ? {} : { headers: { authorization: `Bearer ${token}` } },
  );

const tokenOf = async (scope: "metrics:read" | "workflows:read") =>
  (await sluice.app.tokens.create({ name: scope, scopes: [scope], expiresAt: null, createdBy: null })).token;

/** The value of one line of the answer. */
async function metric(line: string): Promise<number | undefined> {
  const text = await (await read(sluice.token)).text();
  const found = text.split("\n").find((each) => each.startsWith(`${line} `));
  return found === undefined ? undefined : Number(found.slice(line.length + 1));
}

describe("the metrics", () => {
  it("are for tokens that may read them", async () => {
    expect((await read()).status).toBe(401);
    expect((await read("slu_wrong")).status).toBe(401);
    expect((await read(await tokenOf("workflows:read"))).status).toBe(403);
    const answer = await read(await tokenOf("metrics:read"));
    expect([answer.status, answer.headers.get("content-type")]).toEqual([
      200,
      "text/plain; version=0.0.4; charset=utf-8",
    ]);
    const posted = await fetch(`${sluice.baseUrl}/metrics`, {
      method: "POST",
      headers: { authorization: `Bearer ${sluice.token}` },
    });
    expect(posted.status).toBe(405);
  });

  it("may be read without a token from addresses that the settings name, and not through an unknown proxy", async () => {
    const environment = { SLUICE_METRICS_ALLOW: "127.0.0.1", SLUICE_TRUSTED_PROXIES: "127.0.0.9" };
    const open = await startTestApp({ environment });
    const status = async (headers: Record<string, string>) =>
      (await fetch(`${open.baseUrl}/metrics`, { headers })).status;
    try {
      for (const [headers, wanted] of [
        [{}, 200],
        [{ authorization: "Bearer slu_wrong" }, 401],
        [{ "x-forwarded-for": "203.0.113.7" }, 401],
        [{ "x-forwarded-for": "127.0.0.1" }, 401],
      ] as const) {
        expect([headers, await status(headers)]).toEqual([headers, wanted]);
      }
      expect((await fetch(`${open.baseUrl}/api/v1/workflows`)).status).toBe(401);
    } finally {
      await open.stop();
    }
  });

  it("count deliveries by verdict, executions by their end, steps and commits", async () => {
    const document = {
      format: 1,
      name: "Counted",
      mode: "async",
      trigger: {
        type: "webhook",
        config: { filter: { when: { expression: "request.body.want !== false" } } },
      },
      nodes: {
        keep: { type: "set", config: { fields: { a: "{{ request.body.a }}" } } },
        ask: { type: "http", config: { url: "http://127.0.0.1:1/" } },
      },
      edges: [
        { from: "trigger", to: "keep" },
        { from: "keep", to: "ask" },
      ],
    };
    const made = (await (await sluice.call("POST", "/workflows", { document })).json()) as {
      id: string;
      hookUrl: string;
    };
    expect((await sluice.call("POST", `/workflows/${made.id}/publish`, {})).status).toBe(200);
    const post = (body: string) =>
      fetch(made.hookUrl, { method: "POST", headers: { "content-type": "application/json" }, body });
    await post('{"a":1}');
    await post('{"a":2}');
    await post('{"want":false}');
    await post("{");
    await expect
      .poll(() => metric('sluice_executions_ended_total{status="failed"}'), { timeout: 20_000 })
      .toBe(2);
    await expect
      .poll(() => metric('sluice_deliveries_total{verdict="refused",reason="malformed-json"}'), {
        timeout: 20_000,
      })
      .toBe(1);
    expect(await metric('sluice_deliveries_total{verdict="accepted",reason=""}')).toBe(2);
    expect(await metric('sluice_deliveries_total{verdict="filtered",reason="filtered"}')).toBe(1);
    expect(await metric('sluice_executions_failed_total{reason="address-refused"}')).toBe(2);
    expect(await metric('sluice_step_seconds_count{type="set",outcome="done"}')).toBe(2);
    expect(await metric('sluice_step_seconds_count{type="http",outcome="failed"}')).toBe(2);
    expect(await metric('sluice_commit_seconds_count{operation="accept"}')).toBe(2);
    expect(await metric("sluice_executions_running")).toBe(0);
    expect(await metric("sluice_oldest_due_seconds")).toBe(0);
    expect(await metric("nodejs_eventloop_lag_seconds")).toBeGreaterThanOrEqual(0);
  });
});
