import type { WorkflowDocument } from "@sluice/workflow/document";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { statusUrlLifeMs } from "../secrets/status-signature.ts";
import { documentOf } from "./testing/documents.ts";
import { type OpenDoor, openDoor } from "./testing/open-door.ts";
import { waitingNode } from "./testing/waiting-node.ts";

const waiting = waitingNode();
let now = Date.now();
let open: OpenDoor;
beforeAll(async () => {
  open = await openDoor({ runners: { waiting: waiting.runner }, door: { clock: () => now } });
});
afterAll(() => open.close());

const post = (url: string) =>
  fetch(url, { method: "POST", body: "{}", headers: { "content-type": "application/json" } });
const wait = (name: string) => ({ type: "waiting", config: { name } });
const reply = (config: object) => ({ type: "response", config }) as WorkflowDocument["nodes"][string];
const slow = (name: string) =>
  documentOf({
    mode: "sync",
    trigger: { sync: { timeoutSeconds: 1, onTimeout: "202" } },
    nodes: {
      slow: wait(name),
      reply: reply({
        status: 201,
        kind: "json",
        headers: [{ name: "x-a", value: "1" }],
        body: { done: true },
      }),
    },
    edges: ["trigger>slow", "slow>reply"],
  });

async function finished(url: string) {
  return vi.waitFor(async () => {
    const told = await (await fetch(url)).json();
    expect(told).toMatchObject({ finishedAt: expect.any(String) });
    return told as object;
  }, 20_000);
}

describe("a status URL", () => {
  it("is answered at the deadline, tells that it goes on, and then the answer", async () => {
    const { url, path } = await open.workflow(slow("s1"));
    const answer = await post(url);
    expect(answer.status).toBe(202);
    const location = answer.headers.get("location") ?? "";
    expect(location).toMatch(new RegExp(`^${path}/executions/exe_[0-9A-Z]{26}\\?token=`));
    const executionId = answer.headers.get("sluice-execution-id");
    expect(await answer.json()).toEqual({
      ...{ status: "running", executionId, deliveryId: answer.headers.get("sluice-delivery-id") },
      statusUrl: location,
    });
    await vi.waitFor(async () => {
      const delivery = await open.deliveries.get(answer.headers.get("sluice-delivery-id") ?? "");
      expect(delivery).toMatchObject({ verdict: "accepted", status: 202 });
    }, 20_000);

    const between = await fetch(`${open.base}${location}`);
    expect([
      between.status,
      between.headers.get("retry-after"),
      between.headers.get("cache-control"),
    ]).toEqual([...[200, "2", "no-store"]]);
    expect(await between.json()).toMatchObject({
      executionId,
      status: "running",
      finishedAt: null,
      answer: null,
    });
    await waiting.let("s1", null);
    expect(await finished(`${open.base}${location}`)).toMatchObject({
      ...{ executionId, status: "succeeded" },
      answer: {
        status: 201,
        headers: [
          { name: "content-type", value: "application/json; charset=utf-8" },
          { name: "x-a", value: "1" },
        ],
        body: '{"done":true}',
      },
    });
    expect((await fetch(`${open.base}${location}`)).headers.has("retry-after")).toBe(false);
  });

  it("is a value of the configured answer and of a Response, the same in both", async () => {
    const async_ = await open.workflow(
      documentOf({
        trigger: {
          response: {
            ...{ status: 202, kind: "json", body: { at: "{{ request.statusUrl }}" } },
            headers: [{ name: "sluice-status-url", value: "{{ request.statusUrl }}" }],
          },
        },
        nodes: { end: { type: "end", config: { status: "failed", message: "geheim" } } },
        edges: ["trigger>end"],
      }),
    );
    const taken = await post(async_.url);
    const { at } = (await taken.json()) as { at: string };
    expect(taken.headers.get("sluice-status-url")).toBe(at);
    const told = await finished(`${open.base}${at}`);
    expect(told).toMatchObject({ status: "failed", answer: null });
    expect(JSON.stringify(told)).not.toContain("geheim");

    const sync = await open.workflow(
      documentOf({
        mode: "sync",
        nodes: { reply: reply({ kind: "text", body: "{{ request.statusUrl }}" }) },
        edges: ["trigger>reply"],
      }),
    );
    const answered = await post(sync.url);
    expect(await finished(`${open.base}${await answered.text()}`)).toMatchObject({ status: "succeeded" });
  });

  it("is nothing for who changes it, and 410 when its time is over", async () => {
    const { url, path } = await open.workflow(
      documentOf({ trigger: { response: { body: "{{ request.statusUrl }}" } } }),
    );
    const other = await open.workflow(documentOf({}));
    const right = await (await post(url)).text();
    const second = await (await post(url)).text();
    const unknown = await (await fetch(`${open.base}/hooks/nothing`)).text();
    const [place = "", token = ""] = right.split("?token=");
    const id = place.slice(place.lastIndexOf("/") + 1);
    for (const wrong of [
      place,
      `${place}?token=`,
      `${place}?token=${token.slice(0, -1)}`,
      `${place}?token=${token}A`,
      `${place}?token=z${token}`,
      `${second.split("?")[0]}?token=${token}`,
      `${other.path}/executions/${id}?token=${token}`,
      `/hooks/nothing/executions/${id}?token=${token}`,
      `${path}/executions/__proto__?token=${token}`,
    ]) {
      const answer = await fetch(`${open.base}${wrong}`);
      expect([wrong, answer.status, await answer.text()]).toEqual([wrong, 404, unknown]);
    }
    expect((await fetch(`${open.base}${right}`, { method: "POST" })).status).toBe(404);
    expect((await fetch(`${open.base}${right}`, { method: "HEAD" })).status).toBe(200);
    now += statusUrlLifeMs + 2000;
    const late = await fetch(`${open.base}${right}`);
    expect([late.status, await late.json()]).toMatchObject([410, { code: "status-expired" }]);
  });
});
