import { readFileSync } from "node:fs";
import { createClient } from "@sluice/api/client";
import type { WorkflowDocument } from "@sluice/workflow/document";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { answeringDocument } from "../testing/documents.ts";
import { startTestApp, type TestApp } from "../testing/start-app.ts";

let app: TestApp;
let client: ReturnType<typeof createClient>;
beforeAll(async () => {
  app = await startTestApp();
  client = createClient({ baseUrl: app.baseUrl, headers: () => ({ authorization: `Bearer ${app.token}` }) });
});
afterAll(() => app.stop());

const guarded = (name: string, value = "canary-5531") =>
  answeringDocument({
    name,
    trigger: {
      type: "webhook",
      config: { auth: { any: [{ type: "basic", username: "bob", password: { secret: { value } } }] } },
    },
  });
const authOf = ({ trigger }: WorkflowDocument) => trigger.config.auth;

describe("a workflow as a file", () => {
  it("comes out without secrets, and applying it unchanged changes nothing", async () => {
    const made = await client.workflows.create({ document: guarded("Round trip") });
    await client.workflows.place({ id: made.id, folder: "Shop/Pay", tags: ["live"] });
    const { fileName, text } = await client.workflowFiles.get({ id: made.id });
    expect(fileName).toBe("round-trip.yaml");
    expect(text).toMatch(/^id: wf_\w+\nfolder: Shop\/Pay\ntags:\n {2}- live\nformat: 1\nname: Round trip\n/);
    expect(text).not.toContain("canary");
    const applied = await client.workflowFiles.apply({ text, publish: true });
    expect(applied).toMatchObject({ action: "none", id: made.id, changes: [], references: [], published: 1 });
    expect((await client.workflows.get({ id: made.id })).revision).toBe(1);
    expect(await client.workflowFiles.apply({ text, publish: true })).toMatchObject({
      ...{ action: "none", published: null, wouldPublish: false },
    });
    expect((await client.workflowFiles.get({ id: made.id, version: 1 })).text).toBe(text);
    expect((await client.workflowFiles.get({ id: made.id })).text).toBe(text);
  });

  it("creates, then updates by its name, and says first what it would do", async () => {
    const text =
      "format: 1\nname: By name\nmode: async\nfolder: A\ntrigger: { type: webhook, config: {} }\nnodes: {}\nedges: []\n";
    const plan = await client.workflowFiles.apply({ text, dryRun: true });
    expect(plan).toMatchObject({ action: "create", id: null, published: null });
    expect((await client.workflows.list({ q: "By name" })).items).toEqual([]);
    const created = await client.workflowFiles.apply({ text });
    expect(await client.workflows.get({ id: created.id ?? "" })).toMatchObject({ folder: "A", revision: 1 });
    const changed = text
      .replace("nodes: {}", "nodes: { a: { type: set, config: { fields: { x: 1 } } } }")
      .replace("async", "sync");
    expect(
      await client.workflowFiles.apply({ text: changed.replace("folder: A", "folder: B") }),
    ).toMatchObject({
      action: "update",
      id: created.id,
      changes: [
        { kind: "changed", what: "mode", node: null },
        { kind: "added", what: "node", node: "a" },
        { kind: "changed", what: "folder", node: null },
      ],
    });
    expect(await client.workflows.get({ id: created.id ?? "" })).toMatchObject({
      folder: "B",
      revision: 2,
      mode: "sync",
    });
    const { items } = await client.moments.list({ id: created.id ?? "" });
    expect(items.map(({ savedBy }) => savedBy)).toEqual([expect.stringMatching(/^tok_/)]);
    await client.workflows.create({ document: answeringDocument({ name: "By name" }) });
    await expect(client.workflowFiles.apply({ text })).rejects.toMatchObject({ code: "ambiguous-name" });
  });

  it("says nothing of pins, and so takes none away but that of a node that is another", async () => {
    const { nodes, ...document } = answeringDocument({ name: "Pinned" });
    const [key = "", node] = Object.entries(nodes)[0] ?? [];
    const pin = { output: { status: 200 } };
    const other = { type: "set", config: { fields: { x: 1 } }, pin };
    const made = await client.workflows.create({
      document: { ...document, nodes: { ...nodes, ...(node ? { [key]: { ...node, pin } } : {}), other } },
    });
    const { text } = await client.workflowFiles.get({ id: made.id });
    const nothing = { action: "none", changes: [] };
    expect(await client.workflowFiles.apply({ text, dryRun: true })).toMatchObject(nothing);
    expect(await client.workflowFiles.apply({ text })).toMatchObject(nothing);
    const changed = text.replace(
      "type: set\n    config:\n      fields:\n        x: 1",
      "type: end\n    config: {}",
    );
    expect(await client.workflowFiles.apply({ text: changed })).toMatchObject({
      changes: [{ kind: "changed", what: "node", node: "other" }],
    });
    const { draft } = await client.workflows.get({ id: made.id });
    expect([draft.nodes[key]?.pin, draft.nodes.other]).toEqual([pin, { type: "end", config: {} }]);
  });

  it("keeps the secrets of the workflow that it goes to, whatever those of its origin are called", async () => {
    const origin = await client.workflows.create({ document: guarded("Dev") });
    const target = await client.workflows.create({ document: guarded("Prod", "another-secret") });
    const { text } = await client.workflowFiles.get({ id: origin.id });
    const moved = text.replace(/^id: .*\n/, "").replace("name: Dev", "name: Prod\ndescription: new");
    const applied = await client.workflowFiles.apply({ text: moved, publish: true });
    expect(applied).toMatchObject({
      ...{ action: "update", id: target.id, published: 1 },
      references: [{ at: ["trigger", "config", "auth", "any", 0, "password"], became: "kept" }],
    });
    expect(authOf((await client.workflows.get({ id: target.id })).draft)).toEqual(authOf(target.draft));
    const fresh = moved.replace("name: Prod", "name: Fresh");
    await expect(client.workflowFiles.apply({ text: fresh, publish: true })).rejects.toMatchObject({
      code: "not-publishable",
    });
    expect((await client.workflows.list({ q: "Fresh" })).items).toEqual([]);
    expect(await client.workflowFiles.apply({ text: fresh })).toMatchObject({
      references: [{ became: "empty" }],
    });
  });

  it("says line and place of each mistake, and saves nothing", async () => {
    const text =
      "format: 1\nname: Broken\nmode: fast\ntrigger: { type: webhook, config: {} }\nnodes: {}\nedges: []\n";
    const refused = app.call("POST", "/workflow-files/apply", { text });
    expect(await (await refused).json()).toMatchObject({
      code: "invalid-file",
      issues: [{ line: 3, column: 1, at: ["mode"] }],
    });
    const reader = await client.tokens.create({ name: "reader", scopes: ["workflows:read"] });
    const headers = { authorization: `Bearer ${reader.token}` };
    expect((await app.call("POST", "/workflow-files/apply", { text }, headers)).status).toBe(403);
  });
});

describe("a workflow of n8n", () => {
  const exported = (name: string) =>
    readFileSync(new URL(`../../../workflow/src/n8n/testing/${name}.json`, import.meta.url), "utf8");

  it("is read with what could not be carried, and runs once its secret is filled in", async () => {
    const text = exported("payment");
    await expect(client.workflowFiles.apply({ text })).rejects.toMatchObject({ code: "invalid-file" });
    const { from, document, notices, findings } = await client.workflowFiles.read({ text });
    expect([from, notices.map(({ code }) => code)]).toEqual([
      "n8n",
      ["new-url", "auth-not-carried", "error-workflow"],
    ]);
    expect(findings.filter(({ severity }) => severity === "error").map(({ at }) => at.at(-1))).toEqual([
      "username",
      "password",
    ]);
    const open = { ...document, trigger: { type: "webhook", config: {} } };
    const { id, hookUrl } = await client.workflows.create({ document: open });
    await client.workflows.publish({ id });
    const post = async (body: object) => {
      const answer = await fetch(hookUrl, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(body),
      });
      return [answer.status, answer.headers.get("x-order"), await answer.json()];
    };
    expect(await post({ status: "paid", amount: 100, order_id: 17 })).toEqual([
      ...[201, "17", { ok: true, id: "17", total: 120, was: "paid before" }],
    ]);
    expect(await post({ status: "open", amount: 1 })).toEqual([
      ...[422, null, { ok: false, got: { status: "open", amount: 1 } }],
    ]);
  });

  it("carries code that works on items", async () => {
    const { nodes } = JSON.parse(exported("router")) as { nodes: { name: string }[] };
    const code = nodes.find(({ name }) => name === "Code");
    const webhook = {
      ...{ name: "Webhook", type: "n8n-nodes-base.webhook", typeVersion: 2, position: [0, 0] },
      parameters: { httpMethod: "POST", path: "a", responseMode: "lastNode" },
    };
    const text = JSON.stringify({
      ...{ name: "Code", nodes: [webhook, code] },
      connections: { Webhook: { main: [[{ node: "Code", type: "main", index: 0 }]] } },
    });
    const { document, findings } = await client.workflowFiles.read({ text });
    expect(findings.filter(({ severity }) => severity === "error")).toEqual([]);
    const { id } = await client.workflows.create({ document });
    const { answer } = await client.workflows.run({
      id,
      input: { body: { type: "order" }, headers: { "user-agent": "curl" } },
    });
    expect(JSON.parse(answer?.body ?? "null")).toEqual({ kind: "order", was: "curl" });
  });

  it("that is none is refused with a sentence", async () => {
    const text = '{ "nodes": [{}], "connections": {} }';
    await expect(client.workflowFiles.read({ text })).rejects.toMatchObject({
      problem: { code: "invalid-file", issues: [{ message: expect.stringContaining("nodes.0.name") }] },
    });
  });
});

describe("folders and tags", () => {
  it("are counted with what is below, renamed together, and refused when they make no sense", async () => {
    const made = await client.workflows.create({ document: answeringDocument({ name: "Filed" }) });
    await client.workflows.place({ id: made.id, folder: "Team/One", tags: ["b", "a"] });
    const { folders, tags } = await client.workflows.placements();
    expect(folders.filter(({ folder }) => folder.startsWith("Team"))).toEqual([
      { folder: "Team", count: 1 },
      { folder: "Team/One", count: 1 },
    ]);
    expect(tags.map(({ tag }) => tag)).toEqual(expect.arrayContaining(["a", "b"]));
    expect(await client.workflows.moveFolder({ from: "Team", to: "Crew" })).toEqual({ moved: 1 });
    const { items } = await client.workflows.list({ folder: "Crew", tag: "a" });
    expect(items).toMatchObject([{ id: made.id, folder: "Crew/One", tags: ["a", "b"], revision: 1 }]);
    expect(items[0]?.hours).toHaveLength(24);
    expect(await client.workflows.duplicate({ id: made.id })).toMatchObject({
      folder: "Crew/One",
      tags: ["a", "b"],
    });
    for (const body of [{ folder: "/a" }, { folder: "a//b" }, { tags: ["a,b"] }, { tags: ["a", "a"] }]) {
      expect((await app.call("PUT", `/workflows/${made.id}/placement`, body)).status).toBe(400);
    }
    await expect(client.workflows.moveFolder({ from: "Crew", to: "Crew/In" })).rejects.toMatchObject({
      code: "invalid-request",
    });
  });
});
