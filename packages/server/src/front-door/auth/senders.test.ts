import { createHmac } from "node:crypto";
import type { JsonObject } from "@sluice/workflow/node-contract";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { documentOf } from "../testing/documents.ts";
import { type OpenDoor, openDoor } from "../testing/open-door.ts";

let open: OpenDoor;
beforeAll(async () => {
  open = await openDoor();
});
afterAll(() => open.close());

const held = (value: string) => ({ secret: { value } });
const basic = (username: string, password: string) => ({
  type: "basic",
  username,
  password: held(password),
});
const signature = (secret: string, more: JsonObject = {}) => ({
  ...{ type: "signature", preset: "generic", secrets: [{ value: held(secret) }] },
  ...more,
});
const key = (name: string, value: string, more: JsonObject = {}) => ({
  ...{ type: "apiKey", name, key: held(value) },
  ...more,
});

const asBasic = (user: string, password: string) =>
  `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}`;
const signed = (secret: string, text: string) => createHmac("sha256", secret).update(text).digest("hex");

const body = '{"a":1}';

async function post(url: string, headers: Record<string, string> = {}, text = body) {
  const type = { "content-type": "application/json" };
  return fetch(url, { method: "POST", headers: { ...type, ...headers }, body: text });
}

/** A workflow with these methods, and what becomes of a request to it: status, method, stage. */
async function caller(any: readonly JsonObject[], require?: "any" | "all") {
  const auth = { any: [...any], ...(require ? { require } : {}) };
  const made = await open.workflow(documentOf({ trigger: { auth } }));
  return {
    ...made,
    async call(headers: Record<string, string> = {}, given: { query?: string; text?: string } = {}) {
      const { status } = await post(made.url + (given.query ?? ""), headers, given.text);
      const [delivery] = await open.listed(made.id);
      return [status, delivery?.authMethod ?? null, delivery?.authStage ?? null];
    },
  };
}

describe("who may call", () => {
  it("API keys in header and query, each by its name", async () => {
    const { call } = await caller([
      key("shop", "k-shop"),
      key("crm", "k-crm"),
      key("old", "k-url", { in: "query", parameter: "key" }),
    ]);
    expect(await call({ "X-API-Key": "k-shop" })).toEqual([200, "shop", null]);
    expect(await call({ "x-api-key": "k-crm" })).toEqual([200, "crm", null]);
    expect(await call({}, { query: "?a=1&key=k-url" })).toEqual([200, "old", null]);
    expect(await call({ "x-api-key": "k-url" })).toEqual([401, "apiKey", "wrong-credentials"]);
    expect(await call({}, { query: "?key=k-url&key=k-url" })).toEqual([401, "old", "malformed-credentials"]);
    expect(await call()).toEqual([401, "apiKey", "missing-credentials"]);
  });

  it("a bearer token, beside Basic", async () => {
    const { call, url } = await caller([
      { type: "bearer", name: "robot", token: held("tok-1") },
      basic("ann", "pa:ss"),
    ]);
    expect(await call({ authorization: "Bearer tok-1" })).toEqual([200, "robot", null]);
    expect(await call({ authorization: asBasic("ann", "pa:ss") })).toEqual([200, "ann", null]);
    expect(await call({ authorization: "Bearer tok-2" })).toEqual([401, "robot", "wrong-credentials"]);
    const wrongUser = await post(url, { authorization: asBasic("bob", "pa:ss") });
    const wrongPassword = await post(url, { authorization: asBasic("ann", "pass") });
    for (const answer of [wrongUser, wrongPassword]) {
      expect(answer.status).toBe(401);
      expect(answer.headers.get("www-authenticate")).toBe(
        'Basic realm="Sluice", charset="UTF-8", Bearer realm="Sluice"',
      );
    }
    const shape = async (answer: Response) => {
      return { ...((await answer.json()) as JsonObject), deliveryId: "" };
    };
    expect(await shape(wrongUser)).toEqual(await shape(wrongPassword));
  });

  it("any of several, a signature among them", async () => {
    const { call } = await caller([basic("ann", "pass"), signature("s1")]);
    expect(await call({ authorization: asBasic("ann", "pass") })).toEqual([200, "ann", null]);
    expect(await call({ "x-signature": signed("s1", body) })).toEqual([200, "generic", null]);
    expect(await call({ "x-signature": signed("s2", body) })).toEqual([401, "generic", "signature-mismatch"]);
    expect(await call({ authorization: asBasic("ann", "x") })).toEqual([401, "ann", "wrong-credentials"]);
  });

  it("one of each kind, when all are required", async () => {
    const both = { authorization: asBasic("bob", "two"), "x-signature": signed("s1", body) };
    const { call } = await caller([basic("ann", "one"), basic("bob", "two"), signature("s1")], "all");
    expect(await call(both)).toEqual([200, "bob + generic", null]);
    expect(await call({ ...both, authorization: "" })).toEqual([401, "basic", "malformed-credentials"]);
    expect(await call({ ...both, "x-signature": "00" })).toEqual([401, "generic", "signature-mismatch"]);
    expect(await call({ authorization: both.authorization })).toEqual([401, "generic", "missing-header"]);
    // What stands in the headers is enough to say no: a body that is too much to read is not read.
    expect(await call({ "x-signature": both["x-signature"] })).toEqual([401, "basic", "missing-credentials"]);
  });

  it("several live secrets, each with its note, for a rotation", async () => {
    const secrets = [
      { value: held("old-one"), note: "until March" },
      { value: held("new-one"), note: "new" },
    ];
    const { call } = await caller([{ ...signature("x"), name: "Shop", secrets }]);
    expect(await call({ "x-signature": signed("old-one", body) })).toEqual([200, "Shop (until March)", null]);
    expect(await call({ "x-signature": signed("new-one", body) })).toEqual([200, "Shop (new)", null]);
  });

  it("a method whose secret is missing opens nothing, and is not the same as none", async () => {
    const empty: JsonObject[] = [
      { type: "basic", username: "ann", password: {} },
      { type: "apiKey", key: {} },
      { type: "bearer", token: {} },
      { type: "jwt", algorithms: ["HS256"], secret: {} },
      { type: "signature", preset: "github", secrets: [{ value: {} }] },
      { type: "signature", preset: "gitlab-token", secrets: [{ value: {} }] },
      { type: "signature", preset: "custom", secrets: [{ value: held("s") }] },
    ];
    const tries: Record<string, string>[] = [
      {},
      { authorization: asBasic("ann", "") },
      { authorization: asBasic("ann", "undefined") },
      { authorization: "Bearer undefined", "x-api-key": "undefined", "x-gitlab-token": "undefined" },
      { "x-hub-signature-256": `sha256=${signed("", body)}` },
    ];
    for (const method of empty) {
      const { call } = await caller([method]);
      for (const headers of tries) {
        const [status, , stage] = await call(headers);
        expect([status, stage]).toEqual([401, "no-usable-secret"]);
      }
    }
    const { call } = await caller([]);
    expect(await call()).toEqual([200, null, null]);
  });

  it("is asked before anything of the body is looked at", async () => {
    const guarded = await caller([signature("s1")]);
    const keyed = await caller([key("k", "v")]);
    const broken = '{"a":';
    expect(await guarded.call({ "x-signature": "00" }, { text: broken })).toEqual([
      ...[401, "generic", "signature-mismatch"],
    ]);
    expect(await guarded.call({ "x-signature": signed("s1", broken) }, { text: broken })).toEqual([
      ...[400, "generic", null],
    ]);
    expect(await keyed.call({ "x-api-key": "w" }, { text: broken })).toEqual([401, "k", "wrong-credentials"]);
    expect(await keyed.call({ "x-api-key": "w", "content-type": "image/png" })).toEqual([
      ...[401, "k", "wrong-credentials"],
    ]);
    expect(await keyed.call({ "x-api-key": "v", "content-type": "image/png" })).toEqual([415, null, null]);
  });

  it("is noted by the secret that opened the door, and when", async () => {
    const { id, call } = await caller([key("shop", "k-shop"), signature("s1")]);
    const before = Date.now();
    await call({ "x-api-key": "k-shop" });
    await call({ "x-api-key": "wrong" });
    await open.door.settle();
    const used = [...(await open.senders.lastUsed(id))];
    expect(used).toEqual([[expect.stringMatching(/^sec_/), expect.any(Number)]]);
    expect(used[0]?.[1]).toBeGreaterThanOrEqual(Math.floor(before));
    await call({ "x-signature": signed("s1", body) });
    await open.door.settle();
    expect((await open.senders.lastUsed(id)).size).toBe(2);
  });
});

describe("what is kept of a sender's credentials", () => {
  it("nothing that opens the door, in no place of the database, however it came", async () => {
    const secrets = ["canary-key-1", "canary-query-2", "canary-bearer-3", "canary-sig-4", "canary-meta-5"];
    const [inHeader = "", inQuery = "", bearer = "", sig = "", meta = ""] = secrets;
    const auth = {
      any: [
        key("h", inHeader, { parameter: "X-Shop-Key" }),
        key("q", inQuery, { in: "query", parameter: "shop-key" }),
        { type: "bearer", token: held(bearer) },
        signature(sig),
      ],
    };
    const handshakes = [{ type: "meta", verifyToken: held(meta) }];
    const nodes = { keep: { type: "set", config: { fields: { all: "{{ request }}" } } } };
    const { id, url } = await open.workflow(
      documentOf({ trigger: { auth, handshakes }, nodes, edges: ["trigger>keep"] }),
    );
    const calls: [string, Record<string, string>][] = [
      ["", { "X-SHOP-Key": inHeader }],
      [`?shop-key=${inQuery}&b=2`, {}],
      [`?a=1&sh%6Fp-key=${inQuery}`, {}],
      ["", { authorization: `Bearer ${bearer}` }],
      ["", { "x-signature": signed(sig, body) }],
    ];
    for (const [query, headers] of calls) expect((await post(url + query, headers)).status).toBe(200);
    // Wrong ones may be what somebody mistyped by one letter.
    await post(url, { "x-shop-key": `${inHeader}x` });
    await post(`${url}?shop-key=${inQuery}x`);
    await fetch(`${url}?hub.mode=subscribe&hub.verify_token=${meta}x&hub.challenge=1`);
    await open.listed(id);
    for (const { id: delivery } of await open.listed(id)) {
      const shown = JSON.stringify(await open.deliveries.get(delivery));
      for (const secret of secrets) expect(shown).not.toContain(secret);
    }
    const { read } = open.database;
    const tables = read.all<{ name: string }>("select name from sqlite_master where type = 'table'");
    const kept = JSON.stringify(read.all("select headers, url from deliveries"));
    expect(kept).toContain("[redacted]");
    expect(tables.length).toBeGreaterThan(10);
    for (const { name } of tables) {
      const rows = JSON.stringify(read.all(`select * from "${name}"`), (_, value) =>
        value?.type === "Buffer" ? Buffer.from(value.data).toString("latin1") : value,
      );
      for (const secret of secrets) expect([name, rows.includes(secret)]).toEqual([name, false]);
    }
    expect(open.errors.join()).not.toContain("canary");
  });
});

describe("handshakes", () => {
  const meta = { type: "meta", verifyToken: held("verify-me") };

  it("are answered without a delivery, where they are switched on", async () => {
    const handshakes = [{ type: "slack" }, meta, { type: "head" }];
    const { id, url } = await open.workflow(documentOf({ trigger: { handshakes } }));
    const subscribe = `${url}?hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token=`;
    const answer = await fetch(`${subscribe}verify-me`);
    expect([answer.status, await answer.text()]).toEqual([200, "1158201444"]);
    expect(answer.headers.get("content-type")).toBe("text/plain; charset=utf-8");
    expect(answer.headers.get("content-security-policy")).toBe("sandbox");
    expect((await fetch(url, { method: "HEAD" })).status).toBe(200);
    const challenge = JSON.stringify({ token: "t", type: "url_verification", challenge: "3eZbrw1aB" });
    const slack = await post(url, {}, challenge);
    expect([slack.status, await slack.text()]).toEqual([200, "3eZbrw1aB"]);
    expect(await open.listed(id)).toEqual([]);

    expect((await fetch(`${subscribe}wrong`)).status).toBe(401);
    const plain = await fetch(url);
    expect([plain.status, plain.headers.get("allow")]).toEqual([405, "POST, GET, HEAD"]);
    expect((await open.listed(id)).map(({ reason, authStage }) => [reason, authStage])).toEqual([
      ["method-not-allowed", null],
      ["unauthorized", "wrong-credentials"],
    ]);
  });

  it("are nothing where they are not", async () => {
    const { id, url } = await open.workflow(documentOf({}));
    const answer = await fetch(`${url}?hub.mode=subscribe&hub.challenge=1&hub.verify_token=`);
    expect([answer.status, answer.headers.get("allow")]).toEqual([405, "POST"]);
    expect((await fetch(url, { method: "HEAD" })).status).toBe(405);
    const challenge = JSON.stringify({ type: "url_verification", challenge: "x" });
    expect(await (await post(url, {}, challenge)).text()).toBe("ok");
    expect(await open.listed(id)).toHaveLength(3);
  });

  it("of Slack need the signature, when one is asked for; a token that is not set opens nothing", async () => {
    const handshakes = [{ type: "slack" }, { ...meta, verifyToken: {} }];
    const auth = { any: [signature("s1")] };
    const { url } = await open.workflow(documentOf({ trigger: { auth, handshakes } }));
    const challenge = JSON.stringify({ type: "url_verification", challenge: "x" });
    expect((await post(url, {}, challenge)).status).toBe(401);
    const right = await post(url, { "x-signature": signed("s1", challenge) }, challenge);
    expect(await right.text()).toBe("x");
    const query = "?hub.mode=subscribe&hub.challenge=1&hub.verify_token=";
    expect((await fetch(url + query)).status).toBe(401);
  });
});
