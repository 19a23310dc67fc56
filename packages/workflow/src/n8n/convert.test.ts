import { describe, expect, test } from "vitest";
import { documentSchema, type WorkflowDocument } from "../document/schema.ts";
import type { Json, JsonObject } from "../node-contract/json.ts";
import { convertN8n } from "./convert.ts";
import type { N8nNotice } from "./notices.ts";
import legacy from "./testing/legacy.json" with { type: "json" };
import payment from "./testing/payment.json" with { type: "json" };
import router from "./testing/router.json" with { type: "json" };

function converted(value: unknown): { document: WorkflowDocument; notices: readonly N8nNotice[] } {
  const result = convertN8n(value);
  if (!result.ok) throw new Error(result.message);
  expect(documentSchema.safeParse(result.document).error).toBeUndefined();
  return result;
}

const codesOf = (notices: readonly N8nNotice[]) => notices.map(({ node, code }) => `${node ?? ""}:${code}`);
const edgesOf = ({ edges }: WorkflowDocument) =>
  edges.map(({ from, port, to }) => `${from}${port ? `.${port}` : ""}>${to}`);

interface NodeOfTest {
  readonly type: string;
  readonly parameters: JsonObject;
  readonly version?: number;
  readonly more?: object;
}

/** What a node becomes that stands behind a webhook, or behind another node. */
function nodeBehind(
  { type, parameters, version = 1, more = {} }: NodeOfTest,
  before: { parameters: JsonObject; type: string; version?: number } | null = null,
) {
  const at = { position: [0, 0] };
  const nodes = [
    {
      name: "Webhook",
      type: "n8n-nodes-base.webhook",
      typeVersion: 2,
      parameters: { httpMethod: "POST", path: "a" },
      ...at,
    },
    ...(before
      ? [
          {
            name: "Before",
            type: `n8n-nodes-base.${before.type}`,
            typeVersion: before.version ?? 1,
            parameters: before.parameters,
            ...at,
          },
        ]
      : []),
    { name: "It", type: `n8n-nodes-base.${type}`, typeVersion: version, parameters, ...at, ...more },
  ];
  const to = (node: string) => ({ main: [[{ node, type: "main", index: 0 }]] });
  const connections = before ? { Webhook: to("Before"), Before: to("It") } : { Webhook: to("It") };
  const { document, notices } = converted({ name: "T", nodes, connections });
  const node = document.nodes.it;
  return {
    type: node?.type,
    config: node?.config,
    node,
    notices: codesOf(notices.filter(({ node: name }) => name === "It")),
  };
}

describe("whole exported files", () => {
  test("a synchronous callback with two answers", () => {
    const { document, notices } = converted(payment);
    expect(document).toMatchObject({ name: "Payment callback", mode: "sync" });
    expect(document.trigger.config).toEqual({
      auth: { any: [{ type: "basic", username: "", password: {} }] },
      ipAllow: ["10.0.0.0/8", "192.0.2.7"],
    });
    expect(edgesOf(document)).toEqual([
      ...["trigger>largeAndPaid", "largeAndPaid.true>editFields"],
      ...["largeAndPaid.false>respondRefused", "editFields>respondTaken"],
    ]);
    expect(document.nodes.editFields?.config.fields).toEqual({
      order: { id: "{{ request.body.order_id }}", total: "{{ request.body.amount * 1.2 }}" },
      label: "Order {{ request.body.order_id }} at {{ now }}",
      tags: ["shop", "large"],
    });
    expect(document.nodes.respondTaken?.config).toEqual({
      kind: "json",
      status: 201,
      headers: [{ name: "x-order", value: "{{ steps.editFields.order.id }}" }],
      body: {
        ok: true,
        id: '{{ String(steps.editFields.order.id ?? "") }}',
        total: "{{ steps.editFields.order.total }}",
        was: "{{ request.body.status }} before",
      },
    });
    expect(document.nodes.respondRefused?.config.body).toBe("{{ { ok: false, got: request.body } }}");
    expect(document.layout?.notes).toMatchObject([{ text: expect.stringContaining("Ask **Ana**") }]);
    expect(codesOf(notices)).toEqual(["Webhook:new-url", "Webhook:auth-not-carried", ":error-workflow"]);
  });

  test("old versions of every node, answering with the last one's data", () => {
    const { document, notices } = converted(legacy);
    expect(document.nodes.if?.config.when).toEqual({
      any: [
        { left: '{{ request.body["email"] }}', operator: "isNotEmpty" },
        {
          none: [{ left: '{{ request.body["email"] }}', operator: "matches", right: "(?i)@example\\.com$" }],
        },
        { left: '{{ request.body["visits"] }}', operator: "less", right: 10 },
        { left: '{{ request.body["blocked"] }}', operator: "equals", right: false },
      ],
    });
    expect(document.nodes.set?.config.expression).toBe(
      '{ ...request, "name": [request.body["first"], " ", request.body["last"]].join(""), "score": 3 }',
    );
    expect(document.nodes.httpRequest).toMatchObject({
      config: {
        url: 'https://crm.example.com/api/people/{{ request.body["id"] }}',
        timeoutSeconds: 8,
        credential: {},
      },
      retry: { attempts: 5, delaySeconds: 2, factor: 1 },
    });
    expect(document.nodes.function?.config.code).toContain("statusCode: steps.httpRequest.status");
    expect(document.nodes.answer?.config.body).toBe("{{ steps.function }}");
    expect(edgesOf(document)).toContain("noOp>answer2");
    expect(codesOf(notices)).toEqual([
      ...["Webhook:post-only", "Webhook:new-url", "HTTP Request:credential-not-carried"],
      ...["Function:code-wrapped", "NoOp:does-nothing", ":answers-added"],
    ]);
  });

  test("what cannot be carried is kept, disabled, and listed node by node", () => {
    const { document, notices } = converted(router);
    expect(edgesOf(document)).toEqual([
      ...["trigger>switch", "switch.invoice>invoices", "switch.output_1>code", "switch.default>wait"],
      ...[
        "invoices>merge",
        "invoices.error>slack",
        "code>merge",
        "merge>slack",
        "slack>title",
        "everyHour>code",
      ],
    ]);
    expect(document.nodes.slack).toMatchObject({
      ...{ type: "n8n:slack", name: "Slack", disabled: true },
      config: { original: { parameters: { text: "={{ $json.kind.toTitleCase() }} for {{ $json.kind }}" } } },
    });
    expect(document.nodes.title?.config.expression).toBe(
      '{ ...steps.slack, "text": $json.kind.toTitleCase() }',
    );
    expect(document.nodes.code?.config.code).toContain("const $json = request ?? {};");
    expect(document.settings).toEqual({ timeoutSeconds: 120 });
    expect(codesOf(notices)).toEqual([
      ...["Webhook:new-url", "Invoices:parameter-not-carried", "Invoices:credential-not-carried"],
      ...["Code:code-wrapped", "Merge:merge-first", "Slack:unknown-node", "Title:expression-not-carried"],
      ...["Every hour:other-trigger", ":pinned-data"],
    ]);
    const title = notices.find(({ node }) => node === "Title");
    expect(title).toMatchObject({
      key: "title",
      kind: "left",
      text: { fr: expect.stringContaining("toTitleCase") },
    });
  });

  test.each([
    [{ nodes: [{ name: "" }], connections: {} }, /no export of n8n: nodes\.0\.name/],
    [{ nodes: [], connections: { a: { main: [[{}]] } } }, /connections\.a\.main/],
    [
      JSON.parse(`{"nodes":[],"connections":{},"settings":${"[".repeat(100)}${"]".repeat(100)}}`),
      /nested deeper/,
    ],
  ])("%j is refused with a sentence", (value, message) => {
    const result = convertN8n(value);
    expect(result.ok ? "" : result.message).toMatch(message);
  });

  test("an empty one becomes a webhook, and edges that lead nowhere are told", () => {
    const { document, notices } = converted({
      nodes: [],
      connections: { Gone: { main: [[{ node: "Away" }]] } },
    });
    expect(document).toMatchObject({ name: "n8n", trigger: { type: "webhook" }, nodes: {}, edges: [] });
    expect(codesOf(notices)).toEqual([":no-trigger", "Gone:edge-not-carried"]);
  });
});

describe("expressions", () => {
  test.each([
    ["={{ $json.body.x }}", "{{ request.body.x }}"],
    ["={{$json.body['a b'].c}}", "{{ request.body['a b'].c }}"],
    ["=a {{ $json.query.x }} b", "a {{ request.query.x }} b"],
    ["literal {{ $json.x }}", "literal {{{{ $json.x }}"],
    ["={{ $input.item.json.body.x }}", "{{ request.body.x }}"],
    ["={{ $input.first().json.body }}", "{{ request.body }}"],
    ["={{ $input.all()[0].json.headers.host }}", "{{ request.headers.host }}"],
    ['={{ $node["Webhook"].json.body.x }}', "{{ request.body.x }}"],
    ["={{ $node.Webhook.json.body.x }}", "{{ request.body.x }}"],
    ["={{ $('Webhook').item.json.body.x + 1 }}", "{{ request.body.x + 1 }}"],
    ["={{ $('Webhook').last().json.body?.x ?? 'none' }}", "{{ request.body?.x ?? 'none' }}"],
    ['={{ $items("Webhook")[0].json.body }}', "{{ request.body }}"],
    [
      "={{ $json.body.list.map(one => one.price * $json.body.qty) }}",
      "{{ request.body.list.map(one => one.price * request.body.qty) }}",
    ],
    ["={{ { x: $json.body.x, $json: 1 }.x }}", "{{ { x: request.body.x, $json: 1 }.x }}"],
    ["={{ `a${$json.body.x}` }}", "{{ `a${request.body.x}` }}"],
    ["={{ $if($json.body.x > 1, 'a', 'b') }}", "{{ (request.body.x > 1 ? 'a' : 'b') }}"],
    ["={{ $now.toISO() }}", "{{ now }}"],
    ["={{ new Date().toISOString() }}", "{{ now }}"],
    ["={{ $now.toFormat('yyyy-MM-dd') }}", "{{ date(now).format('yyyy-MM-dd') }}"],
    [
      "={{ $execution.id }} {{ $workflow.name }} {{ $env.KEY }}",
      "{{ execution.id }} {{ workflow.name }} {{ env.KEY }}",
    ],
    ["={{ $itemIndex }}", "{{ 0 }}"],
  ])("%s is %s", (raw, template) => {
    const { config, notices } = nodeBehind({
      ...{ type: "set", version: 3.4 },
      parameters: { assignments: { assignments: [{ name: "v", value: raw, type: "string" }] } },
    });
    expect(config).toEqual({ fields: { v: template } });
    expect(notices).toEqual([]);
  });

  test.each([
    ...[
      "$json.params.id",
      "$('Nobody').item.json.x",
      "$json.body.name.toTitleCase()",
      "$today",
      "$jmespath($json, 'a')",
    ],
    ...["(() => 1)()", "$json.body.a = 1", "$('Webhook').params.path", "$binary.data", "a b"],
  ])("{{ %s }} stays as it is, and is told", (source) => {
    const { config, notices } = nodeBehind({
      ...{ type: "set", version: 3.4 },
      parameters: {
        assignments: { assignments: [{ name: "v", value: `={{ ${source} }}`, type: "string" }] },
      },
    });
    expect(config).toEqual({ fields: { v: `{{ ${source} }}` } });
    expect(notices).toEqual(["It:expression-not-carried"]);
  });

  test.each<[string, JsonObject, number, string, string]>([
    ["httpRequest", { url: "https://a.example" }, 4.2, "={{ $json.id }}", "{{ steps.before.body.id }}"],
    [
      "httpRequest",
      { url: "https://a.example", options: { response: { response: { fullResponse: true } } } },
      ...([
        4.2,
        "={{ $json.statusCode }} {{ $json.body.id }}",
        "{{ steps.before.status }} {{ steps.before.body.id }}",
      ] as const),
    ],
    [
      "httpRequest",
      { url: "https://a.example", options: { response: { response: { responseFormat: "text" } } } },
      ...([4.2, "={{ $json.data }}", "{{ steps.before.body }}"] as const),
    ],
    [
      "if",
      { conditions: { conditions: [], combinator: "and" } },
      2,
      "={{ $json.body.x }}",
      "{{ request.body.x }}",
    ],
    ["noOp", {}, 1, "={{ $('Before').item.json.body.x }}", "{{ request.body.x }}"],
    ["wait", { amount: 1, unit: "minutes" }, 1.1, "={{ $json.body.x }}", "{{ request.body.x }}"],
    ["wait", { resume: "webhook" }, 1.1, "={{ $json.body.x }}", "{{ steps.before.body.x }}"],
    ["slack", {}, 2, "={{ $json.x }}", "{{ steps.before.x }}"],
  ])("behind %s %j version %s, %s is %s", (type, parameters, version, raw, template) => {
    const it = {
      parameters: { values: { string: [{ name: "v", value: raw }] }, keepOnlySet: true },
      type: "set",
    };
    expect(nodeBehind(it, { type, parameters, version }).config).toEqual({ fields: { v: template } });
  });
});

describe("nodes", () => {
  const rule = (type: string, operation: string, rightValue: Json = "b") => ({
    conditions: {
      options: { caseSensitive: true },
      conditions: [{ leftValue: "={{ $json.body.a }}", rightValue, operator: { type, operation } }],
      combinator: "and",
    },
  });
  const left = "{{ request.body.a }}";

  test.each<[string, string, Json, Json]>([
    ["string", "notStartsWith", "b", { none: [{ left, operator: "startsWith", right: "b" }] }],
    ["string", "exists", "", { left, operator: "exists" }],
    ["string", "notExists", "", { none: [{ left, operator: "exists" }] }],
    ["string", "empty", "", { left, operator: "isEmpty" }],
    ["string", "regex", "^a+$", { left, operator: "matches", right: "^a+$" }],
    ["number", "lt", 3, { left, operator: "less", right: 3 }],
    ["number", "lte", "={{ $json.body.b }}", { left, operator: "atMost", right: "{{ request.body.b }}" }],
    ["boolean", "true", "", { left, operator: "isTrue" }],
    ["dateTime", "before", "2026-01-01", { left, operator: "before", right: "2026-01-01" }],
    ["array", "contains", "b", { left, operator: "contains", right: "b" }],
    ["array", "lengthEquals", 2, { left: "{{ (request.body.a).length }}", operator: "equals", right: 2 }],
  ])("if: %s %s %j", (type, operation, right, expected) => {
    const { config, notices } = nodeBehind({
      type: "if",
      version: 2.2,
      parameters: rule(type, operation, right),
    });
    expect(config).toEqual({ when: { all: [expected] } });
    expect(notices).toEqual([]);
  });

  test("an unknown comparison is told and left open", () => {
    const { notices } = nodeBehind({ type: "if", version: 2, parameters: rule("string", "soundsLike") });
    expect(notices).toEqual(["It:operator-not-carried"]);
  });

  test.each<[string, number, JsonObject, Json]>([
    [
      "version 1, by value, two rules for one exit",
      1,
      {
        dataType: "string",
        value1: "={{ $json.body.a }}",
        rules: {
          rules: [
            { value2: "x", output: 1 },
            { operation: "contains", value2: "y", output: 1 },
          ],
        },
        fallbackOutput: 3,
      },
      [
        { port: "output_1", name: "Output 1", when: { all: [{ left, operator: "equals", right: "x" }] } },
        { port: "output_12", name: "Output 1", when: { all: [{ left, operator: "contains", right: "y" }] } },
      ],
    ],
    [
      "version 2, with names",
      2,
      {
        dataType: "number",
        value1: "={{ $json.body.a }}",
        rules: { rules: [{ operation: "larger", value2: 3, outputKey: "Big" }] },
      },
      [{ port: "big", name: "Big", when: { all: [{ left, operator: "greater", right: 3 }] } }],
    ],
    [
      "an expression for the exit",
      3,
      { mode: "expression", numberOutputs: 2, output: "={{ $json.body.a ? 1 : 0 }}" },
      [
        { port: "output_0", name: "Output 0", when: { expression: "(request.body.a ? 1 : 0) === 0" } },
        { port: "output_1", name: "Output 1", when: { expression: "(request.body.a ? 1 : 0) === 1" } },
      ],
    ],
  ])("switch: %s", (_name, version, parameters, cases) => {
    expect(nodeBehind({ type: "switch", version, parameters }).config).toEqual({ mode: "first", cases });
  });

  test.each<[string, number, JsonObject, string, JsonObject]>([
    [
      "3.2: fields by type, kept over the input",
      3.2,
      { fields: { values: [{ name: "n", type: "numberValue", numberValue: "4" }] }, options: {} },
      "transform",
      { expression: '{ ...request, "n": 4 }' },
    ],
    [
      "3.4: nested over the input",
      3.4,
      {
        assignments: { assignments: [{ name: "a.b", value: "=x{{ $json.body.c }}", type: "string" }] },
        includeOtherFields: true,
      },
      "transform",
      { expression: '{ ...request, "a": { ...request.a, "b": ["x", request.body.c].join("") } }' },
    ],
    [
      "3.4: without dots",
      3.4,
      {
        assignments: { assignments: [{ name: "a.b", value: "x", type: "string" }] },
        options: { dotNotation: false },
      },
      "set",
      { fields: { "a.b": "x" } },
    ],
    [
      "raw JSON",
      3.4,
      { mode: "raw", jsonOutput: '={ "a": {{ $json.body.x }}, "b": "{{ 1 }}" }' },
      "set",
      { fields: { a: "{{ request.body.x }}", b: '{{ String(1 ?? "") }}' } },
    ],
    [
      "selected fields",
      3.4,
      { includeOtherFields: true, include: "selected", includeFields: "a" },
      "n8n:set",
      { original: expect.anything() },
    ],
  ])("set %s", (_name, version, parameters, type, config) => {
    expect(nodeBehind({ type: "set", version, parameters })).toMatchObject({ type, config });
  });

  test.each<[string, number, JsonObject, JsonObject]>([
    [
      "4.2: fields as JSON, query and headers",
      4.2,
      {
        ...{
          method: "PUT",
          url: "={{ $json.body.url }}",
          sendQuery: true,
          sendHeaders: true,
          sendBody: true,
        },
        queryParameters: { parameters: [{ name: "q", value: "={{ $json.query.q }}" }] },
        headerParameters: { parameters: [{ name: "x-a", value: "1" }] },
        bodyParameters: { parameters: [{ name: "a", value: "={{ $json.body.a }}" }] },
      },
      {
        ...{ method: "PUT", url: "{{ request.body.url }}", host: "any", bodyKind: "json", body: { a: left } },
        query: [{ name: "q", value: "{{ request.query.q }}" }],
        headers: [{ name: "x-a", value: "1" }],
      },
    ],
    [
      "4: a form",
      4,
      {
        method: "POST",
        url: "https://a.example",
        sendBody: true,
        contentType: "form-urlencoded",
        bodyParameters: { parameters: [{ name: "a", value: "1" }] },
      },
      { bodyKind: "form", form: [{ name: "a", value: "1" }] },
    ],
    [
      "3: raw text",
      3,
      {
        method: "POST",
        url: "https://a.example",
        sendBody: true,
        contentType: "raw",
        rawContentType: "text/xml",
        body: "<a/>",
      },
      { bodyKind: "text", body: "<a/>", headers: [{ name: "content-type", value: "text/xml" }] },
    ],
    ["2: by default", 2, { url: "https://a.example", options: {} }, { method: "GET", bodyKind: "none" }],
    [
      "1: fields",
      1,
      {
        requestMethod: "POST",
        url: "https://a.example",
        bodyParametersUi: { parameter: [{ name: "a", value: "b" }] },
        queryParametersUi: { parameter: [{ name: "q", value: "1" }] },
      },
      { bodyKind: "json", body: { a: "b" }, query: [{ name: "q", value: "1" }] },
    ],
  ])("http request %s", (_name, version, parameters, config) => {
    const result = nodeBehind({ type: "httpRequest", version, parameters });
    expect(result).toMatchObject({ type: "http", config, notices: [] });
  });

  test("a body that cannot be carried is told", () => {
    const parameters = {
      method: "POST",
      url: "https://a.example",
      sendBody: true,
      contentType: "binaryData",
    };
    const broken = { ...parameters, contentType: "json", specifyBody: "json", jsonBody: "={ a: {{ 1 }}" };
    expect(nodeBehind({ type: "httpRequest", version: 4, parameters }).notices).toEqual([
      "It:parameter-not-carried",
    ]);
    expect(nodeBehind({ type: "httpRequest", version: 4, parameters: broken }).notices).toEqual([
      "It:json-not-carried",
    ]);
  });

  test.each<[number, JsonObject, string, JsonObject]>([
    [1, {}, "delay", { mode: "for", amount: 1, unit: "hours" }],
    [1.1, {}, "delay", { mode: "for", amount: 5, unit: "seconds" }],
    [
      1.1,
      { resume: "specificTime", dateTime: "={{ $json.body.at }}" },
      "delay",
      { mode: "until", until: "{{ request.body.at }}" },
    ],
    [
      1.1,
      { resume: "webhook", limitWaitTime: true, resumeAmount: 2, resumeUnit: "days" },
      "wait",
      { for: "callback", timeout: 2, unit: "days" },
    ],
    [1.1, { resume: "form" }, "n8n:wait", { original: expect.anything() }],
  ])("wait version %s %j", (version, parameters, type, config) => {
    expect(nodeBehind({ type: "wait", version, parameters })).toMatchObject({ type, config });
  });

  test.each<[number, JsonObject, JsonObject]>([
    [
      1,
      { respondWith: "text", responseBody: "=hi {{ $json.body.a }}" },
      { kind: "text", body: "hi {{ request.body.a }}" },
    ],
    [1, { respondWith: "noData", options: { responseCode: 204 } }, { kind: "empty", status: 204 }],
    [
      1,
      { respondWith: "redirect", redirectURL: "https://a.example" },
      { kind: "redirect", location: "https://a.example" },
    ],
    [1.1, {}, { kind: "json", body: "{{ request }}" }],
    [1.1, { respondWith: "allIncomingItems" }, { kind: "json", body: "{{ [request] }}" }],
    [
      1,
      {
        respondWith: "text",
        responseBody: "<p>",
        options: { responseHeaders: { entries: [{ name: "Content-Type", value: "text/html" }] } },
      },
      { kind: "html" },
    ],
  ])("respond version %s %j", (version, parameters, config) => {
    expect(nodeBehind({ type: "respondToWebhook", version, parameters })).toMatchObject({
      type: "response",
      config,
    });
  });

  test.each<[JsonObject, string | undefined]>([
    [{}, "steps.a ?? steps.b"],
    [{ mode: "combine", combineBy: "combineByPosition" }, "{ ...steps.a, ...steps.b }"],
    [{ mode: "mergeByIndex" }, "{ ...steps.a, ...steps.b }"],
    [{ mode: "passThrough", output: "input2" }, "steps.b"],
    [{ mode: "chooseBranch", useDataOfInput: 2 }, "steps.b"],
    [{ mode: "chooseBranch", output: "input1" }, "steps.a"],
    [{ mode: "combine", fieldsToMatchString: "id" }, undefined],
    [{ mode: "combineBySql" }, undefined],
  ])("merge %j", (parameters, expression) => {
    const at = { position: [0, 0], typeVersion: 2 };
    const code = (name: string) => ({
      name,
      type: "n8n-nodes-base.code",
      parameters: { jsCode: "return []" },
      ...at,
    });
    const to = (node: string, index = 0) => ({ node, type: "main", index });
    const { document } = converted({
      nodes: [
        { name: "W", type: "n8n-nodes-base.webhook", parameters: { httpMethod: "POST" }, ...at },
        ...[code("A"), code("B")],
        { name: "It", type: "n8n-nodes-base.merge", parameters, ...at },
      ],
      connections: {
        W: { main: [[to("A"), to("B")]] },
        A: { main: [[to("It", 0)]] },
        B: { main: [[to("It", 1)]] },
      },
    });
    expect(document.nodes.it?.config.expression).toBe(expression);
    expect(document.nodes.it?.disabled).toBe(expression === undefined ? true : undefined);
  });

  test.each<[JsonObject, string | undefined]>([
    [{ rule: { interval: [{ field: "cronExpression", expression: "0 7 * * 1" }] } }, "0 7 * * 1"],
    [{ rule: { interval: [{ field: "minutes", minutesInterval: 15 }] } }, "*/15 * * * *"],
    [{ rule: { interval: [{ field: "hours", hoursInterval: 6, triggerAtMinute: 30 }] } }, "30 */6 * * *"],
    [{ rule: { interval: [{ triggerAtHour: 8 }] } }, "0 8 * * *"],
    [{ rule: { interval: [{ field: "weeks", triggerAtDay: [1, 3], triggerAtHour: 9 }] } }, "0 9 * * 1,3"],
    [{ rule: { interval: [{ field: "minutes", minutesInterval: 7 }] } }, undefined],
    [{ rule: { interval: [{ field: "months" }] } }, undefined],
  ])("a schedule %j is %s", (parameters, cron) => {
    const node = { name: "S", type: "n8n-nodes-base.scheduleTrigger", parameters, position: [0, 0] };
    const { document } = converted({
      nodes: [node],
      connections: {},
      settings: { timezone: "Europe/Paris" },
    });
    const { type, config } = document.trigger;
    expect(type === "schedule" ? config : undefined).toEqual(cron && { cron, timeZone: "Europe/Paris" });
    expect(document.nodes.s === undefined).toBe(cron !== undefined);
  });

  test("code in Python, and JavaScript that does not parse, are kept and told", () => {
    for (const parameters of [{ language: "python", pythonCode: "x" }, { jsCode: "return {" }]) {
      const { type, notices } = nodeBehind({ type: "code", version: 2, parameters });
      expect([type, notices]).toEqual(["n8n:code", ["It:mode-not-carried"]]);
    }
  });

  test("what every node may be set to", () => {
    const more = {
      onError: "continueRegularOutput",
      retryOnFail: true,
      disabled: true,
      notes: "n".repeat(3000),
    };
    const { node, notices } = nodeBehind({ type: "noOp", parameters: {}, more });
    expect(node).toMatchObject({
      disabled: true,
      onError: "continue",
      retry: { attempts: 3, delaySeconds: 1 },
    });
    expect(node?.note).toHaveLength(2000);
    expect(notices).toContain("It:note-cut");
  });
});
