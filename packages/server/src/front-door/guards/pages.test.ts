import { webhookTriggerSchema } from "@sluice/workflow/document";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { PublicError } from "../../errors.ts";
import { documentOf } from "../testing/documents.ts";
import { type OpenDoor, openDoor } from "../testing/open-door.ts";
import { compileGuards } from "./guards.ts";
import { createPageGuards } from "./pages.ts";

let open: OpenDoor;
let now = Date.now();
beforeAll(async () => {
  open = await openDoor({
    door: { clock: () => now, addressOf: ({ headers }) => String(headers["x-from"] ?? "192.0.2.1") },
  });
});
afterAll(() => open.close());

describe("pages below the URL", () => {
  const asked = async (url: string, from: string, method = "GET") => {
    const answer = await fetch(url, { method, headers: { "x-from": from } });
    const text = await answer.text();
    const code = text.startsWith("{") ? (JSON.parse(text) as { code?: string }).code : undefined;
    return { status: answer.status, code, headers: answer.headers };
  };
  const trigger = { ipAllow: ["203.0.113.0/24"], response: { body: "{{ request.statusUrl }}" } };

  it("are for the addresses that may call, a right token or not", async () => {
    const { url } = await open.workflow(documentOf({ trigger: { ...trigger, docs: { public: true } } }));
    const taken = await fetch(url, {
      ...{ method: "POST", body: "{}" },
      headers: { "content-type": "application/json", "x-from": "203.0.113.9" },
    });
    const status = `${open.base}${await taken.text()}`;
    for (const page of [`${url}/docs`, `${url}/docs/openapi.json`, status]) {
      expect(await asked(page, "203.0.113.7")).toMatchObject({ status: 200 });
      expect(await asked(page, "192.0.2.1")).toMatchObject({ status: 403, code: "address-not-allowed" });
    }
    const hidden = await open.workflow(documentOf({ trigger }));
    for (const from of ["203.0.113.7", "192.0.2.1"]) {
      expect(await asked(`${hidden.url}/docs`, from)).toMatchObject({ status: 404, code: "hook-not-found" });
    }
  });

  it("have a rate of their own for each address", async () => {
    const limits = { perMinute: 1 };
    const { url } = await open.workflow(documentOf({ trigger: { limits, docs: { public: true } } }));
    const from = "2001:db8:7::1";
    const read = await Promise.all(Array.from({ length: 60 }, () => asked(`${url}/docs`, from)));
    expect(read.filter(({ status }) => status !== 200)).toEqual([]);
    // Its whole network is one, and both pages; HEAD counts. Other pages and other readers have their own.
    const refused = await asked(`${url}/docs/openapi.json`, "2001:db8:7::2");
    expect(refused).toMatchObject({ status: 429, code: "rate-limited" });
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(await asked(`${url}/docs`, from, "HEAD")).toMatchObject({ status: 429 });
    expect(await asked(`${url}/executions/exe_1?token=x`, from)).toMatchObject({ status: 404 });
    expect(await asked(`${url}/docs`, "192.0.2.77")).toMatchObject({ status: 200 });
    // Nothing of it is taken from the deliveries.
    const headers = { "content-type": "application/json" };
    expect((await fetch(url, { method: "POST", body: "{}", headers })).status).toBe(200);
    now += 60_000;
    expect(await asked(`${url}/docs`, from)).toMatchObject({ status: 200 });
  });

  it.each([
    ["docs", { ofAddress: 60, all: 600 }],
    ["status", { ofAddress: 1200, all: 12_000 }],
  ] as const)("are read so often at most: %s", (page, most) => {
    const guards = createPageGuards(() => 0);
    const hook = { workflowId: "wf_1", guards: compileGuards(webhookTriggerSchema.parse({})) };
    const read = (address: string) => {
      for (let count = 0; ; count += 1) {
        try {
          guards.admit(page, { hook, address });
        } catch (error) {
          return [count, error instanceof PublicError && error.message];
        }
      }
    };
    expect(read("192.0.2.1")).toEqual([most.ofAddress, expect.stringContaining("from this address")]);
    for (let at = 2; at <= most.all / most.ofAddress; at += 1) read(`192.0.2.${at}`);
    expect(read("192.0.2.200")).toEqual([0, expect.stringContaining("to this trigger")]);
    expect(() =>
      guards.admit(page, { hook: { ...hook, workflowId: "wf_2" }, address: "192.0.2.200" }),
    ).not.toThrow();
  });
});
