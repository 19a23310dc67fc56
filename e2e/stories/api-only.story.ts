import { readFileSync } from "node:fs";
import { join } from "node:path";
import { paymentDocument } from "@sluice/workflow/testing";
import { SluiceServer } from "../fixtures/server.ts";
import { expect, test } from "../fixtures/story.ts";

interface OpenApi {
  openapi: string;
  servers?: { url: string }[];
  paths: Record<string, Record<string, { operationId?: string; responses: Record<string, unknown> }>>;
}

test("the same workflow is made by API alone, with a token, from openapi.json", async ({ server }) => {
  const described = (await (await fetch(`${server.base}/api/openapi.json`)).json()) as OpenApi;
  expect(described.openapi).toMatch(/^3\.1/);
  const prefix = described.servers?.[0]?.url.replace(/\/$/, "") ?? "";
  const pathOf = (method: string, ending: RegExp) => {
    const found = Object.entries(described.paths).find(([path, item]) => ending.test(path) && method in item);
    if (!found) throw new Error(`openapi.json has no ${method} that ends in ${ending}`);
    return found[0];
  };
  const token = server.token();
  const call = async (method: string, path: string, body?: unknown) => {
    const url = new URL(prefix + path, server.base);
    const answer = await fetch(url, {
      method: method.toUpperCase(),
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: answer.status, body: answer.status === 204 ? null : await answer.json() };
  };

  const made = await call("post", pathOf("post", /\/workflows$/), { document: paymentDocument() });
  expect(made.status).toBe(201);
  const publish = pathOf("post", /\/workflows\/\{id\}\/publish$/).replace("{id}", made.body.id);
  expect(await call("post", publish, { note: "by API" })).toMatchObject({
    status: 200,
    body: { version: 1 },
  });

  const answer = await fetch(made.body.hookUrl, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ amount: 149.9, transaction_id: "tx_1" }),
  });
  expect(answer.status).toBe(200);
  expect(await answer.json()).toMatchObject({ ok: true, id: "tx_1" });

  const one = pathOf("get", /\/executions\/\{id\}$/).replace(
    "{id}",
    answer.headers.get("sluice-execution-id") ?? "",
  );
  const execution = await call("get", one);
  expect(execution.body.status).toBe("succeeded");
});

test("what was accepted is still there after kill -9, and the log tells no secret", async () => {
  const server = await SluiceServer.start();
  try {
    const api = server.client();
    const document = paymentDocument();
    document.trigger.config.auth = {
      any: [{ type: "basic", username: "bob", password: { secret: { value: "canary-pass:wörd" } } }],
    };
    const workflow = await api.workflows.create({ document });
    await api.workflows.publish({ id: workflow.id });
    const basic = `Basic ${Buffer.from("bob:canary-pass:wörd").toString("base64")}`;
    const ids: string[] = [];
    for (let order = 0; order < 20; order++) {
      const answer = await fetch(workflow.hookUrl, {
        method: "POST",
        headers: { "content-type": "application/json", authorization: basic },
        body: JSON.stringify({ amount: 200, transaction_id: `tx_${order}` }),
      });
      expect(answer.status).toBe(200);
      ids.push(answer.headers.get("sluice-execution-id") ?? "");
    }
    await server.kill("SIGKILL");
    await server.boot();
    const again = server.client();
    for (const id of ids) expect((await again.executions.get({ id })).status).toBe("succeeded");

    expect(server.log).not.toContain("canary-pass");
    expect(JSON.stringify(await again.workflows.get({ id: workflow.id }))).not.toContain("canary-pass");
    for (const file of ["", "-wal"]) {
      const bytes = readFileSync(join(server.data, `sluice.db${file}`));
      expect(bytes.includes("canary-pass")).toBe(false);
      expect(bytes.includes(Buffer.from("bob:canary-pass:wörd").toString("base64"))).toBe(false);
    }
  } finally {
    await server.stop();
  }
});
