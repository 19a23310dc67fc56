import { definitions } from "@sluice/nodes/definitions";
import { checkParameters, nodeOfOperation } from "@sluice/workflow/connectors";
import { describe, expect, test } from "vitest";
import { readOpenApi } from "./read-openapi.ts";

const read = (document: object) => readOpenApi({ text: JSON.stringify(document) });
const get = (more: object = {}) => ({ responses: {}, ...more });
const api = (paths: object) => ({
  ...{ openapi: "3.1.0", info: { title: "Shop", version: "1" }, servers: [{ url: "https://a.example/v1" }] },
  paths,
});

describe("lists and objects outside of JSON", () => {
  test("how each list and object of a query is written", async () => {
    const list = { type: "array", items: { type: "integer" } };
    const place = { type: "object", required: ["city"], properties: { city: {}, tags: list } };
    const of = (name: string, schema: object, more: object = {}) => ({ name, in: "query", schema, ...more });
    const parameters = [
      of("each", list),
      of("commas", list, { explode: false }),
      of("spaces", list, { style: "spaceDelimited" }),
      of("pipes", list, { style: "pipeDelimited" }),
      of("pipesEach", list, { style: "pipeDelimited", explode: true }),
      of("deep", place, { style: "deepObject", required: true }),
      of("open", { type: "object" }, { style: "deepObject" }),
      of("apart", { type: "object", properties: { from: {}, until: {} } }),
      { name: "json", in: "query", content: { "application/json": { schema: { type: "object" } } } },
      of("text", { type: "string" }, { explode: false }),
    ];
    const { content, notices } = await read(api({ "/a": { get: get({ parameters }) } }));
    const made = content.operations[0]?.parameters.map(({ name, list: style }) => [name, style ?? "repeat"]);
    expect(made).toEqual([
      ...[
        ["each", "repeat"],
        ["commas", "comma"],
        ["spaces", "space"],
        ["pipes", "pipe"],
      ],
      ...[
        ["pipesEach", "repeat"],
        ["deep[city]", "repeat"],
        ["deep[tags]", "brackets"],
        ["open", "brackets"],
      ],
      ...[
        ["from", "repeat"],
        ["until", "repeat"],
        ["json", "json"],
        ["text", "repeat"],
      ],
    ]);
    expect(notices).toEqual([]);
    const old = {
      ...{ swagger: "2.0", info: { title: "Old", version: "1" }, host: "old.example", schemes: ["https"] },
      paths: {
        "/a": {
          get: {
            parameters: ["csv", "multi", "ssv", "pipes"].map((collectionFormat) => ({
              ...{
                name: collectionFormat,
                in: "query",
                type: "array",
                items: { type: "string" },
                collectionFormat,
              },
            })),
            responses: {},
          },
        },
      },
    };
    const ofOld = (await read(old)).content.operations[0]?.parameters;
    expect(ofOld?.map((one) => one.list ?? "repeat")).toEqual(["comma", "repeat", "space", "pipe"]);
  });

  test("the fields of forms, with files too", async () => {
    const tags = { type: "array", items: { type: "string" } };
    const file = { type: "string", format: "binary" };
    const filter = { type: "object", properties: { city: { type: "string" } } };
    const form = {
      schema: {
        type: "object",
        properties: { each: tags, commas: tags, deep: tags, filter, within: filter, any: { type: "object" } },
      },
      encoding: {
        commas: { explode: false },
        deep: { style: "deepObject", explode: true },
        filter: { contentType: "application/json" },
      },
    };
    const parts = {
      schema: {
        type: "object",
        required: ["file"],
        properties: { file, files: { type: "array", items: file }, tags, note: {} },
      },
    };
    const { content, notices } = await read(
      api({
        "/form": { post: get({ requestBody: { content: { "application/x-www-form-urlencoded": form } } }) },
        "/upload": {
          post: get({ requestBody: { required: true, content: { "multipart/form-data": parts } } }),
        },
      }),
    );
    const [sent, upload] = content.operations;
    expect(sent?.parameters.map(({ name, list: style }) => [name, style ?? "repeat"])).toEqual([
      ...[
        ["each", "repeat"],
        ["commas", "comma"],
        ["deep", "brackets"],
        ["filter", "json"],
      ],
      ...[
        ["within[city]", "repeat"],
        ["any", "brackets"],
      ],
    ]);
    expect(upload?.bodyKind).toBe("multipart");
    const made = upload && nodeOfOperation({ id: "shop", baseUrl: content.baseUrl }, upload);
    expect(made?.config).toMatchObject({ bodyKind: "multipart", body: { file: "{{ trigger.file }}" } });
    expect(definitions.http.config.safeParse(made?.config).error).toBeUndefined();
    expect(upload && made && checkParameters(made.config, upload)).toEqual([]);
    expect(notices).toEqual([{ code: "list-not-carried", operation: "POST /upload", detail: "tags" }]);
  });
});
