import { describe, expect, test } from "vitest";
import type { WorkflowDocument } from "../document/schema.ts";
import { convertN8n } from "./convert.ts";
import { codesOf, converted } from "./testing/converted.ts";
import legacy from "./testing/legacy.json" with { type: "json" };
import payment from "./testing/payment.json" with { type: "json" };
import router from "./testing/router.json" with { type: "json" };

const edgesOf = ({ edges }: WorkflowDocument) =>
  edges.map(({ from, port, to }) => `${from}${port ? `.${port}` : ""}>${to}`);

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
      order: {
        id: "{{ request.body.order_id == null ? null : String(request.body.order_id) }}",
        total: "{{ request.body.amount * 1.2 }}",
      },
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
    expect(Object.keys(document.layout?.nodes ?? {})).toEqual(["trigger", ...Object.keys(document.nodes)]);
    expect(document.layout?.notes).toMatchObject([{ text: expect.stringContaining("Ask **Ana**") }]);
    expect(codesOf(notices)).toEqual(["Webhook:new-url", "Webhook:auth-not-carried", ":error-workflow"]);
  });

  test("old versions of every node, answering with the last one's data", () => {
    const { document, notices } = converted(legacy);
    expect(document.nodes.if?.config.when).toEqual({
      any: [
        { left: '{{ request.body["email"] }}', operator: "isNotEmpty" },
        {
          none: [
            {
              left: '{{ String(request.body["email"]) }}',
              operator: "matches",
              right: "(?i)@example\\.com$",
            },
          ],
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
      ...["Every hour:other-trigger", "Invoices:list-answer", ":pinned-data"],
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
      {
        nodes: ["if", "noOp"].map((kind) => ({ name: "A", type: `n8n-nodes-base.${kind}` })),
        connections: {},
      },
      /nodes: two have the same name/,
    ],
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

  test("what reads an input that nothing leads to stays readable, and is told", () => {
    const parameters = {
      assignments: {
        assignments: [{ name: "v", value: "={{ $json.body.name.toUpperCase() }}", type: "string" }],
      },
    };
    const { document, notices } = converted({
      nodes: [
        named("Loose", "set", parameters, 3.4),
        named("Keeps", "set", { ...parameters, includeOtherFields: true }, 3.4),
        named("Code", "code", { jsCode: "return items;" }),
        named("Own", "code", { jsCode: "return 1;" }),
        named("Answer", "respondToWebhook", { respondWith: "noData" }),
      ],
      connections: {},
    });
    expect(document.nodes.loose?.config).toEqual({ fields: { v: "{{ $json.body.name.toUpperCase() }}" } });
    expect(notices.find(({ node }) => node === "Loose")).toMatchObject({
      code: "expression-not-carried",
      text: { en: expect.stringContaining("$json is empty here") },
    });
    expect(codesOf(notices)).toEqual([
      ...[":no-trigger", "Loose:expression-not-carried", "Keeps:expression-not-carried", "Keeps:no-input"],
      ...["Code:code-wrapped", "Code:no-input", "Own:code-wrapped"],
    ]);
  });

  const webhook = (parameters: object, more: object = {}) => ({
    ...{ name: "Webhook", type: "n8n-nodes-base.webhook", typeVersion: 2, ...more },
    parameters: { httpMethod: "POST", path: "a", ...parameters },
  });
  const named = (name: string, type: string, parameters: object = {}, typeVersion = 1) => ({
    ...{ name, type: `n8n-nodes-base.${type}`, typeVersion, parameters },
  });
  const to = (...names: string[]) => ({ main: [names.map((node) => ({ node }))] });

  test.each<[object, object, string[]]>([
    [
      {
        responseData: "allEntries",
        options: {
          responseCode: { values: { responseCode: 202 } },
          responseHeaders: { entries: [{ name: "x-a", value: "1" }] },
        },
      },
      { kind: "json", body: "{{ [request] }}", status: 202, headers: [{ name: "x-a", value: "1" }] },
      [],
    ],
    [{ responseData: "noData" }, { kind: "empty" }, []],
    [
      { responseData: "firstEntryBinary" },
      { kind: "json", body: "{{ request }}" },
      ["Webhook:parameter-not-carried"],
    ],
  ])("the answer with the last node's data is what %j says", (parameters, answer, told) => {
    const { document, notices } = converted({
      nodes: [webhook({ responseMode: "lastNode", ...parameters }), named("Last", "noOp")],
      connections: { Webhook: to("Last") },
    });
    expect(document.nodes.answer?.config).toEqual(answer);
    expect(codesOf(notices)).toEqual([
      ...["Webhook:new-url", ...told],
      ...["Last:does-nothing", ":answers-added"],
    ]);
  });

  test("what the trigger and an HTTP request are set to besides is told", () => {
    const { notices } = converted({
      nodes: [
        webhook(
          { responseMode: "responseNode", options: { responseHeaders: { entries: [] } } },
          { notes: "Ask Ana" },
        ),
        named(
          "Send",
          "httpRequest",
          { url: "https://a.example", provideSslCertificates: true, options: { batching: {} } },
          4.2,
        ),
        named("Put", "set", { options: { ignoreConversionErrors: true } }, 3.4),
      ],
      connections: {},
    });
    expect(notices.filter(({ code }) => code === "parameter-not-carried").map(({ text }) => text.en)).toEqual(
      ["options.responseHeaders", "notes", "options.batching", "provideSslCertificates"]
        .concat("options.ignoreConversionErrors")
        .map((what) => `This setting was not carried: ${what}.`),
    );
  });

  test("lists that hold something else than objects, and a note of no size, stop nothing", () => {
    const lists = { parameters: [null, 1] };
    const { document } = converted({
      nodes: [
        webhook({ options: { responseHeaders: { entries: [null] } } }),
        named("A", "httpRequest", { sendHeaders: true, headerParameters: lists, sendBody: true }, 4.2),
        named("B", "if", { conditions: { conditions: [null] } }, 2),
        named("C", "if", { conditions: { string: [null] } }),
        named("D", "switch", { rules: { values: [null] } }, 3),
        named("E", "set", { assignments: { assignments: [null] } }, 3.4),
        named("F", "set", { values: { string: [null] } }),
        named("G", "respondToWebhook", { options: { responseHeaders: { entries: [null] } } }),
        named("H", "scheduleTrigger", { rule: { interval: [null] } }),
        named("I", "stickyNote", { width: "={{ 1 }}" }),
      ],
      connections: {},
    });
    expect(Object.keys(document.nodes)).toEqual([..."abcdefgh"]);
  });

  test("branches that part and meet again and again name each source once", () => {
    const levels = Array.from({ length: 30 }, (_, level) => level);
    const { document } = converted({
      nodes: [
        webhook({}),
        ...levels.flatMap((level) => [
          ...["in", "left", "right"].map((side) => named(`${side}${level}`, "noOp")),
          ...["l", "r"].map((side) => named(`${side}${level}`, "code", { jsCode: "return items" })),
        ]),
      ],
      connections: Object.fromEntries([
        ["Webhook", to("in0")],
        ...levels.flatMap((level) => [
          [`in${level}`, to(`left${level}`, `right${level}`)],
          ...[`l${level}`, `left${level}`].map((name, at) => [
            name,
            to(at ? `in${level + 1}` : `left${level}`),
          ]),
          ...[`r${level}`, `right${level}`].map((name, at) => [
            name,
            to(at ? `in${level + 1}` : `right${level}`),
          ]),
        ]),
      ]),
    });
    expect(document.nodes.in2?.config.expression).toBe(
      "(request ?? steps.l0 ?? steps.r0 ?? steps.l1 ?? steps.r1)",
    );
  });

  test.each<[object, string[]]>([
    [{}, ["Send:list-answer"]],
    [{ options: { response: { response: { fullResponse: true } } } }, []],
  ])("that n8n goes on for each item of an answer is told where it is read: %j", (parameters, told) => {
    const { notices } = converted({
      nodes: [
        webhook({}),
        named("Send", "httpRequest", { url: "https://a.example", ...parameters }, 4.2),
        named("Unread", "httpRequest", { url: "https://a.example" }, 4.2),
        named("Put", "set", {
          values: { string: [{ name: "v", value: "={{ $json.body }}" }] },
          keepOnlySet: true,
        }),
      ],
      connections: { Webhook: to("Send", "Unread"), Send: to("Put") },
    });
    expect(codesOf(notices)).toEqual(["Webhook:new-url", ...told]);
  });

  test("of a loop the ways into it and on from it stay, and the way back is told", () => {
    const { document, notices } = converted({
      nodes: [
        webhook({}),
        named("Loop", "splitInBatches", {}, 3),
        named("Call", "noOp"),
        named("Done", "noOp"),
      ],
      connections: {
        Webhook: to("Loop"),
        Loop: { main: [[{ node: "Done" }], [{ node: "Call" }]] },
        Call: to("Loop"),
      },
    });
    expect(edgesOf(document)).toEqual(["trigger>loop", "loop>done", "loop>call"]);
    expect(notices.filter(({ code }) => code === "edge-not-carried").map(({ text }) => text.en)).toEqual([
      expect.stringContaining("Call → Loop"),
    ]);
  });

  test("thousands of nodes that hand on are refused, not thrown", () => {
    const names = Array.from({ length: 4900 }, (_, index) => `n${index}`);
    const result = convertN8n({
      nodes: names.map((name) => named(name, "noOp")).reverse(),
      connections: Object.fromEntries(names.slice(1).map((name, before) => [names[before], to(name)])),
    });
    expect(result.ok ? "" : result.message).toMatch(/one behind the other/);
  });
});
