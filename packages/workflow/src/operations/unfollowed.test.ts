// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the texts under test are scripts
import { describe, expect, test } from "vitest";
import { buildDocument, node } from "../testing/build-document.ts";
import { applyOperation } from "./operation.ts";
import { unfollowedReferences } from "./unfollowed.ts";

const withText = (config: Parameters<typeof node>[1]) =>
  buildDocument({ nodes: { old: node("set"), reader: node("any", config) } });
const step = { kind: "step", key: "old" } as const;

describe("what a rename cannot follow", () => {
  test.each([
    ["a key that only a run knows", { text: "{{ steps[trigger.which].x }}" }, "computed"],
    ["the whole handed on", { expression: "[steps].map(all => all.old)" }, "computed"],
    ["an expression that cannot be read", { text: "before {{ steps.old. }}" }, "unreadable"],
    ["a bare expression that cannot be read", { expression: "steps.old +" }, "unreadable"],
    ["a script that cannot be read", { code: "return steps.old" + " +" }, "unreadable"],
    ["a script that hides the name", { code: "const steps = input; return steps.old" }, "unreadable"],
    ["a script that hands the whole on", { code: "const s = steps; return s.old" }, "computed"],
    ["a script with a computed key", { code: "return steps[input.key]" }, "computed"],
  ])("%s is told", (_, config, why) => {
    const [field = ""] = Object.keys(config);
    expect(unfollowedReferences(withText(config), step)).toEqual([
      { at: ["nodes", "reader", "config", field], why },
    ]);
  });

  test.each([
    ["a followed reference", { text: "{{ steps.old.old }} {{ steps['old'].x }}" }],
    ["all keys, the renamed one not named", { expression: "Object.keys(steps).length" }],
    ["another key that cannot be read", { text: "{{ steps.older + }}" }],
    ["the word in a text", { text: "old steps" }],
    ["the key in a text that reads nothing of it", { text: "{{ trigger.old + }}" }],
    ["a script that is followed", { code: "const { old: mine } = steps; return mine.old + steps?.old.y" }],
    ["a computed key below", { expression: "steps.old.items[index]" }],
  ])("%s is not", (_, config) => {
    expect(unfollowedReferences(withText(config), step)).toEqual([]);
  });

  test("of variables the same", () => {
    const document = buildDocument({
      trigger: { response: { body: "{{ trigger.v + }}" } },
      nodes: {
        a: node("code", { code: "return trigger[steps.b]" }),
        b: node("set", { x: "{{ trigger.v }}" }),
      },
    });
    expect(
      unfollowedReferences(document, { kind: "variable", key: "v" }).map(({ at }) => at.join(".")),
    ).toEqual(["nodes.a.config.code", "trigger.config.response.body"]);
  });
});

describe("a script", () => {
  test.each([
    [
      "return steps.old.x + steps?.old?.y + steps['old'].z",
      "return steps.next.x + steps?.next?.y + steps['next'].z",
    ],
    ["const { old } = steps; return old.x", "const { next: old } = steps; return old.x"],
    ["const { old = 1, other } = steps;", "const { next: old = 1, other } = steps;"],
    ["const { 'old': a } = steps;", "const { 'next': a } = steps;"],
    ["return input.steps.old + { steps: 1 }.steps", "return input.steps.old + { steps: 1 }.steps"],
    ["const f = (steps) => steps.old; return f(input)", "const f = (steps) => steps.old; return f(input)"],
    ["// steps.old\nreturn 'steps.old'", "// steps.old\nreturn 'steps.old'"],
    [
      "return loop.old.item + execution.callbacks.old.url",
      "return loop.next.item + execution.callbacks.next.url",
    ],
    ["return `${steps.old.a}`", "return `${steps.next.a}`"],
    [
      "for (const x of steps.old.list) { old: for (;;) break old; }",
      "for (const x of steps.next.list) { old: for (;;) break old; }",
    ],
    ["return steps.old +", "return steps.old +"],
  ])("%s", (before, after) => {
    const document = buildDocument({ nodes: { old: node("set"), reader: node("code", { code: before }) } });
    const renamed = applyOperation(document, { op: "rename-key", from: "old", to: "next" });
    expect(renamed.nodes.reader?.config.code).toBe(after);
  });
});
