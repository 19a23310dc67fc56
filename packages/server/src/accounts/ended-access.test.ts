import { setTimeout as pause } from "node:timers/promises";
import type { ListedUser } from "@sluice/api/schemas";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Browser, invite, signInAs } from "../testing/browser.ts";
import { startTestApp, type TestApp } from "../testing/start-app.ts";

const password = "correct horse battery 9";
const next = "another password 9";
let app: TestApp;
let ana: Browser;
beforeAll(async () => {
  app = await startTestApp({
    environment: { SLUICE_ADMIN_EMAIL: "owner@example.com", SLUICE_ADMIN_PASSWORD: password },
    signInLimits: { perAddress: 1000, perAccount: 1000, windowSeconds: 60 },
  });
  ana = await signInAs(app.baseUrl, { email: "owner@example.com", password });
}, 60_000);
afterAll(() => app.stop());

const post = (path: string, body: object) =>
  fetch(`${app.baseUrl}/api/v1${path}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
/** A status for success, the problem's code otherwise. */
async function outcomeOf(answer: Promise<Response>): Promise<number | string> {
  const given = await answer;
  return given.ok ? given.status : ((await given.json()) as { code: string }).code;
}
const tokenOf = async (answer: Promise<Response>) => {
  const { link } = (await (await answer).json()) as { link: string };
  return new URL(link).searchParams.get("token") ?? "";
};
const joinAs = (name: string, role: ListedUser["role"]) =>
  invite(app.baseUrl, { by: ana, email: `${name}@example.com`, role, password });
const idOf = (browser: Browser) => browser.session.user.id;
const linkFor = (browser: Browser) => tokenOf(ana.call("POST", `/users/${idOf(browser)}/password-reset`, {}));
const finish = (token: string, word = next) =>
  outcomeOf(post("/password-resets/finish", { token, password: word }));
const change = (browser: Browser, body: object) => ana.call("PATCH", `/users/${idOf(browser)}`, body);

/** Begins sign-ins with the old password before and during some work, and says what became of each once all is over: its answer, and its session. */
async function signInsDuring(email: string, work: () => Promise<unknown>): Promise<(number | string)[][]> {
  const begun = Array.from({ length: 8 }, () => post("/session", { email, password }));
  let over = false;
  const working = work().finally(() => {
    over = true;
  });
  for (; !over && begun.length < 40; await pause(10)) begun.push(post("/session", { email, password }));
  await working;
  return Promise.all(
    begun.map(async (answer) => {
      const given = await answer;
      const cookie = given.headers.get("set-cookie")?.split(";")[0];
      const session = cookie && fetch(`${app.baseUrl}/api/v1/session`, { headers: { cookie } });
      return [await outcomeOf(answer), session ? await outcomeOf(session) : "no cookie"];
    }),
  );
}
const shutOut = [
  [201, "not-signed-in"],
  ["wrong-credentials", "no cookie"],
  ["account-disabled", "no cookie"],
];

describe("a sign-in under way", () => {
  it("does not outlive a new password by a link", async () => {
    const bob = await joinAs("bob", "viewer");
    const token = await linkFor(bob);
    const became = await signInsDuring("bob@example.com", async () => {
      expect(await finish(token)).toBe(204);
    });
    for (const one of became) expect(shutOut).toContainEqual(one);
  });

  it("does not outlive a password that its person changes", async () => {
    const cleo = await joinAs("cleo", "viewer");
    const became = await signInsDuring("cleo@example.com", async () => {
      const body = { current: password, password: next };
      expect(await outcomeOf(cleo.call("PUT", "/account/password", body))).toBe(204);
    });
    for (const one of became) expect(shutOut).toContainEqual(one);
    expect(await outcomeOf(cleo.call("GET", "/session"))).toBe(200);
  });

  it("does not outlive disabling, enabled again or not", async () => {
    const dan = await joinAs("dan", "viewer");
    const became = await signInsDuring("dan@example.com", async () => {
      await change(dan, { disabled: true });
    });
    for (const one of became) expect(shutOut).toContainEqual(one);
    await change(dan, { disabled: false });
    const { items } = (await (await ana.call("GET", `/sessions?userId=${idOf(dan)}`)).json()) as {
      items: [];
    };
    expect(items).toEqual([]);
  });
});

describe("a password", () => {
  it("is changed by one of two who change it at once", async () => {
    const eve = await joinAs("eve", "viewer");
    const other = await signInAs(app.baseUrl, { email: "eve@example.com", password });
    const [one, two] = await Promise.all(
      [eve, other].map((browser, n) =>
        outcomeOf(browser.call("PUT", "/account/password", { current: password, password: `${next}${n}` })),
      ),
    );
    expect([one, two].filter((outcome) => outcome === 204)).toHaveLength(1);
    expect(["wrong-password", "not-signed-in"]).toContain(one === 204 ? two : one);
    const winner = one === 204 ? 0 : 1;
    expect(
      await outcomeOf(post("/session", { email: "eve@example.com", password: `${next}${winner}` })),
    ).toBe(201);
  });
});

describe("a link for a new password", () => {
  it("ends with a password that was changed since", async () => {
    const fay = await joinAs("fay", "viewer");
    const token = await linkFor(fay);
    const body = { current: password, password: next };
    expect(await outcomeOf(fay.call("PUT", "/account/password", body))).toBe(204);
    expect(await finish(token, "a third password 9")).toBe("link-not-good");
    expect(await outcomeOf(fay.call("GET", "/session"))).toBe(200);
  });

  it("ends when its person is disabled, and does not come back", async () => {
    const gil = await joinAs("gil", "viewer");
    const token = await linkFor(gil);
    await change(gil, { disabled: true });
    expect(await finish(token)).toBe("link-not-good");
    await change(gil, { disabled: false });
    expect(await finish(token)).toBe("link-not-good");
  });
});

/** Ways in which an owner is one no longer. */
const ends: [string, string, (browser: Browser) => Promise<Response>][] = [
  ["is no owner any more", "hal", (browser) => change(browser, { role: "editor" })],
  ["is disabled", "ida", (browser) => change(browser, { disabled: true })],
  ["is removed", "jon", (browser) => ana.call("DELETE", `/users/${idOf(browser)}`)],
];

describe("a link for somebody else's new password", () => {
  it.each(ends)("ends when the owner who made it %s", async (_what, name, end) => {
    const owner = await joinAs(`link-${name}`, "owner");
    const [kim, lou] = [await joinAs(`kim-${name}`, "viewer"), await joinAs(`lou-${name}`, "viewer")];
    const token = await tokenOf(owner.call("POST", `/users/${idOf(kim)}/password-reset`, {}));
    const kept = await linkFor(lou);
    expect((await end(owner)).ok).toBe(true);
    expect(await finish(token)).toBe("link-not-good");
    expect(await finish(kept)).toBe(204);
    expect(await outcomeOf(kim.call("GET", "/session"))).toBe(200);
  });
});

describe("an invitation", () => {
  it.each(ends)("ends when the owner who made it %s", async (_what, name, end) => {
    const owner = await joinAs(name, "owner");
    const guest = { email: `guest-of-${name}@example.com`, role: "owner" };
    const token = await tokenOf(owner.call("POST", "/invitations", guest));
    const kept = await tokenOf(
      ana.call("POST", "/invitations", { ...guest, email: `kept-${name}@example.com` }),
    );
    expect(await outcomeOf(post("/invitations/read", { token }))).toBe(200);
    expect((await end(owner)).ok).toBe(true);
    expect(await outcomeOf(post("/invitations/accept", { token, password }))).toBe("link-not-good");
    expect(await outcomeOf(post("/invitations/accept", { token: kept, password }))).toBe(201);
  });
});
