import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Browser, signInAs } from "../testing/browser.ts";
import type { TestApp } from "../testing/start-app.ts";
import { account, type Stage, startStage } from "./testing/stage.ts";

let stage: Stage;
let app: TestApp;
let browser: Browser;
beforeAll(async () => {
  stage = await startStage();
  ({ app, browser } = stage);
});
afterAll(() => stage.stop());

describe("who comes back from a provider", () => {
  it("has its row in the audit log, whatever came of it, and none of strangers", async () => {
    const made = await stage.create();
    const rows = async (query: string) => {
      const answer = await app.call("GET", `/audit?act=credentials.connect&limit=200${query}`);
      return ((await answer.json()) as { items: { outcome: string }[] }).items;
    };
    const own = () => rows(`&object=${made.id}`);
    const failed = async () => (await rows("&outcome=failed")).length;
    await stage.comeBack(await stage.answerAt(made.id, "Allow"));
    const { user } = browser.session;
    const actor = { kind: "person", id: user.id, name: user.email, address: "127.0.0.1" };
    const object = { kind: "credential", id: made.id, name: made.name };
    // One of the call that began it, one of the way back.
    const ok = { actor, object, outcome: "ok" };
    expect(await own()).toMatchObject([ok, ok]);
    await stage.comeBack(await stage.answerAt(made.id, "Deny"));
    const refused = (await own()).filter(({ outcome }) => outcome !== "ok");
    expect(refused).toMatchObject([{ actor, object, outcome: "credential-refused" }]);

    const link = await stage.answerAt(made.id, "Allow");
    const before = await failed();
    await stage.comeBack(link, null);
    await stage.comeBack(link, "sluice_session=guessed");
    expect(await failed()).toBe(before);
    // Of another session, with a time of its own.
    app.advance(1);
    const other = await signInAs(app.baseUrl, account);
    await stage.comeBack(link, other.cookie);
    expect((await rows(""))[0]).toMatchObject({ actor, object: null, outcome: "callback-used" });
    for (let n = 0; n < 65; n += 1) await stage.comeBack(link, other.cookie);
    expect((await failed()) - before).toBeLessThanOrEqual(60);
    expect(await stage.comeBack(link)).toMatch(/connect=connected/);
    expect((await own()).filter(({ outcome }) => outcome === "ok")).toHaveLength(5);
  });
});
