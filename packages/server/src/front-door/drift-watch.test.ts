import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { documentOf } from "./testing/documents.ts";
import { type OpenDoor, openDoor } from "./testing/open-door.ts";

let open: OpenDoor;
let now = Date.now();
beforeAll(async () => {
  open = await openDoor({
    door: {
      clock: () => {
        now += 100;
        return now;
      },
    },
  });
});
afterAll(() => open.close());

const post = (url: string, body: unknown) =>
  fetch(url, { method: "POST", body: JSON.stringify(body), headers: { "content-type": "application/json" } });

async function seen(id: string) {
  await open.door.settle();
  return (await open.drift.list(id))
    .map(({ from, path, kind, got, count }) => `${kind} ${from} ${path} ${got} ${count}`)
    .sort();
}

const watched = documentOf({
  trigger: {
    examples: { body: '{"id":"a","rows":[{"sku":"x"}]}', query: "?lang=fr" },
    variables: [
      { key: "id", from: "body", path: "id", type: "string" },
      { key: "when", from: "headers", path: "x-when", type: "datetime" },
    ],
  },
});

describe("requests that change their shape", () => {
  it("are noticed: new fields, other types, what is missing, each once and counted", async () => {
    const { url, id } = await open.workflow(watched);
    await post(`${url}?lang=fr`, { id: "b", rows: [] });
    expect(await seen(id)).toEqual([]);
    for (let turn = 0; turn < 3; turn += 1) {
      await post(`${url}?lang=fr&page=1`, { id: true, rows: [{ sku: 7, ship: { to: "x" } }] });
    }
    await fetch(`${url}?lang=fr`, {
      ...{ method: "POST", body: '{"id":"b"}' },
      headers: { "content-type": "application/json", "x-when": "soon" },
    });
    expect(await seen(id)).toEqual([
      "missing body rows missing 1",
      "new body rows[*].ship object 3",
      "new query page string 3",
      "type body id boolean 3",
      "type body rows[*].sku integer 3",
      "type headers x-when string 1",
    ]);
    const [last] = await open.drift.list(id);
    expect(last?.lastDeliveryId).toMatch(/^dlv_/);
  });

  it("are not when they were refused, nor without an example; a flood of new keys is bounded", async () => {
    const bare = await open.workflow(documentOf({}));
    await post(bare.url, { anything: 1 });
    expect(await seen(bare.id)).toEqual([]);
    const { url, id } = await open.workflow(
      documentOf({ trigger: { examples: { body: '{"id":1}' }, contract: { schema: { required: ["id"] } } } }),
    );
    expect((await post(url, { other: 1 })).status).toBe(422);
    expect(await seen(id)).toEqual([]);
    for (let turn = 0; turn < 12; turn += 1) {
      await post(url, {
        id: 1,
        ...Object.fromEntries(Array.from({ length: 50 }, (_, at) => [`k${turn}_${at}`, at])),
      });
    }
    expect(await seen(id)).toHaveLength(100);
  });
});
