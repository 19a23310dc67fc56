import { createClient, ProblemError } from "@sluice/api/client";
import type { CredentialAuth, CredentialAuthInput } from "@sluice/api/schemas";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTestApp, type TestApp } from "../testing/start-app.ts";

let app: TestApp;
let client: ReturnType<typeof createClient>;
beforeAll(async () => {
  app = await startTestApp();
  client = createClient({ baseUrl: app.baseUrl, headers: () => ({ authorization: `Bearer ${app.token}` }) });
});
afterAll(() => app.stop());

type Change = Parameters<typeof client.credentials.update>[0]["auth"];
let count = 0;
const create = (given: { auth: CredentialAuthInput; hosts?: string[] }) => {
  count += 1;
  return client.credentials.create({ name: `Credential ${count}`, ...given });
};
const problemOf = (attempt: Promise<unknown>) =>
  attempt.then(
    () => undefined,
    (error: unknown) => (error instanceof ProblemError ? error.problem : Promise.reject(error)),
  );

const server = { host: "server.example", port: 587, username: "ada" };
const smtp = { type: "smtp", ...server, security: "starttls" } as const;
const postgres = { type: "postgres", ...server, database: "shop", security: "verify" } as const;
const oauthShown = {
  ...{ type: "oauth2", grant: "authorization-code", authorizationUrl: "https://id.example/authorize" },
  ...{ tokenUrl: "https://id.example/token", userUrl: "", clientId: "sluice", clientAuth: "basic" },
  ...{ scope: "read", parameters: [] },
} as const satisfies CredentialAuth;
const oauth = { ...oauthShown, parameters: [], clientSecret: "s" };
const aws = { type: "aws", accessKeyId: "AKIDEXAMPLE", region: "eu-west-3", service: "s3" } as const;
const auths: [CredentialAuthInput, Change][] = [
  [oauth, { ...oauthShown, parameters: [] }],
  [{ ...aws, secretAccessKey: "s", sessionToken: "" }, aws],
  [
    { type: "basic", username: "ada", password: "s" },
    { type: "basic", username: "ada" },
  ],
  [
    { type: "header", name: "x-key", value: "s" },
    { type: "header", name: "x-key" },
  ],
  [
    { type: "query", name: "key", value: "s" },
    { type: "query", name: "key" },
  ],
  [{ type: "bearer", token: "s" }, { type: "bearer" }],
];

describe("a change without the secret", () => {
  const mysql = { ...postgres, type: "mysql" } as const;
  it.each<[string, CredentialAuth, CredentialAuthInput, CredentialAuth]>([
    ["mail server", smtp, { ...smtp, password: "p" }, { ...smtp, host: "thief.example" }],
    ["port", smtp, { ...smtp, password: "p" }, { ...smtp, port: 25 }],
    ["way, in the open,", smtp, { ...smtp, password: "p" }, { ...smtp, security: "none" }],
    ["database", postgres, { ...postgres, password: "p" }, { ...postgres, host: "thief.example" }],
    ["certificate", postgres, { ...postgres, password: "p" }, { ...postgres, security: "encrypt" }],
    ["server of MySQL", mysql, { ...mysql, password: "p" }, { ...mysql, host: "thief.example" }],
    ["port of MySQL", mysql, { ...mysql, password: "p" }, { ...mysql, port: 3307 }],
  ])("sends a stored password to no other %s", async (_, before, auth, changed) => {
    const { id, name } = await create({ auth });
    const refused = await problemOf(client.credentials.update({ id, name, auth: changed }));
    expect(refused).toMatchObject({ code: "invalid-request", issues: [{ at: ["auth", "password"] }] });
    expect((await client.credentials.get({ id })).auth).toEqual(before);
    const given = { ...changed, password: "another" } as CredentialAuthInput;
    expect((await client.credentials.update({ id, name, auth: given })).auth).toEqual(changed);
  });

  it("keeps the password of a server that is spoken to as safely", async () => {
    const { id, name } = await create({ auth: { ...smtp, security: "none", password: "p" } });
    for (const security of ["tls", "starttls"] as const) {
      const auth = { ...smtp, security, username: "bob" };
      expect((await client.credentials.update({ id, name, auth })).auth).toEqual(auth);
    }
  });

  it.each(["authorizationUrl", "tokenUrl", "userUrl"])(
    "asks for the secret before %s is another's",
    async (at) => {
      const { id, name } = await create({ auth: oauth });
      const elsewhere = { ...oauthShown, [at]: "https://thief.example/" };
      const refused = await problemOf(client.credentials.update({ id, name, auth: elsewhere }));
      expect(refused).toMatchObject({ issues: [{ at: ["auth", "clientSecret"] }] });
      expect((await client.credentials.get({ id })).auth).toEqual(oauthShown);
    },
  );

  it.each(auths)("asks for the secret of %o before more hosts get it", async (auth, shown) => {
    const { id, name } = await create({ auth, hosts: ["api.example", "*.shop.example"] });
    const update = (hosts: string[], given: Change = shown) =>
      client.credentials.update({ id, name, hosts, auth: given });
    for (const hosts of [
      [],
      ["127.0.0.1"],
      ["api.example", "shop.example"],
      ["*.api.example"],
      ["*.example"],
    ]) {
      expect(await problemOf(update(hosts))).toMatchObject({
        ...{ code: "invalid-request", issues: [{ message: expect.stringContaining("hosts") }] },
      });
    }
    const narrower = ["api.example", "*.eu.shop.example", "a.shop.example"];
    expect((await update(narrower)).hosts).toEqual(narrower);
    expect(await problemOf(update(["*.shop.example"]))).toMatchObject({ code: "invalid-request" });
    expect((await update([], auth)).hosts).toEqual([]);
    expect((await update(["any.example"])).hosts).toEqual(["any.example"]);
  });
});
