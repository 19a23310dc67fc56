import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { documentOf } from "./testing/documents.ts";
import { type OpenDoor, openDoor } from "./testing/open-door.ts";

let open: OpenDoor;
beforeAll(async () => {
  open = await openDoor();
});
afterAll(() => open.close());

describe("the key of a duplicate", () => {
  it.each(["{{ request.body.id }}", "{{ trigger.id }}", "order {{ request.body.id }}"])(
    "holds every digit of an identifier: %s",
    async (key) => {
      const { url } = await open.workflow(
        documentOf({
          trigger: {
            variables: [{ key: "id", from: "body", path: "id", type: "integer" }],
            dedupe: { key },
          },
          nodes: { keep: { type: "set", config: { fields: { id: "{{ trigger.id }}" } } } },
          edges: ["trigger>keep"],
        }),
      );
      const isDuplicate = async (body: string) => {
        const answer = await fetch(url, {
          ...{ method: "POST", body },
          headers: { "content-type": "application/json" },
        });
        expect(answer.status).toBe(200);
        return answer.headers.has("idempotency-replayed");
      };
      for (const [body, expected] of [
        ['{"id":9007199254740992}', false],
        ['{"id":9007199254740993}', false],
        ['{ "id" : 9007199254740993, "more": 1 }', true],
        ['{"id":"9007199254740993"}', true],
        ['{"id":90071992547409930}', false],
        [`{"id":1${"0".repeat(400)}}`, false],
        [`{"id":2${"0".repeat(400)}}`, false],
        ['{"id":7}', false],
        ['{"id":7.0}', true],
      ] as const) {
        expect([body, await isDuplicate(body)]).toEqual([body, expected]);
      }
    },
  );
});
