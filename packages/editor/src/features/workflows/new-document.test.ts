import { documentSchema, webhookTriggerSchema } from "@sluice/workflow/document";
import { parseExamples } from "@sluice/workflow/variables";
import { describe, expect, test } from "vitest";
import { newDocument } from "./new-document.ts";

describe("newDocument", () => {
  test("is a document that a save takes", () => {
    expect(documentSchema.parse(newDocument({ name: "Payment", mode: "sync", parsed: null }))).toMatchObject({
      name: "Payment",
      mode: "sync",
      nodes: {},
    });
  });

  test("takes variables, examples and the Basic user from a pasted command", () => {
    // given
    const parsed = parseExamples({
      curl: `curl -u bob:s3cret 'https://shop.example/hook?page=2' -H 'X-Request-Id: 7' --json '{"order":{"id":"o1"}}'`,
    });

    // when
    const document = newDocument({ name: "Shop", mode: "async", parsed });
    const trigger = webhookTriggerSchema.parse(document.trigger.config);

    // then
    expect(trigger.variables.map(({ from, path }) => `${from} ${path}`)).toEqual(
      expect.arrayContaining(["body order.id", "query page", "headers x-request-id"]),
    );
    expect(trigger.auth?.any).toEqual([
      { type: "basic", username: "bob", password: { secret: { value: "s3cret" } } },
    ]);
    expect(JSON.stringify(trigger.examples)).not.toContain("s3cret");
  });
});
