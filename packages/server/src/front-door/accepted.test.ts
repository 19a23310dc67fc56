import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { documentOf, double, echo } from "./testing/documents.ts";
import { type OpenDoor, openDoor } from "./testing/open-door.ts";

let open: OpenDoor;
beforeAll(async () => {
  open = await openDoor();
});
afterAll(() => open.close());

const json = { "content-type": "application/json" };

function post(url: string, body: string, headers: Record<string, string> = json) {
  return fetch(url, { method: "POST", body, headers });
}

describe("what is accepted", () => {
  it("shows a step the redacted query, as a step that is taken up after a crash will see it", async () => {
    const { url } = await open.workflow(
      documentOf({
        mode: "sync",
        trigger: { variables: [{ key: "secret", from: "query", path: "token", type: "string" }] },
        nodes: {
          reply: {
            type: "response",
            config: {
              kind: "json",
              body: { query: "{{ request.query }}", declared: "{{ trigger.secret }}" },
            },
          },
        },
        edges: ["trigger>reply"],
      }),
    );
    const answer = await post(`${url}?token=t-4471&page=2`, "{}");
    expect(await answer.json()).toEqual({ query: { token: "[redacted]", page: "2" }, declared: "t-4471" });
  });

  it("is stored, run and answered as configured (async)", async () => {
    const { url } = await open.workflow(double);
    const answer = await post(url, '{"amount": 21}');
    expect(answer.status).toBe(200);
    expect(await answer.text()).toBe("ok");
    expect(answer.headers.get("content-type")).toBe("text/plain; charset=utf-8");
    const execution = await open.engine.read(answer.headers.get("sluice-execution-id") ?? "");
    expect(execution?.status).toBe("succeeded");
    expect(execution?.steps.map(({ node, status, output }) => ({ node, status, output }))).toEqual([
      { node: "trigger", status: "succeeded", output: { amount: 21 } },
      { node: "keep", status: "succeeded", output: { twice: 42 } },
    ]);
    const delivery = await open.deliveries.get(answer.headers.get("sluice-delivery-id") ?? "");
    expect(delivery).toMatchObject({
      verdict: "accepted",
      status: 200,
      version: 1,
      variables: { amount: 21 },
      request: { method: "POST", body: '{"amount": 21}', bodyEncoding: "utf8", bodyTruncated: false },
      answer: { status: 200, body: "ok" },
    });
  });

  it("is answered by its Response (sync)", async () => {
    const { url } = await open.workflow(echo);
    const answer = await post(url, '[1, null, "é"]');
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual({ got: [1, null, "é"] });
    expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
    expect(answer.headers.get("content-security-policy")).toBe("sandbox");
    const delivery = await open.deliveries.get(answer.headers.get("sluice-delivery-id") ?? "");
    expect(delivery?.answer).toEqual({
      status: 200,
      headers: [{ name: "content-type", value: "application/json; charset=utf-8" }],
      body: '{"got":[1,null,"é"]}',
    });
  });

  it("takes a configured answer with templates", async () => {
    const { url } = await open.workflow(
      documentOf({
        trigger: {
          variables: [{ key: "id", from: "body", path: "id", type: "string" }],
          response: {
            status: 202,
            kind: "json",
            headers: [{ name: "x-id", value: "{{ trigger.id }}" }],
            body: { seen: "{{ request.body.id }}" },
          },
        },
      }),
    );
    const answer = await post(url, '{"id":"a1"}');
    expect([answer.status, answer.headers.get("x-id"), await answer.json()]).toEqual([
      202,
      "a1",
      { seen: "a1" },
    ]);
  });

  it("keeps a delivery whose configured answer cannot be made, and says so", async () => {
    const { url } = await open.workflow(
      documentOf({ trigger: { response: { headers: [{ name: "x-id", value: "{{ request.body }}" }] } } }),
    );
    const answer = await post(url, '"a\\r\\nb"');
    expect([answer.status, await answer.text()]).toEqual([200, "ok"]);
    const execution = await open.engine.read(answer.headers.get("sluice-execution-id") ?? "");
    expect(execution?.warnings).toMatchObject([{ code: "answer-failed" }]);
  });
});

describe("headers of an answer", () => {
  it.each(["text", "json"])("beyond ASCII are Latin-1, beside a body of the kind %s", async (kind) => {
    const { url } = await open.workflow(
      documentOf({
        trigger: { response: { kind, headers: [{ name: "x-name", value: "é" }], body: "été €" } },
      }),
    );
    const answer = await post(url, "{}");
    expect(answer.headers.get("x-name")).toBe("é");
    expect(await answer.text()).toContain("été €");
  });
});
