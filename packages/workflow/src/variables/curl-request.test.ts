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
      left: ["cookie", "second-credential", "insecure", "proxy", "certificate"],
      credential: { type: "basic" },
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
