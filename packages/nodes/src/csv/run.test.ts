import type { Json, JsonObject } from "@sluice/workflow/node-contract";
import { describe, expect, test } from "vitest";
import { longestHold } from "../testing/longest-hold.ts";
import { runExample, runNode, settled } from "../testing/run-node.ts";
import { runCsv } from "./run.ts";

const run = async (config: JsonObject, trigger: JsonObject = {}): Promise<Json> =>
  settled(await runNode(runCsv, { config, scope: { trigger } })).output;
const read = (source: string, more: JsonObject = {}) =>
  run({ source: "{{ trigger.source }}", ...more }, { source });
const rowsOf = async (source: string, more: JsonObject = {}) =>
  ((await read(source, more)) as { rows: Json }).rows;

test("the example reads two rows", async () => {
  expect(settled(await runExample(runCsv)).output).toEqual({
    rows: [
      { sku: "A-1", qty: "2" },
      { sku: "B-2", qty: "1" },
    ],
    ...{ columns: ["sku", "qty"], rowCount: 2, truncated: false },
  });
});

describe("reads", () => {
  test.each<[string, string, JsonObject, Json]>([
    ["quotes, line breaks in cells", 'a,b\r\n"x ""y"" z","1\n2"\r\n', {}, [{ a: 'x "y" z', b: "1\n2" }]],
    ["semicolons by themselves", 'a;b\n"1,5;";2', {}, [{ a: "1,5;", b: "2" }]],
    ["tabs when told", "a,b\tc", { separator: "tab", header: false }, [["a,b", "c"]]],
    ["a mark of UTF-8", "\ufeffa\n1", {}, [{ a: "1" }]],
    [
      "short and long rows",
      "a,b\n1\n1,2,3",
      {},
      [
        { a: "1", b: null },
        { a: "1", b: "2", column_3: "3" },
      ],
    ],
    [
      "the same name twice, none, and one that JavaScript knows",
      "a,a,,__proto__\n1,2,3,4",
      {},
      [{ a: "1", a_2: "2", column_3: "3", column_4: "4" }],
    ],
    ["nothing", "", {}, []],
  ])("%s", async (_, source, more, rows) => {
    expect(await rowsOf(source, more)).toEqual(rows);
  });

  test("a file in its charset", async () => {
    const file = {
      ...{ filename: "a.csv", contentType: "text/csv; charset=iso-8859-1" },
      base64: Buffer.from("nom\nCrème", "latin1").toString("base64"),
    };
    expect(await run({ source: "{{ trigger.file }}" }, { file })).toMatchObject({ rows: [{ nom: "Crème" }] });
  });

  test("no more rows than wanted", async () => {
    const many = `a\n${"1\n".repeat(50_000)}`;
    expect(await read(many, { maxRows: 20 })).toMatchObject({ rowCount: 20, truncated: true });
    expect(await read("a\n1\n2\n", { maxRows: 2 })).toMatchObject({ rowCount: 2, truncated: false });
  });

  test.each([
    ["a quote that is never closed", `a,b\n"${"x".repeat(2 * 1024 * 1024)}`, "csv-malformed"],
    ["a quote in the middle", 'a\n1"2', "csv-malformed"],
    ["separators without end", ",".repeat(3_000_000), "csv-"],
  ])("%s is refused and holds up nobody", async (_, source, code) => {
    const { value, longestMs } = await longestHold(() => read(source).catch((thrown: unknown) => thrown));
    expect(value).toMatchObject({ name: "NodeError", code: expect.stringContaining(code) });
    expect(longestMs).toBeLessThan(1000);
  });
});

describe("writes", () => {
  test("objects by their fields, and disarms what a spreadsheet would run", async () => {
    const rows = [
      { a: 1, b: 'x "y"' },
      { a: null, c: { d: [1] } },
      { a: "=HYPERLINK(1)", b: "-1" },
    ];
    expect(await run({ action: "write", rows: "{{ trigger.rows }}" }, { rows })).toEqual({
      text: 'a,b,c\r\n1,"x ""y""",\r\n,,"{""d"":[1]}"\r\n\'=HYPERLINK(1),\'-1,\r\n',
      rowCount: 3,
    });
  });

  test("lists as they are, chosen columns in their order", async () => {
    const lists = {
      action: "write",
      rows: [
        ["a", 1],
        ["b;", true],
      ],
      separator: "semicolon",
    };
    expect(await run(lists)).toMatchObject({ text: 'a;1\r\n"b;";true\r\n' });
    const chosen = { action: "write", rows: [{ a: 1, b: 2 }], columns: ["b", "z"], header: false };
    expect(await run(chosen)).toMatchObject({ text: "2,\r\n" });
  });

  test("what it wrote it reads again", async () => {
    const rows = [{ name: 'O\'Neil, "x"\r\n;', note: "é|\t" }];
    const { text } = (await run({ action: "write", rows })) as { text: string };
    expect(await rowsOf(text)).toEqual(rows);
  });

  test("what is no list fails", async () => {
    await expect(run({ action: "write", rows: { a: 1 } })).rejects.toMatchObject({ code: "csv-rows" });
  });
});
