import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTestApp, type TestApp } from "../../packages/server/src/testing/start-app.ts";
import { root } from "../docs/guide.ts";

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.stop());

describe.each(["docs", "docs/fr"])("the example that is carried over (%s)", (folder) => {
  const page = readFileSync(join(root, folder, "from-nocobase.md"), "utf8");

  it("answers as the page says, and refuses what is not paid and who has no password", async () => {
    const blocks = [...page.matchAll(/```json\n([\s\S]*?)```/g)].map(([, text = ""]) => JSON.parse(text));
    const document = blocks.find(({ format }) => format === 1);
    const made = await app.call("POST", "/workflows", { document });
    const { id, hookUrl } = (await made.json()) as { id: string; hookUrl: string };
    const published = await app.call("POST", `/workflows/${id}/publish`, {});
    expect([published.status, await published.json()]).toMatchObject([200, { findings: [] }]);
    const [, body = "", answer = ""] = /-d '([^']+)'\n# (.+)/.exec(page) ?? [];
    const [, user = ""] = /curl -u (\S+)/.exec(page) ?? [];
    const post = async (text: string, credentials: string) => {
      const authorization = `Basic ${Buffer.from(credentials).toString("base64")}`;
      const headers = { "content-type": "application/json", authorization };
      const came = await fetch(`${hookUrl}?shop=7`, { method: "POST", body: text, headers });
      return [came.status, await came.text()] as const;
    };
    expect(await post(body, user)).toEqual([200, answer]);
    expect(await post(body.replace('"paid"', '"open"'), user)).toEqual([422, '{"order":"A-17"}']);
    expect((await post(body, "pay:wrong"))[0]).toBe(401);
  });
});
