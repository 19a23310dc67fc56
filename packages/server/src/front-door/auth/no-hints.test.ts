import { createHmac } from "node:crypto";
import { gzipSync } from "node:zlib";
import type { JsonObject } from "@sluice/workflow/node-contract";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { defaultBrakeLimits } from "../guards/brake.ts";
import { documentOf } from "../testing/documents.ts";
import { type OpenDoor, openDoor } from "../testing/open-door.ts";
import { compileKnownValues } from "./known-values.ts";
import { basicPlace, headerPlace } from "./places.ts";

/** What is compared in constant time, by how many bytes: watched, and done by the real function all the same. */
const compared = vi.hoisted(() => ({ lengths: [] as number[] }));
vi.mock(import("node:crypto"), async (original) => {
  const real = await original();
  return {
    ...real,
    timingSafeEqual: (...[one, other]: Parameters<typeof real.timingSafeEqual>) => {
      compared.lengths.push(one.byteLength);
      return real.timingSafeEqual(one, other);
    },
  };
});

let open: OpenDoor;
beforeAll(async () => {
  // Everything here is a wrong attempt: the brake, which has tests of its own, is out of the way.
  const many = { capacity: 10_000, fullInMs: 1000 };
  open = await openDoor({
    door: { brake: { ...defaultBrakeLimits, perTrigger: many, overall: many, freeAttempts: 10_000 } },
  });
});
afterAll(() => open.close());
beforeEach(() => {
  compared.lengths.length = 0;
});

const held = (value: string) => ({ secret: { value } });
const pair = (username: string, password: string) => ({
  ...{ type: "basic", username, password: held(password) },
});
const asBasic = (text: string) => `Basic ${Buffer.from(text).toString("base64")}`;
const secret = "a secret that signs";
const hex = (bytes: Uint8Array | string) => createHmac("sha256", secret).update(bytes).digest("hex");

async function guarded(trigger: JsonObject): Promise<string> {
  return (await open.workflow(documentOf({ trigger }))).url;
}

async function post(
  url: string,
  given: { headers?: Record<string, string>; body?: Uint8Array<ArrayBuffer> | string },
) {
  const headers = { "content-type": "application/json", ...given.headers };
  return fetch(url, { method: "POST", headers, body: given.body ?? "{}" });
}

describe("a refused sender learns nothing but that it was refused", () => {
  const tries: [string, Record<string, string>][] = [
    ["nothing", {}],
    ["a wrong password", { authorization: asBasic("ann:wrong") }],
    ["a wrong password of the right length", { authorization: asBasic("ann:righT-one") }],
    ["a wrong user", { authorization: asBasic("eve:right-one") }],
    ["another's password", { authorization: asBasic("ann:right-two") }],
    ["no colon", { authorization: asBasic("ann") }],
    ["what is no Basic", { authorization: "Basic ***" }],
    ["a wrong key", { "x-api-key": "wrong" }],
    ["a wrong signature", { "x-signature": "0".repeat(64) }],
    ["half a signature", { "x-signature": hex("{}").slice(0, 32) }],
  ];

  it("by the answer: the same bytes and headers, whatever was wrong", async () => {
    const any = [
      ...[pair("ann", "right-one"), pair("bob", "right-two"), { type: "apiKey", key: held("right-key") }],
      { type: "signature", preset: "generic", secrets: [{ value: held(secret) }] },
    ];
    const url = await guarded({ auth: { any } });
    const answers = new Set<string>();
    for (const [, headers] of tries) {
      const answer = await post(url, { headers });
      const own = answer.headers.get("sluice-delivery-id") ?? "no id";
      const shown = [...answer.headers].filter(([name]) => name !== "date");
      answers.add(JSON.stringify([answer.status, shown, await answer.text()]).replaceAll(own, "<id>"));
    }
    expect([...answers]).toEqual([expect.stringMatching(/^\[401,/)]);
    expect((await post(url, { headers: { authorization: asBasic("bob:right-two") } })).status).toBe(200);
  });

  it("by the time: every pair is compared, whole and as a digest, whatever came", () => {
    const known = [1, 2, 3].map((at) => ({ value: `user${at}:pass${at}`, label: `l${at}`, used: `u${at}` }));
    const check = compileKnownValues(basicPlace, known);
    const texts = [
      ...["user1:pass1", "user3:pass3", "user1:pass3", "user1:wrong", "nobody:pass1", "nobody:wrong"],
      ...["", "user1", `user1:${"x".repeat(4000)}`],
    ];
    for (const text of [...texts.map(asBasic), "Basic ***", "Bearer x", undefined]) {
      compared.lengths.length = 0;
      const outcome = check({ url: "/", header: () => text });
      expect([text, compared.lengths]).toEqual([text, [32, 32, 32]]);
      const passes = text === asBasic("user1:pass1") || text === asBasic("user3:pass3");
      expect("used" in outcome).toBe(passes);
    }
  });

  it("by the time: the same of keys, and of every live secret that may have signed", async () => {
    const keys = ["one", "two"].map((value) => ({ value, label: value, used: value }));
    const check = compileKnownValues(headerPlace("x-key", "apiKey"), keys);
    for (const given of ["one", "two", "three", "", undefined]) {
      compared.lengths.length = 0;
      check({ url: "/", header: () => given });
      expect([given, compared.lengths]).toEqual([given, [32, 32]]);
    }
    const secrets = ["old", secret, "new"].map((value) => ({ value: held(value) }));
    const url = await guarded({ auth: { any: [{ type: "signature", preset: "generic", secrets }] } });
    for (const [signature, status] of [
      [hex("{}"), 200],
      [createHmac("sha256", "old").update("{}").digest("hex"), 200],
      [`${hex("{}").slice(0, -1)}g`, 401],
      ["f".repeat(64), 401],
    ] as const) {
      compared.lengths.length = 0;
      expect((await post(url, { headers: { "x-signature": signature } })).status).toBe(status);
      expect(compared.lengths).toEqual([64, 64, 64]);
    }
  });
});

describe("a request that was not let in reaches no parser", () => {
  const bomb = gzipSync(Buffer.alloc(8 * 1024 * 1024, 0x20));
  const json = { "content-type": "application/json" };
  const bodies: [string, Uint8Array<ArrayBuffer>, Record<string, string>, number][] = [
    ["broken JSON", Buffer.from('{"a":'), json, 400],
    ["JSON too deep", Buffer.from("[".repeat(600) + "]".repeat(600)), json, 400],
    ["bytes that are no text", Buffer.from([0x22, 0xff, 0xfe, 0x22]), json, 400],
    ["broken gzip", Buffer.from("no gzip at all"), { ...json, "content-encoding": "gzip" }, 400],
    ["a bomb", bomb, { ...json, "content-encoding": "gzip" }, 413],
    ["a body against the contract", Buffer.from("{}"), json, 422],
    [
      "a broken form of files",
      Buffer.from("--x\r\nbroken"),
      { "content-type": "multipart/form-data; boundary=x" },
      400,
    ],
    [
      "a form with too much in it",
      Buffer.from("a&".repeat(20_000)),
      { "content-type": "application/x-www-form-urlencoded" },
      400,
    ],
  ];
  const trigger = {
    accept: ["json", "form", "files"],
    variables: [{ key: "a", from: "body", path: "a", type: "number", required: true }],
  };

  it("not with a wrong signature, not with a wrong key: with the right ones it would have", async () => {
    const signs = { type: "signature", preset: "generic", secrets: [{ value: held(secret) }] };
    const signed = await guarded({ ...trigger, auth: { any: [signs] } });
    const keyed = await guarded({ ...trigger, auth: { any: [{ type: "apiKey", key: held("right") }] } });
    for (const [what, body, headers, status] of bodies) {
      const statusOf = async (url: string, more: Record<string, string>) =>
        (await post(url, { headers: { ...headers, ...more }, body })).status;
      expect([
        what,
        await statusOf(signed, { "x-signature": "0".repeat(64) }),
        await statusOf(signed, { "x-signature": hex(body) }),
        await statusOf(keyed, { "x-api-key": "wrong" }),
        await statusOf(keyed, { "x-api-key": "right" }),
      ]).toEqual([what, 401, status, 401, status]);
    }
  });
});
