import { describe, expect, test } from "vitest";
import type { Json, JsonObject } from "../../node-contract/json.ts";
import { converted, nodeBehind } from "../testing/converted.ts";

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

  test("a list or an object that a loose comparison would read from text is told", () => {
    const { notices } = nodeBehind({
      ...{ type: "if", version: 2.2 },
      parameters: { ...rule("array", "contains"), looseTypeValidation: true },
    });
    expect(notices).toEqual(["It:loose-not-carried"]);
  });

  test.each(["", "__proto__", "a.constructor"])("a field that is called %j is told by its name", (name) => {
    const parameters = { assignments: { assignments: [{ name, value: "1", type: "string" }] } };
    const { type, notices, texts } = nodeBehind({ type: "set", version: 3.4, parameters });
    expect([type, notices]).toEqual(["n8n:set", ["It:field-name"]]);
    expect(texts[0]?.fr).toContain(`s’appelle ${JSON.stringify(name)}`);
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
        {
          port: "output_12",
          name: "Output 1",
          when: { all: [{ left: "{{ String(request.body.a) }}", operator: "contains", right: "y" }] },
        },
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

  test("a switch by an expression tells which of its results lead nowhere, and what any other one does", () => {
    const node = (name: string, type: string, parameters: JsonObject) => ({
      ...{ name, type: `n8n-nodes-base.${type}`, typeVersion: 3, parameters, position: [0, 0] },
    });
    const to = (name: string) => [{ node: name, type: "main", index: 0 }];
    const { notices } = converted({
      name: "T",
      nodes: [
        node("Webhook", "webhook", { httpMethod: "POST", path: "a" }),
        node("It", "switch", { mode: "expression", numberOutputs: 4, output: "={{ $json.body.a }}" }),
        node("End", "noOp", {}),
      ],
      connections: { Webhook: { main: [to("It")] }, It: { main: [to("End"), null, to("End")] } },
    });
    const told = notices.filter(({ node: name }) => name === "It");
    expect(told.map(({ code, kind }) => [code, kind])).toEqual([
      ["result-nowhere", "left"],
      ["other-result", "left"],
    ]);
    expect(told[0]?.text.en).toContain("gives 1, 3, it leaves by an exit that leads nowhere");
    expect(told[0]?.text.fr).toContain("donne 1, 3, il sort par une sortie qui ne mène nulle part");
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

  const asked = "request.body.a == null ? null :";
  test.each<[string, Json, Json, string[]]>([
    ["string", "={{ $json.body.a }}", `{{ ${asked} String(request.body.a) }}`, []],
    ["string", "={{ $json.body.a + 'x' }}", "{{ request.body.a + 'x' }}", []],
    ["string", "={{ $json.body.a * 2 }}", "{{ String(request.body.a * 2) }}", []],
    ["string", "={{ $json.body.a }} x", "{{ request.body.a }} x", []],
    ["string", 5, "5", []],
    ["number", "={{ $json.body.a; }}", `{{ ${asked} Number(request.body.a) }}`, []],
    ["number", "={{ $json.body.a - 1 }}", "{{ request.body.a - 1 }}", []],
    [
      "boolean",
      "={{ $json.body.a }}",
      '{{ ({ "true": true, "1": true, "false": false, "0": false })[String(request.body.a).toLowerCase()] }}',
      [],
    ],
    ["boolean", "={{ $json.body.a > 1 }}", "{{ request.body.a > 1 }}", []],
    [
      "string",
      "={{ $json.body.a.toTitleCase() }}",
      "{{ $json.body.a.toTitleCase() }}",
      ["It:expression-not-carried"],
    ],
    ["array", "={{ $json.body.a }}", "{{ request.body.a }}", ["It:type-not-carried"]],
    ["array", "={{ $json.body.a.split(',') }}", "{{ request.body.a.split(',') }}", []],
    ["object", '={ "a": {{ $json.body.a }} }', '{ "a": {{ request.body.a }} }', ["It:type-not-carried"]],
  ])("a set field of type %s given %j", (type, value, expected, told) => {
    const parameters = { assignments: { assignments: [{ name: "v", value, type }] } };
    expect(nodeBehind({ type: "set", version: 3.4, parameters })).toMatchObject({
      config: { fields: { v: expected } },
      notices: told,
    });
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

  test("a wait for a call tells what its address was set to besides", () => {
    const parameters = { resume: "webhook", responseMode: "lastNode", options: { webhookSuffix: "x" } };
    expect(nodeBehind({ type: "wait", version: 1.1, parameters }).notices).toEqual(
      Array.from({ length: 3 }, () => "It:parameter-not-carried"),
    );
    expect(
      nodeBehind({ type: "wait", version: 1.1, parameters: { resume: "webhook", httpMethod: "POST" } })
        .notices,
    ).toEqual([]);
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
    const python = { language: "python", pythonCode: "x" };
    for (const [parameters, code] of [
      [python, "mode-not-carried"],
      [{ jsCode: "const a = 1;\nreturn {" }, "script-unreadable"],
    ] as const) {
      const { type, notices } = nodeBehind({ type: "code", version: 2, parameters });
      expect([type, notices]).toEqual(["n8n:code", [`It:${code}`]]);
    }
    const { texts } = nodeBehind({ type: "code", parameters: { jsCode: "const a = 1;\nreturn { b c }" } });
    expect(texts[0]?.en).toContain("from line 2 on");
  });

  test.each<[string, string | undefined]>([
    [
      "const fs = require('fs'); setTimeout(() => {}, 1); return Buffer.from(process.title + await fetch('x'));",
      "require, setTimeout, Buffer, process, fetch",
    ],
    [
      "const d = $getWorkflowStaticData('node'); d.a = DateTime.now(); return { w: $workflow.id, e: $env.A, j: $jmespath, n: $now };",
      "$getWorkflowStaticData, DateTime, $workflow, $env, $jmespath, $now",
    ],
    ["return await this.helpers.httpRequest({});", "this.helpers"],
    [
      "return { a: $input.params, b: $('Webhook').params, c: $('Nobody').first(), d: $(items[0].json.n).all() };",
      "$input.params, $(…).params, $('Nobody'), $(…)",
    ],
    [
      "// fetch it with require\nconst text = 'process $env'; const { a: fetch = 1, ...rest } = $json; for (const item of items) item.require = fetch;\nfunction Buffer(process) { return process } class A { fetch() {} }\nouter: for (;;) break outer; try { } catch ($now) { $now.message }\nreturn { process: rest, c: $('Webhook').first().json, text, m: Math.max(1), b: Buffer(1), n: new A() };",
      undefined,
    ],
  ])("what a script uses of n8n is told: %s", (jsCode, names) => {
    const { notices, texts } = nodeBehind({ type: "code", version: 2, parameters: { jsCode } });
    expect(notices).toEqual(["It:code-wrapped", ...(names === undefined ? [] : ["It:code-names"])]);
    if (names !== undefined) expect(texts[1]?.en).toContain(`: ${names}.`);
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
    expect(notices).toEqual(["It:does-nothing", "It:note-cut", "It:error-as-object"]);
  });
});
