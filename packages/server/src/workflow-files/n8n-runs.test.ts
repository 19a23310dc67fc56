import { createClient } from "@sluice/api/client";
import type { Json, JsonObject } from "@sluice/workflow/node-contract";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Receiver, startReceiver } from "../outgoing/testing/receiver.ts";
import { startTestApp, type TestApp } from "../testing/start-app.ts";

let app: TestApp;
let receiver: Receiver;
let client: ReturnType<typeof createClient>;
beforeAll(async () => {
  receiver = await startReceiver(({ path }, response) => {
    response.setHeader("content-type", "application/json");
    if (path === "/fail") response.statusCode = 500;
    response.end(path === "/list" ? '[{"id":1},{"id":2}]' : '{"id":7}');
  });
  app = await startTestApp({ environment: { SLUICE_ALLOW_NETWORKS: "127.0.0.1" } });
  client = createClient({ baseUrl: app.baseUrl, headers: () => ({ authorization: `Bearer ${app.token}` }) });
});
afterAll(async () => {
  await app.stop();
  await receiver.close();
});

const node = (
  name: string,
  type: string,
  typeVersion: number,
  parameters: JsonObject,
  more: object = {},
) => ({
  ...{ name, type: `n8n-nodes-base.${type}`, typeVersion, position: [0, 0], parameters },
  ...more,
});
const webhook = node("Webhook", "webhook", 2, {
  httpMethod: "POST",
  path: "a",
  responseMode: "responseNode",
});
const call = (name: string, path: string, onError: string) =>
  node(name, "httpRequest", 4.2, { url: `${receiver.url}${path}` }, { onError });
const say = (name: string, responseBody: string) =>
  node(name, "respondToWebhook", 1.1, { respondWith: "text", responseBody });
/** Of each exit, the names of the nodes that it leads to. */
const to = (...exits: string[][]) => ({
  main: exits.map((names) => names.map((name) => ({ node: name, type: "main", index: 0 }))),
});

/** Imports the export and runs it once: what it answered, and what the import told. */
async function run(nodes: object[], connections: object, body: Json = {}) {
  const text = JSON.stringify({ name: "T", nodes: [webhook, ...nodes], connections });
  const { document, findings, notices } = await client.workflowFiles.read({ text });
  expect(findings.filter(({ severity }) => severity === "error")).toEqual([]);
  const { id } = await client.workflows.create({ document });
  const { answer } = await client.workflows.run({ id, input: { body } });
  const codes = notices.map(({ node: name, code }) => `${name ?? ""}:${code}`);
  return { answer: answer?.body, codes: codes.filter((code) => code !== "Webhook:new-url") };
}

describe("what n8n exported, run here", () => {
  it("reads the error at the exit for errors, and what came in beside it", async () => {
    const { answer, codes } = await run(
      [
        call("Call", "/fail", "continueErrorOutput"),
        say("Fine", "fine"),
        say("Failed", "={{ $json.error.status }} {{ $json.body.id }} {{ $json.error.message }}"),
      ],
      { Webhook: to(["Call"]), Call: to(["Fine"], ["Failed"]) },
      { id: 5 },
    );
    expect([answer, codes]).toEqual([expect.stringMatching(/^500 5 .*500/), []]);
  });

  it.each([
    ["/fail", "failed"],
    ["/fine", "fine 7"],
  ])("looks for the error of a request to %s that goes on all the same", async (path, expected) => {
    const condition = {
      ...{ leftValue: "={{ $json.error }}", rightValue: "" },
      operator: { type: "object", operation: "exists", singleValue: true },
    };
    const { answer } = await run(
      [
        call("Call", path, "continueRegularOutput"),
        node("If", "if", 2, { conditions: { conditions: [condition], combinator: "and" } }),
        say("Yes", "failed"),
        say("No", "=fine {{ $json.id }}"),
      ],
      { Webhook: to(["Call"]), Call: to(["If"]), If: to(["Yes"], ["No"]) },
    );
    expect(answer).toBe(expected);
  });

  it.each([
    ["/fail", "/fine", "failed of /fail"],
    ["/fine", "/fail", "failed of /fine"],
    ["/fine", "/fine", "7"],
  ])(
    "one handler of two nodes' errors takes the error that is there: %s, then %s",
    async (one, two, expected) => {
      const { answer } = await run(
        [
          call("One", one, "continueErrorOutput"),
          call("Two", two, "continueErrorOutput"),
          say("Fine", "={{ $json.id }}"),
          say(
            "Failed",
            "={{ $json.error.message ? 'failed' : 'nothing' }} of {{ $('Webhook').item.json.body.one }}",
          ),
        ],
        { Webhook: to(["One"]), One: to(["Two"], ["Failed"]), Two: to(["Fine"], ["Failed"]) },
        { one },
      );
      expect(answer).toBe(expected);
    },
  );

  it("one node behind a regular exit and an exit for errors takes what came by the one that was taken", async () => {
    const nodes = (jsCode: string) => [
      node("A", "code", 2, { jsCode }, { onError: "continueErrorOutput" }),
      node("B", "code", 2, { jsCode: "return { x: 'B' };" }),
      say("End", "={{ $json.x ?? $json.error }}"),
    ];
    const connections = { Webhook: to(["A"]), A: to(["End"], ["B"]), B: to(["End"]) };
    expect((await run(nodes("return { x: 'A' };"), connections)).answer).toBe("A");
    expect((await run(nodes("throw new Error('no');"), connections)).answer).toBe("B");
  });

  it("gives the fields of a Set the types they have in n8n", async () => {
    const values = { text: "string", number: "number", yes: "boolean", no: "boolean", none: "string" };
    const assignments = Object.entries(values).map(([name, type]) => ({
      ...{ name, type, value: `={{ $json.body.${name} }}` },
    }));
    const { answer } = await run(
      [
        node("Set", "set", 3.4, { assignments: { assignments } }),
        node("Answer", "respondToWebhook", 1.1, { respondWith: "json", responseBody: "={{ $json }}" }),
      ],
      { Webhook: to(["Set"]), Set: to(["Answer"]) },
      { text: 5, number: "12.5", yes: "TRUE", no: 0 },
    );
    expect(JSON.parse(answer ?? "")).toEqual({ text: "5", number: 12.5, yes: true, no: false, none: null });
  });

  it.each<[string, string, Json, Json, boolean]>([
    ["string", "contains", 55, "5", true],
    ["string", "equals", 55, "5", false],
    ["string", "empty", null, "", true],
    ["boolean", "equals", "TRUE", true, true],
    ["boolean", "equals", "false", "false", true],
    ["boolean", "equals", null, false, false],
    ["boolean", "true", "yes", "", true],
    ["boolean", "false", null, "", true],
    ["number", "gt", "12", "3", true],
  ])("converts where required: %s %s of %j and %j", async (type, operation, left, rightValue, met) => {
    const condition = { leftValue: "={{ $json.body.x }}", rightValue, operator: { type, operation } };
    const conditions = { options: { version: 2 }, conditions: [condition], combinator: "and" };
    const { answer, codes } = await run(
      [node("If", "if", 2.2, { conditions, looseTypeValidation: true }), say("Yes", "yes"), say("No", "no")],
      { Webhook: to(["If"]), If: to(["Yes"], ["No"]) },
      { x: left },
    );
    expect([answer, codes]).toEqual([met ? "yes" : "no", []]);
  });

  it("looks for a text in a number as version 1 of If does", async () => {
    const string = [{ value1: "={{ $json.body.x }}", operation: "contains", value2: "5" }];
    const { answer } = await run(
      [node("If", "if", 1, { conditions: { string } }), say("Yes", "yes"), say("No", "no")],
      { Webhook: to(["If"]), If: to(["Yes"], ["No"]) },
      { x: 55 },
    );
    expect(answer).toBe("yes");
  });
});
