import { describe, expect, test } from "vitest";
import { createClient, ProblemError } from "./client.ts";

function clientThatGets(status: number, contentType: string, body: unknown) {
  return createClient({
    baseUrl: "http://127.0.0.1:4100",
    fetch: async () =>
      new Response(JSON.stringify(body), { status, headers: { "content-type": contentType } }),
  });
}

describe("createClient", () => {
  test("throws a ProblemError with the document when the answer is a problem", async () => {
    // given
    const problem = {
      type: "urn:sluice:problem:not-signed-in",
      title: "Not signed in",
      status: 401,
      detail: "Sign in.",
      code: "not-signed-in",
    };
    const client = clientThatGets(401, "application/problem+json; charset=utf-8", problem);

    // when
    const thrown: unknown = await client.session.get().catch((error: unknown) => error);

    // then
    expect(thrown).toBeInstanceOf(ProblemError);
    expect(thrown).toMatchObject({ status: 401, problem });
  });

  test("throws something else when the answer is no problem document, a proxy's page for example", async () => {
    // given
    const client = clientThatGets(502, "application/json", { message: "Bad gateway" });

    // when
    const thrown: unknown = await client.session.get().catch((error: unknown) => error);

    // then
    expect(thrown).toBeInstanceOf(Error);
    expect(thrown).not.toBeInstanceOf(ProblemError);
  });
});
