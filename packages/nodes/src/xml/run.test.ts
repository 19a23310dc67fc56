import type { Json, JsonObject } from "@sluice/workflow/node-contract";
import { describe, expect, test } from "vitest";
import { longestHold } from "../testing/longest-hold.ts";
import { runExample, runNode, settled } from "../testing/run-node.ts";
import { runXml } from "./run.ts";

const run = async (config: JsonObject, trigger: JsonObject = {}): Promise<Json> =>
  settled(await runNode(runXml, { config, scope: { trigger } })).output;
const read = (source: string, more: JsonObject = {}) =>
  run({ source: "{{ trigger.source }}", ...more }, { source });
const write = async (value: Json, more: JsonObject = {}) =>
  ((await run({ action: "write", value: "{{ trigger.value }}", ...more }, { value })) as { text: string })
    .text;
const head = '<?xml version="1.0" encoding="UTF-8"?>\n';

test("the example reads an order", async () => {
  expect(settled(await runExample(runXml)).output).toEqual({
    order: { "@id": "A-17", item: ["Cup"], total: "21" },
  });
});

describe("reads", () => {
  test.each<[string, string, JsonObject, Json]>([
    [
      "attributes, repetition and text between",
      '<a x="1">t<b/><b>2</b></a>',
      {},
      { a: { "@x": "1", b: ["", "2"], "#text": "t" } },
    ],
    [
      "the five entities, numbers and CDATA",
      "<a>&lt;&amp;&#65;&#x42;<![CDATA[<c>]]></a>",
      {},
      { a: "<&AB<c>" },
    ],
    ["what is named as a list once", "<a><b>1</b></a>", { lists: ["b"] }, { a: { b: ["1"] } }],
    [
      "prefixes as they are",
      '<s:a xmlns:s="u"><s:b>1</s:b></s:a>',
      {},
      { "s:a": { "@xmlns:s": "u", "s:b": "1" } },
    ],
    [
      "names without prefixes",
      '<s:a xmlns:s="u"><s:b>1</s:b></s:a>',
      { prefixes: "drop" },
      { a: { b: "1" } },
    ],
    [
      "comments and instructions as nothing",
      "<?xml version='1.0'?><!-- x --><a><?php x?><!-- y --></a>",
      {},
      { a: "" },
    ],
  ])("%s", async (_, source, more, value) => {
    expect(await read(source, more)).toEqual(value);
  });

  test.each<[string, string, string]>([
    [
      "entities that grow (billion laughs)",
      '<!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;">]><a>&c;</a>',
      "xml-refused",
    ],
    [
      "an entity from a file",
      '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
      "xml-refused",
    ],
    ["a document type elsewhere", '<!DOCTYPE a SYSTEM "http://169.254.169.254/"><a/>', "xml-refused"],
    ["an unknown entity", "<a>&b;</a>", "xml-malformed"],
    ["a name that JavaScript knows", "<a><__proto__><x/></__proto__></a>", "xml-refused"],
    ["what is not closed", "<a><b></a>", "xml-malformed"],
    ["two documents", "<a/><b/>", "xml-malformed"],
    ["nothing", "", "xml-malformed"],
    ["what nests without end", "<a>".repeat(100_000), "xml-too-large"],
    ["elements without end", `<a>${"<b/>".repeat(300_000)}</a>`, "xml-too-large"],
    [
      "attributes without end",
      `<a ${Array.from({ length: 50_000 }, (_, at) => `x${at}=""`).join(" ")}`,
      "xml-malformed",
    ],
    ["text without end", `<a>${"&amp;".repeat(500_000)}`, "xml-malformed"],
    ["a comment without end", `<a><!--${"- ".repeat(1_000_000)}`, "xml-malformed"],
  ])("%s: refused, and nobody is held up", async (_, source, code) => {
    const { value, longestMs } = await longestHold(() => read(source).catch((thrown: unknown) => thrown));
    expect(value).toMatchObject({ name: "NodeError", code });
    expect(longestMs).toBeLessThan(1000);
  });
});

describe("writes", () => {
  test.each<[string, Json, string]>([
    [
      "attributes, lists and text",
      { a: { "@x": 1, b: ["t", null, { c: true }] } },
      '<a x="1"><b>t</b><b/><b><c>true</c></b></a>',
    ],
    [
      "what must be escaped",
      { a: { "@x": '"<\n', "#text": "a<b&c>\"'" } },
      '<a x="&quot;&lt;&#10;">a&lt;b&amp;c&gt;"\'</a>',
    ],
    ["names with prefixes", { "s:a": { "@xmlns:s": "u" } }, '<s:a xmlns:s="u"/>'],
  ])("%s", async (_, value, text) => {
    expect(await write(value)).toBe(head + text);
  });

  test("indented", async () => {
    expect(await write({ a: { b: [{ c: 1 }, "x"] } }, { indent: true })).toBe(
      `${head}<a>\n  <b>\n    <c>1</c>\n  </b>\n  <b>x</b>\n</a>`,
    );
  });

  test("what it wrote it reads again", async () => {
    const value = { order: { "@id": 'A "17"', item: ["<Cup>", "é & ü"], note: "a\nb" } };
    expect(await read(await write(value))).toEqual(value);
    expect(await read(await write(value, { indent: true }))).toEqual(value);
  });

  test.each<[string, Json]>([
    ["a name that is markup", { a: { "b><script": 1 } }],
    ["an attribute that is markup", { a: { '@x="1" onload': 1 } }],
    ["several outermost elements", { a: 1, b: 2 }],
    ["a control character", { a: "x\u0000" }],
    ["no object", "a"],
    ["a list in a list", { a: { b: [[1]] } }],
  ])("%s fails", async (_, value) => {
    await expect(write(value)).rejects.toMatchObject({ code: "xml-value" });
  });
});
