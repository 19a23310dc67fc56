import { once } from "node:events";
import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { startMailSink } from "../../outgoing/testing/mail-sink.ts";
import { startReceiver } from "../../subscriptions/testing/receiver.ts";
import {
  type GuideProxy,
  isInstalled,
  proxyPrograms,
  startGuideProxy,
  startPlainProxy,
} from "./guide-proxy.ts";
import type { InstalledPackage, Started } from "./installed-package.ts";
import { enter, host, visit } from "./visit.ts";

const patience = { timeout: 60_000, interval: 50 };
const passwords = { owner: "correct horse battery 1", editor: "correct horse battery 2" };
const shop = { username: "shop", password: "s3cret" };
const basic = (password: string) => `Basic ${Buffer.from(`${shop.username}:${password}`).toString("base64")}`;
const lanes = 4;

/** Tells the warehouse of each order; the shop has to say who it is. */
const orders = (warehouse: string) => ({
  ...{ format: 1, name: "Orders", mode: "async", edges: [{ from: "trigger", to: "ship" }] },
  trigger: {
    type: "webhook",
    config: {
      auth: { any: [{ type: "basic", ...shop, password: { secret: { value: shop.password } } }] },
      variables: [{ key: "n", from: "body", path: "n", type: "number", required: true }],
    },
  },
  nodes: {
    ship: {
      type: "http",
      config: { method: "POST", url: `${warehouse}/ship`, bodyKind: "json", body: { n: "{{ trigger.n }}" } },
    },
  },
});

type Entered = Awaited<ReturnType<typeof enter>>;

/**
 * A day of an operator, as the guide tells it: install, set up behind a proxy, invite an editor, back up under load, lose the
 * disk, restore, find out why deliveries fail, upgrade, and be refused the way back. `stop` lets go of everything.
 */
export async function spendADay(installed: InstalledPackage): Promise<{ stop(): Promise<void> }> {
  const folder = join(installed.folder, "day");
  const [receiver, mail] = await Promise.all([startReceiver(), startMailSink()]);
  const stopping: (() => Promise<unknown>)[] = [() => receiver.close(), () => mail.close()];
  const stop = async () => {
    for (const each of stopping.toReversed()) await each();
  };
  const data = join(folder, "data");
  const own = {
    ...{ SLUICE_PUBLIC_URL: `http://${host}`, SLUICE_TRUSTED_PROXIES: "127.0.0.1", SLUICE_DATA: data },
    ...{ SLUICE_ALLOW_NETWORKS: "127.0.0.1", SLUICE_MAIL_FROM: "sluice@shop.example" },
    SLUICE_MAIL_URL: `smtp://127.0.0.1:${mail.port}?security=none`,
  };
  try {
    const first = await installed.start([], own);
    const { port } = new URL(first.base);
    const startAgain = (program?: string) => installed.start(["--port", port], own, program);
    const proxy = await startProxy(join(folder, "proxy"), port);
    stopping.push(() => proxy.stop());
    await isReady(proxy);
    const { owner, editor } = await setUp({ first, proxy, mail });
    const workflow = await draw(editor, orders(receiver.url));
    const post = (n: number, password = shop.password) =>
      visit(proxy.base, {
        ...{ method: "POST", path: workflow.hook, body: { n } },
        headers: { authorization: basic(password) },
      });
    const ended = async (id: string) => {
      const { status } = (await owner.call("GET", `/executions/${id}`)).json() as { status: string };
      return status;
    };

    // Under load a backup is made, and then the disk is lost.
    const load = placeOrders(post);
    stopping.push(load.stop);
    await expect.poll(() => load.accepted.size, patience).toBeGreaterThan(20);
    const before = new Map(load.accepted);
    const file = join(folder, "backup.tar.gz");
    await installed.sluice(["backup", file], own);
    await expect.poll(() => load.accepted.size, patience).toBeGreaterThan(before.size + lanes);
    first.child.kill("SIGKILL");
    await once(first.child, "exit");
    await load.stop();
    rmSync(data, { recursive: true });
    expect(await installed.sluice(["restore", file, "--check"], own)).toMatch(/backup/i);
    expect(await installed.sluice(["restore", file], own)).toMatch(/^Restored/);
    const second = await startAgain();
    await isReady(proxy);
    for (const [id, n] of before) {
      await expect.poll(() => ended(id), patience).toBe("succeeded");
      expect(receiver.at("/ship").map(({ body }) => body)).toContain(`{"n":${n}}`);
    }
    // The shop's password came back with the key; so did the session.
    expect((await editor.call("GET", `/workflows/${workflow.id}`)).json()).toMatchObject({ published: 1 });

    await findOut({ installed, own, owner, proxy, receiver, mail, workflow, post });
    second.child.kill("SIGTERM");
    expect(await once(second.child, "exit")).toEqual([0, null]);

    // The next version brings tables of its own; the former one then refuses the folder, and says how to go back.
    const newer = newerVersion(installed, folder);
    const third = await startAgain(newer);
    await isReady(proxy);
    expect(third.output()).toMatch(/the database was copied before it was changed for this version/);
    expect(readdirSync(data).some((name) => name.startsWith("sluice.db.before-"))).toBe(true);
    for (const id of before.keys()) expect([id, await ended(id)]).toEqual([id, "succeeded"]);
    expect((await post(0)).status).toBe(200);
    third.child.kill("SIGTERM");
    expect(await once(third.child, "exit")).toEqual([0, null]);
    await expect(installed.sluice(["start"], own)).rejects.toMatchObject({
      stderr: expect.stringMatching(/newer or different version of Sluice.*restore the copy/),
    });
    return { stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function startProxy(folder: string, server: string): Promise<GuideProxy> {
  const program = proxyPrograms.find(isInstalled);
  return program ? startGuideProxy({ program, folder, server }) : startPlainProxy({ server });
}

async function isReady(proxy: GuideProxy): Promise<void> {
  const status = () => visit(proxy.base, { path: "/health/ready" }).then((answer) => answer.status, String);
  await expect.poll(status, patience).toBe(200);
}

/** The first account by the link of the first start, and an editor by invitation, who gets it by mail. */
async function setUp(given: {
  readonly first: Started;
  readonly proxy: GuideProxy;
  readonly mail: Awaited<ReturnType<typeof startMailSink>>;
}): Promise<{ owner: Entered; editor: Entered }> {
  const { first, proxy, mail } = given;
  const link = /Make the first account here: (\S+)/.exec(first.output())?.[1] ?? "";
  expect(link).toMatch(`http://${host}/setup?token=`);
  const token = new URL(link).searchParams.get("token");
  const account = { email: "olga@shop.example", password: passwords.owner };
  const owner = await enter(proxy.base, "/setup", { token, ...account });

  const email = "ed@shop.example";
  const invited = await owner.call("POST", "/invitations", { email, role: "editor" });
  expect(invited.json()).toMatchObject({ mailed: "sent" });
  await expect.poll(() => mail.received.length, patience).toBe(1);
  const [{ source = "", to = [] } = {}] = mail.received;
  expect(to).toEqual([email]);
  const plain = source.replaceAll("=\r\n", "").replaceAll("=3D", "=");
  const invitation = /\/\/hooks\.example\.com\/\S*[?&]token=([\w-]+)/.exec(plain)?.[1];
  const { editor: password } = passwords;
  await enter(proxy.base, "/invitations/accept", { token: invitation, password });
  const editor = await enter(proxy.base, "/session", { email, password });
  expect(editor.setCookie).toMatch(/HttpOnly/i);
  const refused = await editor.call("POST", "/invitations", { email: "x@shop.example", role: "owner" });
  expect(refused.status).toBe(403);
  return { owner, editor };
}

async function draw(editor: Entered, document: object): Promise<{ id: string; hook: string }> {
  const made = await editor.call("POST", "/workflows", { document });
  expect([made.status, made.text]).toEqual([201, expect.any(String)]);
  const { id, hookUrl } = made.json() as { id: string; hookUrl: string };
  expect(hookUrl).toMatch(`http://${host}/hooks/`);
  expect((await editor.call("POST", `/workflows/${id}/publish`, {})).status).toBe(200);
  return { id, hook: new URL(hookUrl).pathname };
}

/** Posts without end; `accepted`: the executions of those that were answered with 2xx, with their numbers. */
function placeOrders(post: (n: number) => ReturnType<typeof visit>) {
  const accepted = new Map<string, number>();
  let going = true;
  const posting = Array.from({ length: lanes }, async (_, lane) => {
    for (let n = lane + 1; going; n += lanes) {
      const answer = await post(n).catch(() => undefined);
      if (answer?.status === 200) accepted.set(String(answer.headers["sluice-execution-id"]), n);
      else await new Promise((resolve) => setTimeout(resolve, 20));
    }
  });
  return {
    accepted,
    stop: async () => {
      going = false;
      await Promise.all(posting);
    },
  };
}

/** The warehouse is broken, and somebody has a wrong password: what fails and why is told by alerts, mails and metrics. */
async function findOut(given: {
  readonly installed: InstalledPackage;
  readonly own: Record<string, string>;
  readonly owner: Entered;
  readonly proxy: GuideProxy;
  readonly receiver: Awaited<ReturnType<typeof startReceiver>>;
  readonly mail: Awaited<ReturnType<typeof startMailSink>>;
  readonly workflow: { readonly id: string };
  readonly post: (n: number, password?: string) => ReturnType<typeof visit>;
}): Promise<void> {
  const { installed, own, owner, proxy, receiver, mail, workflow, post } = given;
  receiver.answers(({ path }) => ({ status: path === "/alerts" ? 200 : 503 }));
  const subscribe = (path: string, event: string) =>
    owner.call("POST", "/webhooks", { url: `${receiver.url}${path}`, events: [event], format: "plain" });
  expect((await subscribe("/alerts", "alert.firing")).status).toBe(201);
  expect((await subscribe("/crm", "execution.failed")).status).toBe(201);
  const failing = await Promise.all([901, 902, 903].map((n) => post(n)));
  expect((await post(904, "wrong")).status).toBe(401);

  const scope = ["token", "create", "--name", "prometheus", "--scopes", "metrics:read"];
  const token = (await installed.sluice(scope, own)).trim();
  const metrics = async () =>
    (await visit(proxy.base, { path: "/metrics", headers: { authorization: `Bearer ${token}` } })).text;
  await expect.poll(metrics, patience).toMatch(/^sluice_executions_failed_total\{reason="http-status"\} 3$/m);
  await expect
    .poll(metrics, patience)
    .toMatch(
      /^sluice_message_attempts_total\{outcome="failed",reason="http-error",http_status="503"\} [1-9]/m,
    );
  await expect
    .poll(metrics, patience)
    .toMatch(/^sluice_deliveries_total\{verdict="refused",reason="unauthorized"\} 1$/m);

  const rule = { recipients: ["ops@shop.example"], repeatMinutes: 60, workflowId: workflow.id };
  const settings = { percent: 1, minutes: 60, atLeast: 3 };
  const made = await owner.call("POST", "/alerts", {
    ...{ ...rule, name: "Orders fail", kind: "failure-rate", settings },
  });
  expect(made.json()).toMatchObject({ state: "firing" });
  await owner.call("POST", "/alerts", {
    ...{ ...rule, name: "Somebody is turned away", kind: "refusals" },
    settings: { minutes: 60, atLeast: 1 },
  });
  const told = () => receiver.at("/alerts").map(({ body }) => JSON.parse(body).payload.alert.name as string);
  await expect
    .poll(() => new Set(told()), patience)
    .toEqual(new Set(["Orders fail", "Somebody is turned away"]));
  await expect
    .poll(() => mail.received.filter(({ to }) => to.includes("ops@shop.example")).length, patience)
    .toBe(2);
  expect(mail.received.at(-1)?.source).toMatch(new RegExp(`http://${host.replaceAll(".", "\\.")}/`));

  // Mended, each of them is run again from where it failed.
  receiver.answers(() => ({ status: 200 }));
  for (const { headers } of failing) {
    const id = String(headers["sluice-execution-id"]);
    const failed = (await owner.call("GET", `/executions/${id}`)).json();
    expect(failed).toMatchObject({ status: "failed", error: { code: "http-status", node: "ship" } });
    const again = await owner.call("POST", `/executions/${id}/retry`, { from: "failed" });
    const next = again.json() as { id: string };
    const status = async () => (await owner.call("GET", `/executions/${next.id}`)).json().status as string;
    await expect.poll(status, patience).toBe("succeeded");
  }
}

/** A copy of the package with one more migration, as its next version would have; its program. */
function newerVersion(installed: InstalledPackage, folder: string): string {
  const newer = join(folder, "newer");
  cpSync(join(installed.folder, "node_modules", "sluice"), newer, {
    recursive: true,
    filter: (path) => !path.endsWith(".compiled"),
  });
  const migrations = join(newer, "server", "stores", "migrations");
  const path = join(migrations, "meta", "_journal.json");
  const journal = JSON.parse(readFileSync(path, "utf8")) as { entries: { when: number }[] };
  const when = Math.max(...journal.entries.map((entry) => entry.when)) + 1;
  const more = { idx: journal.entries.length, version: "6", when, tag: "9999_more", breakpoints: true };
  writeFileSync(path, JSON.stringify({ ...journal, entries: [...journal.entries, more] }));
  writeFileSync(join(migrations, "9999_more.sql"), "CREATE TABLE more (id integer)");
  return join(newer, "bin", "sluice.cjs");
}
