import { createClient, ProblemError } from "@sluice/api/client";
import type { CredentialAuth, CredentialAuthInput } from "@sluice/api/schemas";
import type { WorkflowDocument } from "@sluice/workflow/document";
import type { PlainCredential } from "@sluice/workflow/node-contract";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createOAuth } from "../oauth/oauth.ts";
import { startMailSink } from "../outgoing/testing/mail-sink.ts";
import { type Receiver, startReceiver } from "../outgoing/testing/receiver.ts";
import { deriveVaultKey } from "../secrets/key.ts";
import { openVault } from "../secrets/vault.ts";
import { createSqliteCredentialsStore } from "../stores/credentials/sqlite.ts";
import { createSqliteOAuthStore } from "../stores/oauth/sqlite.ts";
import { createSqliteSecretsStore } from "../stores/secrets/sqlite.ts";
import { answeringDocument } from "../testing/documents.ts";
import { startTestApp, type TestApp } from "../testing/start-app.ts";
import { temporaryDatabase } from "../testing/temporary-database.ts";
import { createCredentials } from "./credentials.ts";

let app: TestApp;
let receiver: Receiver;
let client: ReturnType<typeof createClient>;
beforeAll(async () => {
  receiver = await startReceiver(({ headers }, response) => {
    response.statusCode = headers.authorization === "Bearer wrong" ? 401 : 200;
    response.end();
  });
  // 127.0.0.2 is this machine too, and not in the list.
  app = await startTestApp({ environment: { SLUICE_ALLOW_NETWORKS: "127.0.0.1" } });
  client = createClient({ baseUrl: app.baseUrl, headers: () => ({ authorization: `Bearer ${app.token}` }) });
});
afterAll(async () => {
  await app.stop();
  await receiver.close();
});

let count = 0;
const create = (more: { name?: string; hosts?: string[]; auth?: CredentialAuthInput } = {}) => {
  count += 1;
  return client.credentials.create({
    name: `Credential ${count}`,
    auth: { type: "bearer", token: "canary-5f2a" },
    ...more,
  });
};
const problemOf = (attempt: Promise<unknown>) =>
  attempt.then(
    () => undefined,
    (error: unknown) => (error instanceof ProblemError ? error.problem : Promise.reject(error)),
  );
const using = (credential: string, name = "Uses it"): WorkflowDocument =>
  answeringDocument({
    name,
    nodes: {
      call: {
        type: "http",
        name: "Tell the shop",
        config: { url: "https://shop.test/", credential: { credential } },
      },
    },
    edges: [{ from: "trigger", to: "call" }],
    mode: "async",
  });

const server = { host: "server.example", port: 587, username: "ada" };
const smtp = { type: "smtp", ...server, security: "starttls" } as const;
const postgres = { type: "postgres", ...server, database: "shop", security: "verify" } as const;
const oauthShown = {
  ...{ type: "oauth2", grant: "authorization-code", authorizationUrl: "https://id.example/authorize" },
  ...{ tokenUrl: "https://id.example/token", userUrl: "", clientId: "sluice", clientAuth: "basic" },
  ...{ scope: "read write", parameters: [{ name: "access_type", value: "offline" }] },
} as const satisfies CredentialAuth;
const oauth = { ...oauthShown, clientSecret: "canary-5f2a" };
const aws = { type: "aws", accessKeyId: "AKIDEXAMPLE", region: "eu-west-3", service: "s3" } as const;
const auths: [CredentialAuthInput, CredentialAuth][] = [
  [oauth, oauthShown],
  [{ ...aws, secretAccessKey: "canary-5f2a", sessionToken: "canary-77" }, aws],
  [
    { type: "basic", username: "ada", password: "canary-5f2a" },
    { type: "basic", username: "ada" },
  ],
  [
    { type: "header", name: "X-Api-Key", value: "canary-5f2a" },
    { type: "header", name: "X-Api-Key" },
  ],
  [
    { type: "query", name: "api_key", value: "canary-5f2a" },
    { type: "query", name: "api_key" },
  ],
  [{ type: "bearer", token: "canary-5f2a" }, { type: "bearer" }],
  [{ ...smtp, password: "canary-5f2a" }, smtp],
  [{ ...postgres, password: "canary-5f2a" }, postgres],
  [
    { type: "sqlite", file: "/srv/shop.db" },
    { type: "sqlite", file: "/srv/shop.db" },
  ],
];

describe("making and reading credentials", () => {
  it.each(auths)("of type %o shows no secret, ever", async (auth, shown) => {
    const made = await create({ auth, hosts: [" API.Example ", "*.shop.example", "api.example"] });
    expect(made).toMatchObject({ auth: shown, hosts: ["api.example", "*.shop.example"], usedBy: [] });
    expect(made.id).toMatch(/^cred_[0-9A-Z]{26}$/);
    const answers = JSON.stringify([
      made,
      await client.credentials.get({ id: made.id }),
      await client.credentials.list(),
    ]);
    expect(answers).not.toContain("canary");
    expect(app.log()).not.toContain("canary");
  });

  it("keeps names apart", async () => {
    const { id, name } = await create();
    expect(await problemOf(create({ name: name.toUpperCase() }))).toMatchObject({
      code: "credential-name-taken",
      status: 409,
    });
    const other = await create();
    const attempt = client.credentials.update({ id: other.id, name, auth: { type: "bearer" } });
    expect(await problemOf(attempt)).toMatchObject({ code: "credential-name-taken" });
    expect((await client.credentials.get({ id })).name).toBe(name);
  });

  it.each<[string, unknown]>([
    ["a user name with a colon", { auth: { type: "basic", username: "a:b", password: "x" } }],
    [
      "a header value with a line break",
      { auth: { type: "header", name: "x-key", value: "a\r\nb: canary" } },
    ],
    ["a header name that is none", { auth: { type: "header", name: "x key", value: "x" } }],
    ["a token with a space", { auth: { type: "bearer", token: "a b" } }],
    ["no secret", { auth: { type: "bearer" } }],
    ["a part of another type", { auth: { type: "bearer", token: "x", password: "canary" } }],
    ["an unknown type", { auth: { type: "oauth9", token: "x" } }],
    ["a provider that is no https://", { auth: { ...oauth, tokenUrl: "http://id.example/token" } }],
    ["a provider's address with a password", { auth: { ...oauth, tokenUrl: "https://a:b@id.example/" } }],
    ["nowhere to let it in", { auth: { ...oauth, authorizationUrl: null } }],
    ["a client that proves itself with nothing", { auth: { ...oauth, clientSecret: "" } }],
    ["a key without a region", { auth: { ...aws, region: "", secretAccessKey: "canary" } }],
    ["a session token of two words", { auth: { ...aws, secretAccessKey: "x", sessionToken: "a b" } }],
    ["a host with a scheme", { hosts: ["https://api.example"] }],
    ["a host with a port", { hosts: ["api.example:443"] }],
    ["a star in the middle", { hosts: ["api.*.example"] }],
    ["a star alone", { hosts: ["*"] }],
    ["no name", { name: " " }],
  ])("refuses %s", async (_, more) => {
    const body = { name: "Refused", auth: { type: "bearer", token: "x" }, ...(more as object) };
    const answer = await app.call("POST", "/credentials", body);
    const text = await answer.text();
    expect([answer.status, JSON.parse(text).code]).toEqual([400, "invalid-request"]);
    expect(text).not.toContain("canary");
  });

  it("does not know what is not there", async () => {
    const missing = { code: "credential-not-found", status: 404 };
    const id = "cred_nothing";
    expect(await problemOf(client.credentials.get({ id }))).toMatchObject(missing);
    expect(await problemOf(client.credentials.delete({ id }))).toMatchObject(missing);
    expect(await problemOf(client.credentials.test({ id, url: receiver.url }))).toMatchObject(missing);
    expect(
      await problemOf(client.credentials.update({ id, name: "x", auth: { type: "bearer", token: "x" } })),
    ).toMatchObject(missing);
  });
});

describe("testing a credential", () => {
  it("sends one real request with it", async () => {
    const { id } = await create();
    const before = receiver.received.length;
    const result = await client.credentials.test({ id, url: `${receiver.url}/me` });
    expect(result).toMatchObject({ ok: true, status: 200, error: null });
    expect(receiver.received.slice(before)).toMatchObject([
      { method: "GET", path: "/me", headers: { authorization: "Bearer canary-5f2a" } },
    ]);
  });

  it("says when it is refused over there", async () => {
    const { id } = await create({ auth: { type: "bearer", token: "wrong" } });
    const result = await client.credentials.test({ id, url: receiver.url, method: "POST" });
    expect(result).toMatchObject({ ok: false, status: 401, error: null });
  });

  it("goes past the same guard as everything", async () => {
    const { id } = await create({ hosts: ["127.0.0.1"] });
    const codeOf = async (url: string) => (await client.credentials.test({ id, url })).error?.code;
    const before = receiver.connections;
    expect(await codeOf(receiver.url.replace("127.0.0.1", "127.0.0.2"))).toBe("credential-host-refused");
    expect(await codeOf("file:///etc/passwd")).toBe("invalid-url");
    const open = await create();
    const guarded = await client.credentials.test({
      id: open.id,
      url: receiver.url.replace("127.0.0.1", "127.0.0.2"),
    });
    expect(guarded).toMatchObject({ ok: false, status: null, error: { code: "address-refused" } });
    expect(receiver.connections).toBe(before);
  });
});

describe("changing a credential", () => {
  const authorizationNow = async (id: string) => {
    await client.credentials.test({ id, url: receiver.url });
    return receiver.received.at(-1)?.headers.authorization;
  };

  it("keeps a secret that is left out, and takes a new one", async () => {
    const { id, createdAt } = await create();
    const renamed = await client.credentials.update({ id, name: "Renamed", auth: { type: "bearer" } });
    expect(renamed).toMatchObject({ id, name: "Renamed", createdAt });
    expect(await authorizationNow(id)).toBe("Bearer canary-5f2a");
    await client.credentials.update({ id, name: "Renamed", auth: { type: "bearer", token: "second" } });
    expect(await authorizationNow(id)).toBe("Bearer second");
  });

  it("asks for the secret again before another provider gets it", async () => {
    const { id, name } = await create({ auth: oauth });
    const elsewhere = { ...oauthShown, tokenUrl: "https://thief.example/token" };
    expect(await problemOf(client.credentials.update({ id, name, auth: elsewhere }))).toMatchObject({
      ...{ code: "invalid-request", issues: [{ at: ["auth", "clientSecret"] }] },
    });
    const sameHost = { ...oauthShown, tokenUrl: "https://id.example/v2/token" };
    expect((await client.credentials.update({ id, name, auth: sameHost })).auth).toEqual(sameHost);
    const moved = await client.credentials.update({ id, name, auth: { ...elsewhere, clientSecret: "new" } });
    expect(moved.auth).toEqual(elsewhere);
  });

  it("asks for the secret of another type", async () => {
    const { id, name } = await create();
    const attempt = client.credentials.update({ id, name, auth: { type: "basic", username: "ada" } });
    expect(await problemOf(attempt)).toMatchObject({
      code: "invalid-request",
      issues: [{ at: ["auth", "password"] }],
    });
    expect(await authorizationNow(id)).toBe("Bearer canary-5f2a");
    await client.credentials.update({ id, name, auth: { type: "basic", username: "ada", password: "p" } });
    expect(await authorizationNow(id)).toBe(`Basic ${Buffer.from("ada:p").toString("base64")}`);
  });
});

describe("who uses a credential", () => {
  it("is told node by node, from drafts and published versions", async () => {
    const { id } = await create();
    const workflow = await client.workflows.create({ document: using(id) });
    await client.workflows.publish({ id: workflow.id });
    const use = { workflowId: workflow.id, workflowName: "Uses it", node: "call", nodeName: "Tell the shop" };
    const both = [{ ...use, in: ["draft", "published"] }];
    expect((await client.credentials.get({ id })).usedBy).toEqual(both);
    await client.workflows.save({ id: workflow.id, revision: 1, document: answeringDocument() });
    const published = [{ ...use, in: ["published"] }];
    expect((await client.credentials.get({ id })).usedBy).toEqual(published);
    const listed = (await client.credentials.list()).items.find((one) => one.id === id);
    expect(listed?.usedBy).toEqual(published);
    const other = await client.workflows.create({ document: using(id, "Will use it") });
    expect((await client.credentials.get({ id })).usedBy).toMatchObject([
      { workflowId: other.id, in: ["draft"] },
      { workflowId: workflow.id, in: ["published"] },
    ]);
  });

  it("stops deleting, unless it is forced", async () => {
    const { id } = await create();
    const workflow = await client.workflows.create({ document: using(id) });
    expect(await problemOf(client.credentials.delete({ id }))).toMatchObject({
      code: "credential-in-use",
      status: 409,
      usedBy: [{ workflowId: workflow.id, node: "call" }],
    });
    expect((await client.workflows.check({ id: workflow.id })).findings).toEqual([]);
    await client.credentials.delete({ id, force: true });
    const { findings } = await client.workflows.check({ id: workflow.id });
    expect(findings).toMatchObject([{ code: "unknown-credential", severity: "error" }]);
    expect(await problemOf(client.workflows.publish({ id: workflow.id }))).toMatchObject({
      code: "not-publishable",
    });
  });

  it("does not stop deleting what nobody uses, or only the trash", async () => {
    const { id } = await create();
    const workflow = await client.workflows.create({ document: using(id) });
    await client.workflows.delete({ id: workflow.id });
    await client.credentials.delete({ id });
    expect(await problemOf(client.credentials.get({ id }))).toMatchObject({ code: "credential-not-found" });
  });
});

describe("what a run gets", () => {
  it.each<[CredentialAuthInput, PlainCredential]>([
    [
      { ...aws, secretAccessKey: "k", sessionToken: "" },
      { ...aws, secretAccessKey: "k", sessionToken: "", hosts: ["a.example"] },
    ],
    [
      { type: "basic", username: "ada", password: "p" },
      { type: "basic", username: "ada", password: "p", hosts: ["a.example"] },
    ],
    [
      { type: "header", name: "x-key", value: "v" },
      { type: "header", name: "x-key", value: "v", hosts: ["a.example"] },
    ],
    [
      { type: "query", name: "key", value: "v" },
      { type: "query", name: "key", value: "v", hosts: ["a.example"] },
    ],
    [
      { type: "bearer", token: "t" },
      { type: "bearer", token: "t", hosts: ["a.example"] },
    ],
  ])("%o", async (auth, plain) => {
    const { database, remove } = temporaryDatabase();
    const clock = () => 1;
    const vault = await openVault({
      key: deriveVaultKey("a master key of this installation"),
      store: createSqliteSecretsStore(database),
      clock,
    });
    const store = createSqliteCredentialsStore(database);
    const nothing = () => Promise.reject(new Error("nothing is sent here"));
    const out = { fetch: nothing, verifyMail: nothing, query: nothing };
    const oauth = createOAuth({
      ...{ store: createSqliteOAuthStore(database), credentials: store, vault, out, clock },
      log: { error: nothing },
    });
    const credentials = createCredentials({ store, vault, out, clock, oauth });
    const { id } = await credentials.create({ name: "One", hosts: ["a.example"], auth });

    expect(await credentials.reveal(id)).toEqual(plain);
    expect(await credentials.reveal("cred_other")).toBeUndefined();

    // Another row's ciphertext opens nothing.
    const other = await credentials.create({ name: "Two", hosts: [], auth });
    const [one, two] = [await store.get(id), await store.get(other.id)];
    if (!one || !two) throw new Error("there are two");
    await store.update({ ...one, nonce: two.nonce, ciphertext: two.ciphertext });
    await expect(credentials.reveal(id)).rejects.toThrow(/damaged/);
    remove();
  });
});

describe("the test of a server", () => {
  it("signs in to a mail server, and keeps its password when something else changes", async () => {
    const sink = await startMailSink({ username: "ada", password: "canary-5f2a" });
    const auth = {
      type: "smtp",
      host: "127.0.0.1",
      port: sink.port,
      security: "none",
      username: "ada",
    } as const;
    const { id, name } = await create({ auth: { ...auth, password: "canary-5f2a" } });
    expect(await client.credentials.test({ id })).toMatchObject({ ok: true, status: null, error: null });
    await client.credentials.update({ id, name, auth });
    expect(await client.credentials.test({ id })).toMatchObject({ ok: true });
    await client.credentials.update({ id, name, auth: { ...auth, password: "wrong" } });
    expect(await client.credentials.test({ id })).toMatchObject({
      ok: false,
      error: { code: "mail-login-refused" },
    });
    await client.credentials.update({ id, name, auth: { ...auth, host: "127.0.0.2", password: "x" } });
    expect(await client.credentials.test({ id })).toMatchObject({
      ok: false,
      error: { code: "address-refused" },
    });
    await sink.close();
  });

  it("opens no file that the operator has not allowed", async () => {
    const { id } = await create({ auth: { type: "sqlite", file: "/etc/passwd" } });
    expect(await client.credentials.test({ id })).toMatchObject({
      ok: false,
      error: { code: "file-refused" },
    });
  });

  it("asks for a URL where a request needs one", async () => {
    const { id } = await create();
    expect(await problemOf(client.credentials.test({ id }))).toMatchObject({ code: "invalid-request" });
  });
});

describe("who may", () => {
  it("reading is not writing", async () => {
    const made = await app.app.tokens.create({
      ...{ name: "reader", scopes: ["credentials:read"], expiresAt: null, createdBy: null },
    });
    const reader = createClient({
      baseUrl: app.baseUrl,
      headers: () => ({ authorization: `Bearer ${made.token}` }),
    });
    const { items } = await reader.credentials.list();
    const id = items[0]?.id ?? "";
    expect(id).not.toBe("");
    for (const attempt of [
      reader.credentials.test({ id, url: receiver.url }),
      reader.credentials.delete({ id }),
      reader.workflows.list({}),
    ]) {
      expect(await problemOf(attempt)).toMatchObject({ code: "scope-missing" });
    }
  });
});
