import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import type { TestApp } from "../testing/start-app.ts";
import type { TestProvider } from "./testing/provider.ts";
import { type Stage, startStage } from "./testing/stage.ts";

let stage: Stage;
let app: TestApp;
let provider: TestProvider;
beforeAll(async () => {
  stage = await startStage();
  ({ app, provider } = stage);
});
afterAll(() => stage.stop());
beforeEach(() => stage.calm());

/** Lets the provider's token endpoint wait until it is released. */
function hold(): () => void {
  const { promise, resolve } = Promise.withResolvers<void>();
  provider.held = promise;
  return resolve;
}

describe("a grant", () => {
  it("belongs to the settings that it was begun with", async () => {
    const stale = "/credentials?connect=stale";
    const { clientSecret } = provider;
    const made = await stage.create();
    const put = (auth: object, hosts: string[] = []) =>
      app.call("PUT", `/credentials/${made.id}`, { name: made.name, hosts, auth: { ...made.auth, ...auth } });
    const begun = await stage.answerAt(made.id);
    const asked = provider.asked.length;
    expect((await put({ tokenUrl: `${provider.url}/other` })).status).toBe(200);
    expect(await stage.comeBack(begun)).toBe(stale);
    expect(provider.asked).toHaveLength(asked);
    await put({});

    // And to those that stand when its tokens come.
    for (const change of [{ clientId: "another" }, { userUrl: "" }, { clientSecret: "another" }]) {
      await put({ clientSecret });
      const link = await stage.answerAt(made.id);
      const release = hold();
      const before = provider.asked.length;
      const back = stage.comeBack(link);
      await vi.waitFor(() => expect(provider.asked.length).toBe(before + 1), 10_000);
      expect((await put(change)).status).toBe(200);
      release();
      expect(await back).toBe(stale);
      expect(await stage.statusOf(made)).toMatchObject({ state: "unconnected" });
    }
  });

  it("shows its token to no account URL that its hosts do not allow", async () => {
    const made = await stage.create();
    const hosts = ["api.example"];
    await app.call("PUT", `/credentials/${made.id}`, { name: made.name, hosts, auth: made.auth });
    expect(await stage.connect(made.id)).toMatch(/connect=connected/);
    expect(await stage.statusOf(made)).toMatchObject({ state: "connected", connectedAs: null });
  });

  it("takes its tokens to no more hosts, whatever secret is given", async () => {
    const made = await stage.create();
    const put = (hosts: string[], auth: object = {}) =>
      app.call("PUT", `/credentials/${made.id}`, { name: made.name, hosts, auth: { ...made.auth, ...auth } });
    expect((await put(["127.0.0.1", "api.example"])).status).toBe(200);
    await stage.connect(made.id);
    expect((await put(["127.0.0.1"])).status).toBe(200);
    expect(await stage.statusOf(made)).toMatchObject({ state: "connected" });
    expect((await put([])).status).toBe(400);
    expect(await stage.call(made)).toMatchObject({ ok: true });
    expect((await put([], { clientSecret: "guessed" })).status).toBe(200);
    expect(await stage.call(made)).toMatchObject({ error: { code: "credential-not-connected" } });
  });

  it("does not come back after a disconnection", async () => {
    const made = await stage.create();
    await stage.connect(made.id);
    app.advance(3700_000);
    const release = hold();
    const before = provider.asked.length;
    const renewing = stage.call(made);
    await vi.waitFor(() => expect(provider.asked.length).toBe(before + 1), 10_000);
    await app.call("POST", `/credentials/${made.id}/disconnect`);
    release();
    expect(await renewing).toMatchObject({ ok: false, error: { code: "credential-not-connected" } });
    expect(await stage.statusOf(made)).toMatchObject({ state: "unconnected", connectedAs: null });
  });
});
