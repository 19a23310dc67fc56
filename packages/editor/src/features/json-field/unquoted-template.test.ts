import { parseJsonText } from "@sluice/workflow/variables";
import { expect, test } from "vitest";
import { unquotedTemplate } from "./unquoted-template.ts";

test.each([
  ['{"a": {{ trigger.amount }} }', "{{ trigger.amount }}"],
  ['{\n  "b": 1,\n  "a": [{{trigger.a}}, {{ trigger.b }}]\n}', "{{trigger.a}}"],
  ["{ {{ trigger.a }}: 1 }", "{{ trigger.a }}"],
  ["{{ trigger.a }}", "{{ trigger.a }}"],
  ['{"a": {{ trigger.a', "{{ … }}"],
  ['{"a": { b: "{{ trigger.a }}" } }', undefined],
  ['{"a": "{{ trigger.a }}", }', undefined],
  ['{"a": {', undefined],
])("%s", (text, template) => {
  const read = parseJsonText(text);
  expect(read.ok).toBe(false);
  expect(read.ok ? null : unquotedTemplate(text, read)).toBe(template);
});
