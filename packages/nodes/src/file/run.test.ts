import type { Json, JsonObject } from "@sluice/workflow/node-contract";
import { describe, expect, test } from "vitest";
import { runExample, runNode, settled } from "../testing/run-node.ts";
import { runFile } from "./run.ts";

const stored = Buffer.from("Crème;1", "latin1");
const run = async (config: JsonObject, trigger: JsonObject = {}): Promise<Json> =>
  settled(
    await runNode(runFile, {
      config,
      scope: { trigger },
      context: { file: async ({ index }) => (index === 2 ? stored : Buffer.alloc(0)) },
    }),
  ).output;
const received = {
  filename: "a.csv",
  contentType: "text/csv; charset=iso-8859-1",
  size: 7,
  sha256: "aa",
  index: 2,
};
const read = (file: Json, more: JsonObject = {}) => run({ file: "{{ trigger.file }}", ...more }, { file });

test("the example reads a note", async () => {
  expect(settled(await runExample(runFile)).output).toMatchObject({ text: "Hello", size: 5 });
});

describe("reads", () => {
  test.each<[string, Json, JsonObject, JsonObject]>([
    [
      "what the request brought, in its charset",
      received,
      {},
      { text: "Crème;1", size: 7, filename: "a.csv" },
    ],
    [
      "in another charset",
      { ...received, contentType: "text/csv" },
      { charset: "windows-1252" },
      { text: "Crème;1" },
    ],
    ["bytes", received, { as: "base64" }, { base64: stored.toString("base64") }],
    ["JSON", { base64: Buffer.from('{"a":[1]}').toString("base64") }, { as: "json" }, { json: { a: [1] } }],
  ])("%s", async (_, file, more, output) => {
    expect(await read(file, more)).toMatchObject(output);
  });

  test.each<[string, Json, JsonObject, string]>([
    ["no file", { a: 1 }, {}, "invalid-file"],
    ["bytes that the charset does not have", { ...received, contentType: "text/csv" }, {}, "invalid-file"],
    ["a charset that there is not", received, { charset: "klingon" }, "invalid-file"],
    ["what is no JSON", { text: "{" }, { as: "json" }, "file-not-json"],
    ["what is no base64", { base64: "%" }, {}, "invalid-file"],
  ])("%s fails", async (_, file, more, code) => {
    await expect(read(file, more)).rejects.toMatchObject({ name: "NodeError", code });
  });
});

test("makes a file of a text, of JSON and of bytes", async () => {
  const make = (more: JsonObject) => run({ action: "make", filename: "x.json", ...more });
  expect(await make({ content: "abc" })).toEqual({
    ...{ filename: "x.json", contentType: "text/plain; charset=utf-8", size: 3, text: "abc" },
    sha256: "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
  });
  expect(await make({ content: { a: 1 } })).toMatchObject({ text: '{"a":1}' });
  expect(await make({ content: "AP8=", encoded: true })).toMatchObject({ base64: "AP8=", size: 2 });
});
