import { definitions } from "@sluice/nodes/definitions";
import { configIssues } from "@sluice/workflow/node-contract";
import { curlRequest } from "@sluice/workflow/variables";
import { expect, test } from "vitest";
import { httpConfigOf } from "./http-config.ts";

test.each<[string, object]>([
  [
    "curl -L https://a.example/x?y=1",
    { method: "GET", url: "https://a.example/x", query: [{ name: "y", value: "1" }], failOn: "500-599" },
  ],
  [
    `curl -d '{"a":["{{b}}"]}' https://a.example`,
    { method: "POST", bodyKind: "json", body: { a: ["{{{{b}}"] }, redirects: 0 },
  ],
  [
    "curl --json '[1]' https://a.example",
    { bodyKind: "json", body: [1], headers: [{ name: "Accept", value: "application/json" }] },
  ],
  [
    "curl -d 'a=1&b=%20' https://a.example",
    {
      bodyKind: "form",
      form: [
        { name: "a", value: "1" },
        { name: "b", value: " " },
      ],
    },
  ],
  [
    "curl -d x -H 'Content-Type: text/xml' -m 900 https://a.example",
    {
      bodyKind: "text",
      body: "x",
      timeoutSeconds: 300,
      headers: [{ name: "Content-Type", value: "text/xml" }],
    },
  ],
  [
    "curl -F 'a={{b}}' -F doc=@x.pdf -H 'Content-Type: multipart/form-data' -H 'Accept: a/b' https://a.example",
    {
      ...{ method: "POST", bodyKind: "multipart", body: { a: "{{{{b}}", doc: null } },
      headers: [{ name: "Accept", value: "a/b" }],
    },
  ],
])("%s", (command, config) => {
  const request = curlRequest(command);
  if (!request) throw new Error("no request");
  const made = httpConfigOf(request, { url: "https://old.example", failOn: "500-599", sign: "hmac" });
  expect(made).toMatchObject(config);
  expect(made).not.toHaveProperty("sign");
  expect(configIssues(definitions.http, made)).toEqual([]);
});
