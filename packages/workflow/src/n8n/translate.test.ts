// biome-ignore-all lint/suspicious/noTemplateCurlyInString: expressions of n8n hold template literals of their own
import { describe, expect, test } from "vitest";
import type { JsonObject } from "../node-contract/json.ts";
import { nodeBehind } from "./testing/converted.ts";

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
    ["={{ $now }}", "{{ now }}"],
    ["={{ $now.plus({ days: 1 }).toISO() }}", "{{ date(now).plus({ days: 1 }).toString() }}"],
    ["={{ $now.minus(2, 'hours') }}", "{{ date(now).minus(2, 'hours') }}"],
    ["={{ DateTime.fromISO($json.body.at).toFormat('yyyy') }}", "{{ date(request.body.at).format('yyyy') }}"],
    ["={{ new Date($json.body.at).toISOString() }}", "{{ date(request.body.at).toString() }}"],
    ["={{ Date.now() }}", "{{ date(now).toMillis() }}"],
    ["={{ encodeURIComponent($json.body.q) }}", "{{ urlEncode(String(request.body.q)) }}"],
    ["={{ $json.body.list.first().id }}", "{{ request.body.list.at(0).id }}"],
    ["={{ $json.body.list.last() }}", "{{ request.body.list.at(-1) }}"],
    [
      "={{ $json.body.list.isNotEmpty() }}",
      `{{ !['""', "[]", "{}"].includes(JSON.stringify(request.body.list ?? "")) }}`,
    ],
    [
      "={{ $ifEmpty($json.body.a, 'b') }}",
      `{{ (['""', "[]", "{}"].includes(JSON.stringify(request.body.a ?? "")) ? 'b' : request.body.a) }}`,
    ],
  ])("%s is %s", (raw, template) => {
    const { config, notices } = nodeBehind({
      ...{ type: "set", version: 3.4 },
      parameters: { assignments: { assignments: [{ name: "v", value: raw }] } },
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
      "$now.year",
      "$now.startOf('day')",
      "Date.parse('x')",
      "new Date(2026, 1)",
      "$jmespath($json, 'a')",
    ],
    ...["(() => 1)()", "$json.body.a = 1", "$('Webhook').params.path", "$binary.data", "a b"],
  ])("{{ %s }} stays as it is, and is told", (source) => {
    const { config, notices } = nodeBehind({
      ...{ type: "set", version: 3.4 },
      parameters: {
        assignments: { assignments: [{ name: "v", value: `={{ ${source} }}` }] },
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

  test("what an error has in n8n and not here is told", () => {
    const { config, notices } = nodeBehind(
      {
        type: "set",
        parameters: { values: { string: [{ name: "v", value: "={{ $json.error.httpCode }}" }] } },
      },
      { type: "httpRequest", version: 4.2, parameters: {}, more: { onError: "continueRegularOutput" } },
    );
    expect(config).toEqual({ expression: expect.stringContaining("$json.error.httpCode") });
    expect(notices).toEqual(["It:expression-not-carried"]);
  });

  test.each([
    ["$today.x", "Rien ne s’appelle"],
    ["$json.params.id", "n’existe pas ici"],
    ["$('Nobody').item.json.x", "il n’y a pas de nœud «\u00a0Nobody\u00a0»"],
    ["a b", "ce n’est pas une expression lisible"],
  ])("why {{ %s }} stays as it is, is said in French too", (source, reason) => {
    const parameters = { values: { string: [{ name: "v", value: `={{ ${source} }}` }] } };
    const { texts } = nodeBehind({ type: "set", parameters });
    expect(texts[0]?.fr).toContain(reason);
    expect(texts[0]?.fr).not.toMatch(/There is|does not|Unexpected/);
  });
});
