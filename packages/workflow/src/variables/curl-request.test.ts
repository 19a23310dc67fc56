import { expect, test } from "vitest";
import { curlRequest } from "./curl-request.ts";

test.each<[string, string, object]>([
  [
    "a bare URL",
    "curl api.example.com/a?x=1#f",
    {
      method: "GET",
      url: "https://api.example.com/a",
      query: [{ name: "x", value: "1" }],
      headers: [],
      credential: undefined,
      left: [],
    },
  ],
  [
    "JSON",
    `curl --json '{"a":1}' https://a.example/b`,
    { method: "POST", body: '{"a":1}', bodyIsForm: false },
  ],
  ["a form", "curl -d a=1 -d b=2 https://a.example", { method: "POST", body: "a=1&b=2", bodyIsForm: true }],
  [
    "another method, time and redirects",
    "curl -sSLX PUT -m 12.5 https://a.example",
    { method: "PUT", timeoutSeconds: 12.5, followsRedirects: true },
  ],
  [
    "a user",
    "curl -u 'ada:p:w' https://a.example",
    { credential: { type: "basic", username: "ada", password: "p:w" } },
  ],
  [
    "a user in the URL",
    "curl https://ada:pw@a.example/x",
    { url: "https://a.example/x", credential: { type: "basic", username: "ada", password: "pw" } },
  ],
  [
    "a bearer token",
    "curl -H 'Authorization: Bearer canary' -H 'Accept: text/x' https://a.example",
    { headers: [{ name: "Accept", value: "text/x" }], credential: { type: "bearer", token: "canary" } },
  ],
  [
    "a key in a header",
    "curl -H 'X-API-Key: canary' https://a.example",
    { headers: [], credential: { type: "header", name: "X-API-Key", value: "canary" } },
  ],
  [
    "what cannot be carried",
    "curl -k -b a=1 -x p:1 --cert c -H 'Api-Key: 1' -u a:b https://a.example",
    {
      left: ["cookie", "second-credential", "insecure", "proxy", "certificate"].map((what) => ({ what })),
      credential: { type: "basic" },
    },
  ],
  ["a file as the body", "curl -d @a.json https://a.example", { left: [{ what: "file" }] }],
  [
    "a form of several parts",
    "curl https://a.example -F name=Ada -F 'colors=\"red; \\\"green\\\"\"' --form 'more = a b ' --form-string 'at=@x;type=y'",
    {
      ...{ method: "POST", body: undefined, bodyIsForm: false, left: [] },
      form: [
        { name: "name", value: "Ada" },
        { name: "colors", value: 'red; "green"' },
        { name: "more ", value: "a b" },
        { name: "at", value: "@x;type=y" },
      ],
    },
  ],
  [
    "what of a form cannot be carried",
    `curl -X PUT https://a.example -F 'doc=@a.pdf;type=application/pdf' -F 'doc=@b.pdf' -F 'bio=<bio.txt' \
      -F 'meta={"a":1};type=application/json' -F tag=a -F tag=b -F '=(;type=multipart/mixed' -Ffile=@c.png`,
    {
      method: "PUT",
      form: [
        { name: "doc", value: null },
        { name: "bio", value: null },
        { name: "meta", value: '{"a":1}' },
        { name: "tag", value: "a" },
        { name: "file", value: null },
      ],
      left: [
        { what: "form-file", detail: "doc" },
        { what: "form-file", detail: "bio" },
        { what: "form-type", detail: "meta" },
        { what: "form-repeated", detail: "tag" },
        { what: "form-nested", detail: "=(;type=multipart/mixed" },
        { what: "form-file", detail: "file" },
      ],
    },
  ],
  [
    "headers of the connection",
    "curl -H 'Host: x' -H 'Content-Length: 3' https://a.example",
    { headers: [] },
  ],
  [
    "cmd.exe",
    'curl ^"https://a.example/x^" ^\r\n  -H ^"Accept: a^"',
    { url: "https://a.example/x", headers: [{ name: "Accept", value: "a" }] },
  ],
])("%s", (_, command, request) => {
  expect(curlRequest(command)).toMatchObject(request);
  expect(JSON.stringify({ ...curlRequest(command), credential: null })).not.toContain("canary");
});

test.each(["wget https://a.example", "curl", "curl -H 'open"])("%s is no request", (text) => {
  expect(curlRequest(text)).toBeUndefined();
});
