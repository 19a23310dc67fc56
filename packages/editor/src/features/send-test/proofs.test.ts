import { describe, expect, test } from "vitest";
import { readScheme } from "../../document/signature-scheme.ts";
import type { SnippetCredential } from "../../document/snippet-credentials.ts";
import { proofsOf, queryWithKeys } from "./proofs.ts";
import { CannotSignError } from "./sign-request.ts";

const credentials: readonly SnippetCredential[] = [
  { kind: "query", name: "key", value: "API_KEY" },
  { kind: "header", name: "authorization", value: "Bearer TOKEN" },
  { kind: "header", name: "x-gitlab-token", value: "SECRET" },
  { kind: "signature", scheme: readScheme({ header: "x-sig", secretEncoding: "base64" }) },
];
const secrets = ["k&y", "t0ken", "gitlab", "c2VjcmV0"];

describe("what a test proves itself with", () => {
  test("a key in the URL stands behind the example's query", () => {
    expect(queryWithKeys({ query: " a=1 ", secrets }, credentials)).toBe("a=1&key=k%26y");
    expect(queryWithKeys({ query: "", secrets }, credentials)).toBe("key=k%26y");
    expect(queryWithKeys({ query: "a=1", secrets: [] }, [])).toBe("a=1");
  });

  test("keys, tokens and signatures stand in the headers that the trigger looks at", async () => {
    const proofs = await proofsOf(credentials, { texts: { secrets, body: "{}" }, url: "" });
    expect(proofs).toEqual([
      { name: "authorization", value: "Bearer t0ken" },
      { name: "x-gitlab-token", value: "gitlab" },
      { name: "x-sig", value: expect.stringMatching(/^[0-9a-f]{64}$/) },
    ]);
  });

  test("a secret that is not written as its scheme says is told, not sent", async () => {
    const wrong = [...secrets.slice(0, 3), "not base64!"];
    const sent = proofsOf(credentials, { texts: { secrets: wrong, body: "{}" }, url: "" });
    await expect(sent).rejects.toBeInstanceOf(CannotSignError);
  });
});
