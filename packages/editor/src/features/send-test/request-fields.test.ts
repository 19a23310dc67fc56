import type { BodyKind, VariableType } from "@sluice/workflow/document";
import { expect, test } from "vitest";
import type { DraftVariable } from "../../document/trigger-config.ts";
import { formOf, problemIn, type RequestTexts, withField } from "./request-fields.ts";

const variable = (type: VariableType, more: Partial<DraftVariable> = {}): DraftVariable => ({
  ...{ key: "it", from: "body", path: "it", type, required: false },
  ...more,
});
const texts = (more: Partial<RequestTexts>): RequestTexts => ({ query: "", headers: "", body: "", ...more });
function fieldOf(one: DraftVariable, given: Partial<RequestTexts>, accept: BodyKind[] = ["json"]) {
  const [field] = formOf({ variables: [one], texts: texts(given), accept }).fields;
  if (!field) throw new Error("no field");
  return field;
}

test.each<[string, DraftVariable, Partial<RequestTexts>, object]>([
  ["a text", variable("string"), { body: '{"it":"a\\nb"}' }, { control: "text", text: "a\nb", wrong: false }],
  [
    "digits as a text",
    variable("string"),
    { body: '{"it":12345678901234567890}' },
    { text: "12345678901234567890", wrong: false },
  ],
  [
    "a number with all its digits",
    variable("integer"),
    { body: '{"it":12345678901234567890}' },
    { control: "number", text: "12345678901234567890" },
  ],
  ["a number that is a text", variable("number"), { body: '{"it":"12"}' }, { text: '"12"', wrong: true }],
  ["yes or no", variable("boolean"), { body: '{"it":false}' }, { control: "yes-no", text: "false" }],
  [
    "a date",
    variable("datetime"),
    { body: '{"it":"2026-01-31T09:00:00Z"}' },
    { control: "date", text: "2026-01-31T09:00:00Z", wrong: false },
  ],
  ["no date", variable("datetime"), { body: '{"it":"soon"}' }, { text: "soon", wrong: true }],
  ["a list", variable("array"), { body: '{"it":[ 1 ]}' }, { control: "json", text: "[ 1 ]" }],
  ["null", variable("number"), { body: '{"it":null}' }, { text: null, isNull: true, wrong: false }],
  ["null as any value", variable("any"), { body: '{"it":null}' }, { text: "null", isNull: false }],
  ["nothing", variable("string"), { body: "{}" }, { text: null, isNull: false, locked: false }],
  ["no body", variable("string"), {}, { text: null, locked: false }],
  [
    "what a text stands in the way of",
    variable("string", { path: "a.it" }),
    { body: '{"a":"b"}' },
    { locked: true },
  ],
  ["a path of several places", variable("array", { path: "a[*].it" }), { body: "{}" }, { locked: true }],
  ["a JSONPath", variable("string", { path: "$.it" }), { body: "{}" }, { locked: true }],
  ["a path that is none", variable("string", { path: "a..b" }), { body: "{}" }, { locked: true }],
  [
    "a number of the query",
    variable("number", { from: "query" }),
    { query: "it=1.5" },
    { control: "number", text: "1.5", wrong: false },
  ],
  [
    "no number of the query",
    variable("number", { from: "query" }),
    { query: "it=x" },
    { text: "x", wrong: true },
  ],
  [
    "a header",
    variable("string", { from: "headers", path: "x-it" }),
    { headers: "X-It: 7" },
    { control: "line", text: "7" },
  ],
])("%s is shown as it stands in the request", (_, one, given, expected) => {
  expect(fieldOf(one, given)).toMatchObject(expected);
});

test("the fields of a form body read its pairs; a body that is neither, and one that is broken, has none", () => {
  expect(fieldOf(variable("integer"), { body: "it=7&b=2" }, ["form"])).toMatchObject({
    text: "7",
    locked: false,
  });
  expect(fieldOf(variable("string"), { body: "plain words" }, ["text"])).toMatchObject({ locked: true });
  const broken = formOf({
    variables: [variable("string")],
    texts: texts({ body: '{\n "it": }' }),
    accept: ["json"],
  });
  expect(broken).toMatchObject({ bodyWrong: { line: 2 }, fields: [{ locked: true }] });
});

test.each<[string, DraftVariable, Partial<RequestTexts>, string | null, Partial<RequestTexts> | undefined]>([
  [
    "a text",
    variable("string"),
    { body: '{"n": 1.10, "it": "a"}' },
    'b "c"',
    { body: '{"n": 1.10, "it": "b \\"c\\""}' },
  ],
  ["an empty text", variable("string"), { body: '{"it":"a"}' }, "", { body: '{"it":""}' }],
  ["a text left out", variable("string"), { body: '{"it":"a","b":2}' }, null, { body: '{"b":2}' }],
  [
    "a large number",
    variable("integer"),
    { body: "" },
    " 9007199254740993 ",
    { body: '{"it": 9007199254740993}' },
  ],
  ["yes", variable("boolean"), { body: '{"it":null}' }, "true", { body: '{"it":true}' }],
  [
    "an object below",
    variable("object", { path: "a.it" }),
    { body: "{}" },
    '{ "b": 1 }',
    { body: '{"a": {"it": { "b": 1 }}}' },
  ],
  [
    "a query value",
    variable("boolean", { from: "query" }),
    { query: "a=1" },
    "true",
    { query: "a=1&it=true" },
  ],
  [
    "a header",
    variable("string", { from: "headers", path: "x-it" }),
    { headers: "X-It: 1" },
    "2",
    { headers: "X-It: 2" },
  ],
  ["a path of several places", variable("array", { path: "a[*]" }), { body: "{}" }, "[]", undefined],
])("%s is written where it is read, and all else stays", (_, one, given, text, expected) => {
  const field = fieldOf(one, given);
  const written = withField({ field, texts: texts(given), accept: ["json"], text });
  expect(written).toEqual(expected && texts({ ...given, ...expected }));
});

test.each<[VariableType, string, string | null]>([
  ["number", "12.5", null],
  ["number", "1e3", null],
  ["number", "12,5", "number"],
  ["number", "-", "number"],
  ["integer", "12.5", "integer"],
  ["integer", "9007199254740993", null],
  ["datetime", "2026-01-31T09:00:00Z", null],
  ["datetime", "2026-02-31T09:00:00Z", "date"],
  ["object", '{"a": 1}', null],
  ["object", "[1]", "object"],
  ["array", "{}", "array"],
  ["array", "[1", "json"],
  ["any", '"text"', null],
  ["any", "text", "json"],
  ["string", "anything", null],
])("as %s, %s has the problem %s", (type, typed, problem) => {
  const one = variable(type);
  expect(problemIn(one, fieldOf(one, { body: "{}" }).control, typed)).toBe(problem);
});
