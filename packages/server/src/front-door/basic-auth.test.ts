import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { documentOf } from "./testing/documents.ts";
import { type OpenDoor, openDoor } from "./testing/open-door.ts";

let open: OpenDoor;
beforeAll(async () => {
  open = await openDoor();
});
afterAll(() => open.close());

const pair = (username: string, value: string) => ({
  type: "basic",
  username,
  password: { secret: { value } },
});

function basic(user: string, password: string): string {
  return `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}`;
}

async function statusWith(url: string, authorization?: string): Promise<number> {
  const answer = await fetch(url, {
    method: "POST",
    headers: authorization === undefined ? {} : { authorization },
  });
  if (answer.status === 401) {
    expect(answer.headers.get("www-authenticate")).toBe('Basic realm="Sluice", charset="UTF-8"');
    expect(await answer.json()).toMatchObject({ code: "unauthorized" });
  }
  return answer.status;
}

describe("HTTP Basic at the door", () => {
  it("takes any of several pairs, with colons and UTF-8 in the password", async () => {
    const any = [pair("bob", "pa:ss é"), pair("ann", "x"), pair("émile", "日本")];
    const { url } = await open.workflow(documentOf({ trigger: { auth: { any } } }));
    expect(await statusWith(url, basic("bob", "pa:ss é"))).toBe(200);
    expect(await statusWith(url, basic("ann", "x"))).toBe(200);
    expect(await statusWith(url, basic("émile", "日本"))).toBe(200);
    expect(await statusWith(url, basic("ann", "x").replace("Basic", "bASIC"))).toBe(200);
  });

  it("refuses everything else, always with the same answer", async () => {
    const { url } = await open.workflow(documentOf({ trigger: { auth: { any: [pair("bob", "secret")] } } }));
    const good = basic("bob", "secret");
    const wrong = [
      undefined,
      "",
      "Basic",
      "Basic ",
      basic("bob", "Secret"),
      basic("Bob", "secret"),
      basic("bob", ""),
      basic("", "secret"),
      basic("bob:secret", ""),
      `${good}!!`,
      `${good} x`,
      `${good.slice(0, 8)}*${good.slice(8)}`,
      good.replace("Basic", "Bearer"),
      `Basic ${Buffer.from("bob").toString("base64")}`,
      `Basic ${"A".repeat(5000)}`,
    ];
    for (const authorization of wrong) expect(await statusWith(url, authorization)).toBe(401);
    expect(await statusWith(url, good)).toBe(200);
  });

  it("opens nothing with a pair whose password is not there", async () => {
    const any = [{ type: "basic", username: "bob", password: {} }];
    const { url } = await open.workflow(documentOf({ trigger: { auth: { any } } }));
    expect(await statusWith(url, basic("bob", ""))).toBe(401);
    expect(await statusWith(url, basic("bob", "undefined"))).toBe(401);
    expect(await statusWith(url)).toBe(401);
  });

  it("does not open one workflow with another's password", async () => {
    const first = await open.workflow(documentOf({ trigger: { auth: { any: [pair("bob", "one")] } } }));
    const { draft } = (await open.workflows.get(first.id)) ?? {};
    const second = await open.workflow(draft ?? documentOf({}));
    expect(await statusWith(second.url, basic("bob", "one"))).toBe(401);
  });

  it("is asked before the body is looked at, and never written down", async () => {
    const { id, url } = await open.workflow(
      documentOf({ trigger: { auth: { any: [pair("bob", "hunter2")] } } }),
    );
    const answer = await fetch(url, {
      method: "POST",
      body: "{broken",
      headers: { "content-type": "text/plain", authorization: basic("eve", "hunter3"), cookie: "a=hunter4" },
    });
    expect(answer.status).toBe(401);
    const body = JSON.stringify("hunter2 came back as hunter2");
    const headers = { "content-type": "application/json", authorization: basic("bob", "hunter2") };
    expect((await fetch(`${url}?token=hunter5&a=1`, { method: "POST", body, headers })).status).toBe(200);
    const [accepted, refused] = await open.listed(id);
    const written = JSON.stringify([
      await open.deliveries.get(refused?.id ?? ""),
      { ...(await open.deliveries.get(accepted?.id ?? "")), body: "" },
    ]);
    expect(written).toContain("[redacted]");
    expect(written).not.toMatch(/hunter[345]/);
    expect(written).not.toContain(basic("bob", "hunter2").slice(6));
  });
});
