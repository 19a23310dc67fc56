import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { documentOf } from "./testing/documents.ts";
import { type OpenDoor, openDoor } from "./testing/open-door.ts";

let open: OpenDoor;
beforeAll(async () => {
  open = await openDoor();
});
afterAll(() => open.close());

const post = (url: string, body: string) =>
  fetch(url, { method: "POST", body, headers: { "content-type": "application/json" } });

const strict = documentOf({
  trigger: {
    variables: [
      { key: "id", from: "body", path: "id", type: "string", required: true },
      { key: "lang", from: "query", path: "lang", type: "string", required: true },
    ],
    contract: {
      schema: {
        type: "object",
        required: ["id", "rows"],
        properties: {
          id: { type: "string", pattern: "^A-[0-9]+$" },
          rows: {
            type: "array",
            minItems: 1,
            items: { required: ["sku"], properties: { qty: { minimum: 1 } } },
          },
        },
        additionalProperties: false,
      },
    },
  },
});

describe("a JSON Schema of the body", () => {
  it("refuses with every violation, those of the variables among them, and repeats nothing of the body", async () => {
    const { url, id } = await open.workflow(strict);
    const answer = await post(url, '{"id":"geheim-77","rows":[{"qty":0},{"sku":"x"}],"more":"geheim-78"}');
    expect(answer.status).toBe(422);
    const text = await answer.text();
    expect(text).not.toMatch(/geheim/);
    const problem = JSON.parse(text);
    expect(problem).toMatchObject({ code: "contract-violation", deliveryId: expect.any(String) });
    expect(problem.violations).toEqual([
      { from: "query", path: "lang", expected: "string", got: "missing" },
      { from: "body", path: "id", expected: "text with the pattern ^A-[0-9]+$", got: "other text" },
      { from: "body", path: "rows[0].sku", expected: "a value", got: "missing" },
      { from: "body", path: "rows[0].qty", expected: "at least 1", got: "a smaller number" },
      { from: "body", path: "more", expected: "nothing here", got: "string" },
    ]);
    const [listed] = await open.listed(id);
    expect(listed).toMatchObject({ verdict: "refused", reason: "contract-violation", status: 422 });
  });

  it("lets in what meets it", async () => {
    const { url } = await open.workflow(strict);
    expect((await post(`${url}?lang=fr`, '{"id":"A-1","rows":[{"sku":"x","qty":2}]}')).status).toBe(200);
  });

  it("names fifty at most, and says that there are more", async () => {
    const { url } = await open.workflow(
      documentOf({ trigger: { contract: { schema: { items: { type: "string" } } } } }),
    );
    const answer = await post(url, JSON.stringify(Array.from({ length: 5000 }, (_, at) => at)));
    const problem = (await answer.json()) as { violations: unknown[]; detail: string };
    expect(problem.violations).toHaveLength(50);
    expect(problem).toMatchObject({ moreViolations: true });
    expect(problem.detail.length).toBeLessThan(1000);
  });

  it("refuses a body that is too much work, and goes on", async () => {
    const schema = {
      anyOf: [
        { properties: { a: { $ref: "#" } }, required: ["b"] },
        { properties: { a: { $ref: "#" } }, required: ["c"] },
      ],
    };
    const { url } = await open.workflow(documentOf({ trigger: { contract: { schema } } }));
    const answer = await post(url, `${'{"a":'.repeat(300)}1${"}".repeat(300)}`);
    expect(answer.status).toBe(422);
    expect(await answer.json()).toMatchObject({ violations: [{ from: "body", path: "$", got: "too much" }] });
    expect((await post(url, '{"b":1}')).status).toBe(200);
  });
});

describe("digits beyond 2^53", () => {
  it("come back exactly as they came, where a text variable takes them", async () => {
    const { url } = await open.workflow(
      documentOf({
        mode: "sync",
        trigger: {
          variables: [
            { key: "id", from: "body", path: "id", type: "string", required: true },
            { key: "ids", from: "body", path: "rows[*].id", type: "string" },
            { key: "deep", from: "body", path: "$.rows[1].id", type: "string" },
            { key: "plain", from: "body", path: "id", type: "integer" },
          ],
          contract: { schema: { properties: { id: { type: "integer" } } } },
        },
        nodes: {
          keep: { type: "set", config: { fields: { id: "{{ trigger.id }}", all: "{{ trigger.ids }}" } } },
          reply: {
            type: "response",
            config: {
              kind: "json",
              headers: [{ name: "x-id", value: "{{ trigger.id }}" }],
              body: {
                id: "{{ steps.keep.id }}",
                all: "{{ steps.keep.all }}",
                deep: "{{ trigger.deep }}",
                text: "n{{ trigger.id }}",
                lost: "{{ trigger.plain }}",
              },
            },
          },
        },
        edges: ["trigger>keep", "keep>reply"],
      }),
    );
    const big = "9007199254740993";
    const huge = "123456789012345678901234567890.10";
    const answer = await post(url, `{"rows":[{"id":${huge}},{"id":-${big}}],"id":1,"id":${big}}`);
    expect(answer.headers.get("x-id")).toBe(big);
    expect(await answer.json()).toEqual({
      ...{ id: big, all: [huge, `-${big}`], deep: `-${big}`, text: `n${big}` },
      // What is a number in JavaScript is JavaScript's number.
      lost: 9007199254740992,
    });
    // On a busy machine the answer is written down a moment after it has left.
    await vi.waitFor(async () => {
      const delivery = await open.deliveries.get(answer.headers.get("sluice-delivery-id") ?? "");
      expect(delivery).toMatchObject({ variables: { id: big, ids: [huge, `-${big}`] } });
      expect(delivery?.answer?.body ?? "").toContain(`"id":"${big}"`);
    }, 20_000);
  });
});

describe("a configured answer", () => {
  const answerOf = async (response: object) => {
    const { url } = await open.workflow(documentOf({ trigger: { response: response as never } }));
    const answer = await fetch(url, {
      ...{ method: "POST", redirect: "manual", body: '{"id":"a/b","name":"<b>x</b>"}' },
      headers: { "content-type": "application/json" },
    });
    const header = (name: string) => answer.headers.get(name);
    expect(header("content-security-policy")).toBe("sandbox");
    expect(header("x-content-type-options")).toBe("nosniff");
    expect(header("sluice-execution-id")).toMatch(/^exe_/);
    expect(header("sluice-delivery-id")).toMatch(/^dlv_/);
    return [answer.status, header("content-type"), header("location"), await answer.text()];
  };

  it.each<[object, unknown[]]>([
    [{}, [200, "text/plain; charset=utf-8", null, "ok"]],
    [
      { kind: "json", status: 201, body: { id: "{{ request.body.id }}" } },
      [201, "application/json; charset=utf-8", null, '{"id":"a/b"}'],
    ],
    [
      { kind: "html", body: "<p>{{ request.body.name }}</p>" },
      [200, "text/html; charset=utf-8", null, "<p>&#60;b&#62;x&#60;/b&#62;</p>"],
    ],
    [{ kind: "empty", status: 204 }, [204, null, null, ""]],
    [
      { kind: "redirect", location: "https://shop.example/t?id={{ request.body.id }}" },
      [302, null, "https://shop.example/t?id=a%2Fb", ""],
    ],
    [{ kind: "redirect", status: 303, location: "/thanks" }, [303, null, "/thanks", ""]],
    // What cannot be made does not refuse what is stored.
    [{ kind: "redirect", status: 200, location: "/x" }, [200, "text/plain; charset=utf-8", null, "ok"]],
  ])("%j", async (response, expected) => {
    const [status, type, location, body] = await answerOf(response);
    expect([
      status,
      type,
      location,
      String(body).replaceAll("&lt;", "&#60;").replaceAll("&gt;", "&#62;"),
    ]).toEqual(expected);
  });
});
