import { createHmac, createPublicKey, generateKeyPairSync, type KeyObject } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { JsonObject } from "@sluice/workflow/node-contract";
import { SignJWT } from "jose";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createOutgoing } from "../../outgoing/outgoing.ts";
import { documentOf } from "../testing/documents.ts";
import { type OpenDoor, openDoor } from "../testing/open-door.ts";

const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 });
const rsaTwo = generateKeyPairSync("rsa", { modulusLength: 2048 });
const ec = generateKeyPairSync("ec", { namedCurve: "P-256" });
const ed = generateKeyPairSync("ed25519");
const pem = (key: KeyObject) => key.export({ format: "pem", type: "spki" }) as string;
const jwk = (key: KeyObject, kid: string) => ({ ...key.export({ format: "jwk" }), kid });
const secret = "a-secret-of-at-least-thirty-two-bytes";
const secretBytes = new TextEncoder().encode(secret);

let open: OpenDoor;
let issuer: Server;
let jwksUrl = "";
let keys: object[] = [];
let asked = 0;
let broken = false;
/** Milliseconds that the door's clock is ahead. */
let ahead = 0;
const outgoing = createOutgoing({ allowNetworks: ["127.0.0.1/32"] });

beforeAll(async () => {
  issuer = createServer((_, response) => {
    asked += 1;
    if (broken) response.writeHead(500).end("no");
    else response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify({ keys }));
  });
  await new Promise<void>((resolve) => issuer.listen(0, "127.0.0.1", resolve));
  jwksUrl = `http://127.0.0.1:${(issuer.address() as AddressInfo).port}/jwks`;
  open = await openDoor({
    door: { clock: () => Date.now() + ahead, fetch: (request) => outgoing.fetch(request) },
  });
});
afterAll(async () => {
  await open.close();
  await outgoing.close();
  await new Promise((resolve) => issuer.close(resolve));
});

async function caller(method: JsonObject) {
  const auth = { any: [{ type: "jwt", name: "idp", ...method }] };
  const nodes = {
    reply: { type: "response", config: { status: 200, kind: "json", body: "{{ request.claims }}" } },
  };
  const made = await open.workflow(
    documentOf({ mode: "sync", trigger: { auth }, nodes, edges: ["trigger>reply"] }),
  );
  return async (token: string, header = "authorization", bearer = "Bearer ") => {
    const headers = { "content-type": "application/json", [header]: bearer + token };
    const answer = await fetch(made.url, { method: "POST", headers, body: "{}" });
    const [delivery] = await open.listed(made.id);
    const claims = answer.status === 200 ? await answer.json() : null;
    return { status: answer.status, stage: delivery?.authStage, id: delivery?.id ?? "", claims };
  };
}

type SignKey = Parameters<InstanceType<typeof SignJWT>["sign"]>[0];

function token(alg: string, key: SignKey, more: { claims?: JsonObject; kid?: string } = {}): Promise<string> {
  const { claims = {}, kid } = more;
  const now = Math.floor(Date.now() / 1000);
  return new SignJWT({ sub: "ann", exp: now + 600, ...claims })
    .setProtectedHeader({ alg, ...(kid ? { kid } : {}) })
    .sign(key);
}

describe("a JWT", () => {
  it("of each family opens with its own key, and its claims are variables", async () => {
    const cases: [string, SignKey, JsonObject][] = [
      ["HS256", secretBytes, { secret: { secret: { value: secret } } }],
      ["RS256", rsa.privateKey, { publicKey: pem(rsa.publicKey) }],
      ["PS256", rsa.privateKey, { publicKey: pem(rsa.publicKey) }],
      ["ES256", ec.privateKey, { publicKey: JSON.stringify(jwk(ec.publicKey, "e")) }],
      ["EdDSA", ed.privateKey, { publicKey: pem(ed.publicKey) }],
    ];
    for (const [alg, key, method] of cases) {
      const call = await caller({ algorithms: [alg], ...method });
      const good = await token(alg, key);
      const answer = await call(good);
      expect([alg, answer.status, answer.claims]).toEqual([
        alg,
        200,
        { sub: "ann", exp: expect.any(Number) },
      ]);
      const source = await open.deliveries.source(answer.id);
      expect(source?.claims).toMatchObject({ sub: "ann" });
      expect(JSON.stringify(await open.deliveries.get(answer.id))).not.toContain(good);
      const [head = "", payload = "", proof = ""] = good.split(".");
      const forged = Buffer.from(payload, "base64url").toString().replace("ann", "bob");
      expect(await call([head, Buffer.from(forged).toString("base64url"), proof].join("."))).toMatchObject({
        ...{ status: 401, stage: "signature-mismatch" },
      });
    }
  });

  it("cannot choose how it is checked", async () => {
    const publicPem = pem(rsa.publicKey);
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
    const payload = part({ sub: "mallory", exp: Math.floor(Date.now() / 1000) + 600 });
    const hs = `${part({ alg: "HS256", typ: "JWT" })}.${payload}`;
    // The public key is known to all: signing with it as if it were a secret must not work, however it is written.
    const confused = [
      publicPem,
      publicPem.trim(),
      createPublicKey(publicPem).export({ format: "der", type: "spki" }),
    ];
    const rsOnly = await caller({ algorithms: ["RS256"], publicKey: publicPem });
    const both = await caller({ algorithms: ["HS256", "RS256"], publicKey: publicPem });
    for (const key of confused) {
      const forged = `${hs}.${createHmac("sha256", key).update(hs).digest("base64url")}`;
      expect(await rsOnly(forged)).toMatchObject({ status: 401, stage: "algorithm-not-allowed" });
      expect(await both(forged)).toMatchObject({ status: 401, stage: "no-usable-secret" });
    }
    expect(await rsOnly(`${part({ alg: "none" })}.${payload}.`)).toMatchObject({
      ...{ status: 401, stage: "algorithm-not-allowed" },
    });
    // A key that the token brings along is not looked at.
    const own = await new SignJWT({ sub: "mallory" })
      .setProtectedHeader({ alg: "RS256", jwk: rsaTwo.publicKey.export({ format: "jwk" }) as never })
      .sign(rsaTwo.privateKey);
    expect(await rsOnly(own)).toMatchObject({ status: 401, stage: "signature-mismatch" });
    const none = await caller({ algorithms: ["RS256"], publicKey: "-----BEGIN PUBLIC KEY-----\nAAAA" });
    expect(await none(own)).toMatchObject({ status: 401, stage: "no-usable-secret" });
  });

  it("is for here and now", async () => {
    const call = await caller({
      ...{ algorithms: ["HS256"], secret: { secret: { value: secret } } },
      ...{ issuer: "https://idp", audience: "sluice", leewaySeconds: 30 },
    });
    const now = Math.floor(Date.now() / 1000);
    const right = { iss: "https://idp", aud: ["other", "sluice"] };
    const stageOf = async (claims: JsonObject) =>
      (await call(await token("HS256", secretBytes, { claims }))).stage;
    expect(await stageOf(right)).toBeNull();
    expect(await stageOf({ ...right, exp: now - 20, nbf: now + 20 })).toBeNull();
    expect(await stageOf({ ...right, exp: now - 40 })).toBe("token-expired");
    expect(await stageOf({ ...right, nbf: now + 40 })).toBe("token-not-yet-valid");
    expect(await stageOf({ ...right, iss: "https://evil" })).toBe("wrong-issuer");
    expect(await stageOf({ iss: "https://idp" })).toBe("wrong-audience");
    expect(await stageOf({ ...right, aud: "other" })).toBe("wrong-audience");
    expect(await call("not.a.token")).toMatchObject({ status: 401, stage: "malformed-token" });
    expect(await call("two words")).toMatchObject({ status: 401, stage: "malformed-credentials" });
  });

  it("must say until when it counts, unless the trigger takes those that do not", async () => {
    const method = { algorithms: ["HS256"], secret: { secret: { value: secret } } };
    const endless = (claims: JsonObject = {}) =>
      new SignJWT({ sub: "ann", ...claims }).setProtectedHeader({ alg: "HS256" }).sign(secretBytes);
    const now = Math.floor(Date.now() / 1000);
    const strict = await caller(method);
    expect(await strict(await endless())).toMatchObject({ status: 401, stage: "token-without-expiry" });
    expect(await strict(await endless({ iat: now }))).toMatchObject({ stage: "token-without-expiry" });
    expect(await strict(await endless({ exp: now + 60 }))).toMatchObject({ status: 200 });
    const [head = "", , proof = ""] = (await endless()).split(".");
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
    for (const exp of ["never", null]) {
      const signed = `${head}.${part({ sub: "ann", exp })}`;
      const own = createHmac("sha256", secretBytes).update(signed).digest("base64url");
      expect(await strict(`${signed}.${own}`)).toMatchObject({ status: 401, stage: "malformed-token" });
    }
    // Whose signature is wrong is told nothing of claims.
    expect(await strict(`${head}.${part({ sub: "bob" })}.${proof}`)).toMatchObject({
      stage: "signature-mismatch",
    });
    const loose = await caller({ ...method, expiry: "optional" });
    expect(await loose(await endless())).toMatchObject({ status: 200, claims: { sub: "ann" } });
    expect(await loose(await endless({ exp: now - 60 }))).toMatchObject({ stage: "token-expired" });
  });

  it("may stand in a header of its own, which is never stored", async () => {
    const call = await caller({
      ...{ algorithms: ["HS256"], secret: { secret: { value: secret } }, header: "X-Token" },
    });
    const good = await token("HS256", secretBytes);
    const plain = await call(good, "x-token", "");
    expect(plain.status).toBe(200);
    expect((await call(good, "x-token")).status).toBe(200);
    expect(await call(good)).toMatchObject({ status: 401, stage: "missing-credentials" });
    expect(JSON.stringify(await open.deliveries.get(plain.id))).not.toContain(good);
  });

  it("is checked with the keys behind a URL: fetched once, again for a new key, kept when they cannot be had", async () => {
    const minute = 60_000;
    const call = await caller({ algorithms: ["RS256"], jwksUrl });
    const one = await token("RS256", rsa.privateKey, { kid: "one" });
    const claims = { exp: Math.floor(Date.now() / 1000) + 3 * 86_400 };
    const two = await token("RS256", rsaTwo.privateKey, { kid: "two", claims });
    keys = [jwk(rsa.publicKey, "one")];
    expect((await Promise.all([call(one), call(one), call(one)])).map(({ status }) => status)).toEqual([
      ...[200, 200, 200],
    ]);
    expect(asked).toBe(1);
    // A key that is not there yet: asked for, but no faster than is decent.
    for (const _ of [1, 2, 3]) expect(await call(two)).toMatchObject({ status: 401, stage: "unknown-key" });
    expect(asked).toBe(1);
    ahead = minute;
    keys = [jwk(rsa.publicKey, "one"), jwk(rsaTwo.publicKey, "two")];
    expect((await call(two)).status).toBe(200);
    expect(asked).toBe(2);
    // Old keys serve while they cannot be fetched anew, but not for ever.
    broken = true;
    ahead = 20 * minute;
    expect((await call(two)).status).toBe(200);
    ahead = 30 * 60 * minute;
    expect(await call(two)).toMatchObject({ status: 503, stage: "keys-unavailable" });
    expect(open.errors).toContain("the keys that check tokens could not be fetched");
    broken = false;
    ahead += minute;
    expect((await call(two)).status).toBe(200);
    ahead = 0;
    // Without a name, each key may be it.
    expect((await call(await token("RS256", rsaTwo.privateKey))).status).toBe(200);
  });

  it("has keys that are fetched through the guarded way out alone", async () => {
    const guarded = createOutgoing({ allowNetworks: [] });
    const other = await openDoor({ door: { fetch: (request) => guarded.fetch(request) } });
    try {
      const auth = { any: [{ type: "jwt", algorithms: ["RS256"], jwksUrl }] };
      const { url } = await other.workflow(documentOf({ trigger: { auth } }));
      const before = asked;
      const authorization = `Bearer ${await token("RS256", rsa.privateKey, { kid: "one" })}`;
      const headers = { "content-type": "application/json", authorization };
      const answer = await fetch(url, { method: "POST", headers, body: "{}" });
      expect([answer.status, answer.headers.get("retry-after")]).toEqual([503, "30"]);
      expect(asked).toBe(before);
    } finally {
      await other.close();
      await guarded.close();
    }
  });
});
