import { describe, expect, test } from "vitest";
import type { JsonObject } from "../../node-contract/json.ts";
import { nodeBehind } from "../testing/converted.ts";

describe("HTTP Request", () => {
  const left = "{{ request.body.a }}";
  test.each<[string, number, JsonObject, JsonObject]>([
    [
      "4.2: fields as JSON, query and headers",
      4.2,
      {
        ...{
          method: "PUT",
          url: "={{ $json.body.url }}",
          sendQuery: true,
          sendHeaders: true,
          sendBody: true,
        },
        queryParameters: { parameters: [{ name: "q", value: "={{ $json.query.q }}" }] },
        headerParameters: { parameters: [{ name: "x-a", value: "1" }] },
        bodyParameters: { parameters: [{ name: "a", value: "={{ $json.body.a }}" }] },
      },
      {
        ...{ method: "PUT", url: "{{ request.body.url }}", host: "any", bodyKind: "json", body: { a: left } },
        query: [{ name: "q", value: "{{ request.query.q }}" }],
        headers: [{ name: "x-a", value: "1" }],
      },
    ],
    [
      "4: a form",
      4,
      {
        method: "POST",
        url: "https://a.example",
        sendBody: true,
        contentType: "form-urlencoded",
        bodyParameters: { parameters: [{ name: "a", value: "1" }] },
      },
      { bodyKind: "form", form: [{ name: "a", value: "1" }] },
    ],
    [
      "3: raw text",
      3,
      {
        method: "POST",
        url: "https://a.example",
        sendBody: true,
        contentType: "raw",
        rawContentType: "text/xml",
        body: "<a/>",
      },
      { bodyKind: "text", body: "<a/>", headers: [{ name: "content-type", value: "text/xml" }] },
    ],
    ["2: by default", 2, { url: "https://a.example", options: {} }, { method: "GET", bodyKind: "none" }],
    [
      "1: fields",
      1,
      {
        requestMethod: "POST",
        url: "https://a.example",
        bodyParametersUi: { parameter: [{ name: "a", value: "b" }] },
        queryParametersUi: { parameter: [{ name: "q", value: "1" }] },
      },
      { bodyKind: "json", body: { a: "b" }, query: [{ name: "q", value: "1" }] },
    ],
  ])("http request %s", (_name, version, parameters, config) => {
    const result = nodeBehind({ type: "httpRequest", version, parameters });
    expect(result).toMatchObject({ type: "http", config, notices: [] });
  });

  const before = { type: "set", version: 3, parameters: { mode: "raw", jsonOutput: "{}" } };
  const parts = [
    { parameterType: "formBinaryData", name: "document", inputDataFieldName: "scan file" },
    { parameterType: "formData", name: "order", value: "={{ $json.body.order }}" },
    { name: "note", value: "{{" },
  ];
  test.each<[string, number, JsonObject, boolean, JsonObject, string[]]>([
    [
      "4: of the request",
      4.2,
      { sendBody: true, contentType: "multipart-form-data", bodyParameters: { parameters: parts } },
      false,
      {
        bodyKind: "multipart",
        body: {
          document: '{{ request.body["scan file"] }}',
          order: "{{ request.body.order }}",
          note: "{{{{",
        },
      },
      ["It:file-of-request"],
    ],
    [
      "4: of another node",
      4.2,
      {
        sendBody: true,
        contentType: "multipart-form-data",
        bodyParameters: { parameters: [parts[0] ?? null] },
      },
      true,
      { bodyKind: "multipart", body: { document: null } },
      ["It:file-not-carried"],
    ],
    [
      "4: a file as it is",
      4,
      { sendBody: true, contentType: "binaryData", inputDataFieldName: "data" },
      false,
      { bodyKind: "file", body: "{{ request.body.data }}" },
      ["It:file-of-request"],
    ],
    [
      "2: fields and files",
      2,
      {
        sendBinaryData: true,
        binaryPropertyName: "scan:data, picture:data1",
        options: { bodyContentType: "multipart-form-data" },
        bodyParametersUi: { parameter: [{ name: "a", value: "b" }] },
      },
      false,
      {
        bodyKind: "multipart",
        body: { a: "b", scan: "{{ request.body.data }}", picture: "{{ request.body.data1 }}" },
      },
      ["It:file-of-request", "It:file-of-request"],
    ],
    [
      "1: one file",
      1,
      { sendBinaryData: true, options: { bodyContentType: "raw" } },
      true,
      { bodyKind: "file", body: null },
      ["It:file-not-carried"],
    ],
  ])("http request with files %s", (_name, version, given, isBehind, config, notices) => {
    const method = version < 3 ? { requestMethod: "POST" } : { method: "POST" };
    const parameters = { ...method, url: "https://a.example", ...given };
    const result = nodeBehind({ type: "httpRequest", version, parameters }, isBehind ? before : null);
    expect(result).toMatchObject({ type: "http", config, notices });
  });

  test("a body that cannot be carried is told", () => {
    const parameters = {
      method: "POST",
      url: "https://a.example",
      sendBody: true,
      contentType: "carrier-pigeon",
    };
    const broken = { ...parameters, contentType: "json", specifyBody: "json", jsonBody: "={ a: {{ 1 }}" };
    expect(nodeBehind({ type: "httpRequest", version: 4, parameters }).notices).toEqual([
      "It:parameter-not-carried",
    ]);
    expect(nodeBehind({ type: "httpRequest", version: 4, parameters: broken }).notices).toEqual([
      "It:json-not-carried",
    ]);
  });
});
