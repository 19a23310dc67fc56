import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { runners } from "@sluice/nodes/runners";
import { type DatabaseCredential, NodeError, type PlainCredential } from "@sluice/workflow/node-contract";
import { afterAll, beforeAll, expect, it } from "vitest";
import { fetchDocument } from "../connectors/fetch-document.ts";
import { testCredential } from "../credentials/test-credential.ts";
import { PublicError } from "../errors.ts";
import { createKeySets } from "../front-door/auth/key-sets.ts";
import { createProvider, type OAuthClient } from "../oauth/provider.ts";
import { ProviderError } from "../oauth/provider-failure.ts";
import { deriveVaultKey } from "../secrets/key.ts";
import { openVault } from "../secrets/vault.ts";
import { createSqliteSecretsStore } from "../stores/secrets/sqlite.ts";
import type { MessageRecord, SubscriptionRecord } from "../stores/subscriptions/store.ts";
import { attempt } from "../subscriptions/attempt.ts";
import { sealParts } from "../subscriptions/sealed-parts.ts";
import { temporaryDatabase } from "../testing/temporary-database.ts";
import { createOutgoing, type WaysOut } from "./outgoing.ts";
import { runContext } from "./testing/run-context.ts";

/*
 * Every spelling of every private address, for every way out: one that was forgotten would be the hole. What listens
 * here must never see a connection.
 */
const { addresses, url_normalisation: spelled } = JSON.parse(
  readFileSync(new URL("./testing/ssrf-addresses.json", import.meta.url), "utf8"),
) as {
  addresses: { address: string; expect: "blocked" | "allowed" }[];
  url_normalisation: { input: string; whatwg_hostname: string }[];
};
const blocked = addresses.filter((one) => one.expect === "blocked").map(({ address }) => address);
/** Hosts as a URL may spell this machine. */
const spellings = spelled
  .filter(({ whatwg_hostname: host }) => /^127\.|^0\.|^localhost$|7f00/.test(host))
  .map(({ input }) => input.replace(/^http:\/*/, "").replace(/\/$/, ""));

let port = 0;
let connections = 0;
const canaries: Server[] = [];
beforeAll(async () => {
  const listen = (host: string, on: number) =>
    new Promise<Server | undefined>((resolve) => {
      const server = createServer((socket) => {
        connections += 1;
        socket.destroy();
      });
      server.once("error", () => resolve(undefined));
      server.listen(on, host, () => resolve(server));
    });
  const four = await listen("127.0.0.1", 0);
  const address = four?.address();
  port = typeof address === "object" && address !== null ? address.port : 0;
  for (const server of [four, await listen("::1", port)]) if (server) canaries.push(server);
});
afterAll(() => Promise.all(canaries.map((server) => new Promise((resolve) => server.close(resolve)))));

type Way = (out: WaysOut, host: string) => unknown;
const context = (out: WaysOut, credential: PlainCredential) =>
  runContext({
    fetch: (request) => out.fetch(request),
    mail: (mail) => out.mail(mail),
    query: (query) => out.query(query),
    credential: async () => credential,
  });
const basic: PlainCredential = { type: "basic", username: "AC1", password: "p", hosts: [] };
const reference = { credential: "cred_1" };
/** A host in a URL; an IPv6 address stands in brackets there. */
const urlOf = (host: string) =>
  `http://${host.includes(":") && !host.startsWith("[") ? `[${host}]` : host}:${port}`;
const client: OAuthClient = {
  ...{ grant: "client-credentials", authorizationUrl: "", userUrl: "", clientId: "c", clientSecret: "s" },
  ...{ clientAuth: "basic", scope: "", parameters: [], hosts: [], tokenUrl: "https://id.example/token" },
};

/** A list whose first page came before its host led to where it leads now. */
function pagesFirst(out: WaysOut, next: string) {
  let pages = 0;
  return runContext({
    fetch: async (request) => {
      pages += 1;
      if (pages > 1) return out.fetch(request);
      const headers = [
        { name: "content-type", value: "application/json" },
        { name: "link", value: `<${next}/2>; rel="next"` },
      ];
      return { status: 200, headers, body: Buffer.from("[1]"), url: next };
    },
  });
}

function poll(out: WaysOut, where: Record<string, string>) {
  const doneWhen = { all: [{ left: "1", operator: "equals", right: "1" }] };
  const config = runners.poll.definition.config.parse({ doneWhen, ...where });
  return runners.poll.run({ config, input: null, memo: null, context: context(out, basic) });
}

const databaseAt = (host: string) =>
  ({ host, port, database: "d", security: "none", username: "u", password: "p" }) as const;

function query(out: WaysOut, credential: DatabaseCredential) {
  const limits = { readOnly: true, maxRows: 1, timeoutMs: 5000 };
  return out.query({ credential, statement: "SELECT 1", parameters: [], ...limits });
}

/*
 * Not here, because only the operator says where they go: system mail, single sign-on's provider, the collector of traces
 * and the database itself.
 */
const byUrl: Record<string, Way> = {
  "the node http": (out, host) => {
    const { http } = runners;
    const config = http.definition.config.parse({ url: urlOf(host) });
    return http.run({ config, input: null, context: context(out, basic) });
  },
  "the next page of the node http": (out, host) => {
    const { http } = runners;
    const config = http.definition.config.parse({ url: urlOf(host), pages: "link" });
    return http.run({ config, input: null, context: pagesFirst(out, urlOf(host)) });
  },
  "the node poll, handing a job over": (out, host) =>
    poll(out, { firstUrl: urlOf(host), url: "https://a.example/" }),
  "the node poll, asking": (out, host) => poll(out, { first: "none", url: urlOf(host) }),
  "the test of a credential": async (out, host) => {
    const reveal = async () => basic;
    const { error } = await testCredential({ out, reveal, url: urlOf(host), method: "GET" });
    throw new NodeError({ code: error?.code ?? "sent", message: "" });
  },
  "the document of a connector": (out, host) => fetchDocument(out.fetch, urlOf(host)),
  "the keys that check tokens (JWKS)": async (out, host) => {
    let failure: unknown;
    const log = { error: ({ err }: { err?: unknown }) => (failure = err) };
    const keys = await createKeySets({ fetch: out.fetch, clock: Date.now, log }).get(`${urlOf(host)}/keys`);
    throw failure ?? new NodeError({ code: keys ? "sent" : "nothing", message: "" });
  },
  "the node chat": (out, host) => {
    const { chat } = runners;
    const config = chat.definition.config.parse({
      service: "slack",
      webhook: "https://x.example/",
      text: "t",
    });
    return chat.run({
      config: { ...config, webhook: urlOf(host) },
      input: null,
      context: context(out, basic),
    });
  },
  "the node ai": (out, host) => {
    const { ai } = runners;
    const messages = [{ role: "user", content: "Hi" }];
    const config = ai.definition.config.parse({ baseUrl: urlOf(host), model: "m", messages });
    return ai.run({ config, input: null, context: context(out, basic) });
  },
  "the node sms": (out, host) => {
    const { sms } = runners;
    const config = sms.definition.config.parse({
      ...{ baseUrl: urlOf(host), account: `AC${"0".repeat(32)}`, credential: reference },
      ...{ from: "+15550100", to: "+15550101", text: "t" },
    });
    return sms.run({ config, input: null, context: context(out, basic) });
  },
  "a webhook": async (out, host) => {
    const came = await attempt(
      { fetch: out.fetch, vault, clock: Date.now, log: { error: () => {} } },
      { subscription: { ...subscription, url: urlOf(host) }, message, once: true },
    );
    throw new NodeError({ code: came.attempt.error ?? "sent", message: "" });
  },
  "a provider's token endpoint": (out, host) =>
    createProvider(out).ask({ ...client, tokenUrl: `${urlOf(host)}/token` }),
  "a provider's account page": async (out, host) => {
    let asked: unknown;
    const fetch: WaysOut["fetch"] = async (request) => {
      if (request.method === "GET") {
        return out.fetch(request).catch((error: unknown) => {
          asked = error;
          throw error;
        });
      }
      const body = Buffer.from('{"access_token":"t","token_type":"bearer"}');
      return { status: 200, headers: [{ name: "content-type", value: "application/json" }], body, url: "" };
    };
    await createProvider({ fetch }).exchange(
      { ...client, userUrl: urlOf(host) },
      {
        parameters: new URLSearchParams({ code: "c", state: "s" }),
        ...{ state: "s", verifier: "v".repeat(43), redirectUrl: "http://a/" },
      },
    );
    throw asked ?? new NodeError({ code: "sent", message: "" });
  },
};
const byHost: Record<string, Way> = {
  mail: (out, host) =>
    out.verifyMail({
      credential: { type: "smtp", host, port, security: "none", username: "", password: "" },
      timeoutMs: 5000,
    }),
  "the node email": (out, host) => {
    const { email } = runners;
    const server: PlainCredential = {
      type: "smtp",
      host,
      port,
      security: "none",
      username: "",
      password: "",
    };
    const config = email.definition.config.parse({
      ...{ credential: reference, from: "a@a.example", to: ["b@b.example"], subject: "s", text: "t" },
    });
    return email.run({ config, input: null, context: context(out, server) });
  },
  PostgreSQL: (out, host) => query(out, { type: "postgres", ...databaseAt(host) }),
  MySQL: (out, host) => query(out, { type: "mysql", ...databaseAt(host) }),
};
const ways = [...Object.entries(byUrl), ...Object.entries(byHost)];

const { database, remove } = temporaryDatabase();
afterAll(remove);
const vault = await openVault({
  key: deriveVaultKey("a master key for the ways out"),
  store: createSqliteSecretsStore(database),
  clock: Date.now,
});
const subscription: SubscriptionRecord = {
  ...{ id: "wh_1", url: "", description: "", events: ["*"], active: true, format: "standard" },
  ...{ failingSince: null, disabledAt: null, disabledReason: null, createdAt: 1, updatedAt: 1 },
  options: { ordered: false, disableRule: "health", perMinute: null, schedule: null },
  ...sealParts(vault, { id: "wh_1", parts: { secrets: [{ secret: "s", until: null }], headers: [] } }),
};
const message: MessageRecord = {
  ...{
    id: "msg_1",
    subscriptionId: "wh_1",
    eventId: "evt_1",
    eventType: "a",
    format: "standard",
    body: "{}",
    createdAt: 1,
  },
  ...{ status: "pending", attempts: 0, nextAt: 1, claimedUntil: null, finishedAt: null },
};

/** The code that a way ended with. */
async function codeOf(way: Way, out: WaysOut, host: string): Promise<string> {
  try {
    await way(out, host);
    return "sent";
  } catch (error) {
    if (error instanceof NodeError) return error.code;
    if (error instanceof ProviderError) return error.error;
    if (error instanceof PublicError && error.cause instanceof NodeError) return error.cause.code;
    throw error;
  }
}

/** Hosts with which a way did not end as it must. */
async function holes(way: Way, cases: readonly { host: string; leadsTo?: string }[]): Promise<string[]> {
  const outcomes = await Promise.all(
    cases.map(async ({ host, leadsTo = host }) => {
      const lookup = async () => [{ address: leadsTo, family: leadsTo.includes(":") ? 6 : 4 }];
      const out = createOutgoing({ allowNetworks: [], lookup });
      const code = await codeOf(way, out, host);
      await out.close();
      return code === "address-refused" ? [] : [`${host} → ${leadsTo}: ${code}`];
    }),
  );
  return outcomes.flat();
}

it.each(ways)("%s reaches no private address that is written out", async (_, way) => {
  expect(blocked.length).toBeGreaterThan(50);
  expect(
    await holes(
      way,
      blocked.map((host) => ({ host })),
    ),
  ).toEqual([]);
});

it.each(ways)("%s reaches no private address by a name", async (_, way) => {
  const cases = blocked.map((leadsTo) => ({ host: "inside.example", leadsTo }));
  expect(await holes(way, cases)).toEqual([]);
});

it.each(Object.entries(byUrl))("%s reaches this machine in no spelling", async (_, way) => {
  expect(spellings.length).toBeGreaterThan(10);
  expect(
    await holes(
      way,
      spellings.map((host) => ({ host, leadsTo: "127.0.0.1" })),
    ),
  ).toEqual([]);
});

it("and what listens there has seen nothing", () => expect(connections).toBe(0));
