import { describe, expect, test } from "vitest";
import { buildDocument, node } from "../testing/build-document.ts";
import { emptySecrets, secretsOf, withSecrets } from "./secrets.ts";

const document = buildDocument({
  trigger: {
    auth: {
      any: [
        { type: "basic", username: "bob", password: { secret: { value: "s3cret" } } },
        { type: "basic", username: "eve", password: { secret: "sec_1" } },
        { type: "basic", username: "new", password: {} },
      ],
    },
  },
  nodes: {
    call: node("http", { token: { secret: "sec_2" }, body: { "a.b": { secret: { value: "x" } } } }),
    plain: node("set", {
      fields: {
        twoFields: { secret: "sec_3", other: 1 },
        wrong: { secret: 5 },
        wide: { secret: { value: "x", more: 1 } },
        text: "secret",
      },
    }),
  },
});

describe("secrets of a document", () => {
  test("given references and values, each place is found with its owner; look-alikes are not", () => {
    expect(secretsOf(document)).toEqual([
      {
        at: ["trigger", "config", "auth", "any", 0, "password"],
        node: "trigger",
        field: "auth.any.*.password",
        value: "s3cret",
      },
      {
        at: ["trigger", "config", "auth", "any", 1, "password"],
        node: "trigger",
        field: "auth.any.*.password",
        reference: "sec_1",
      },
      { at: ["nodes", "call", "config", "token"], node: "call", field: "token", reference: "sec_2" },
      { at: ["nodes", "call", "config", "body", "a.b"], node: "call", field: "body.a.b", value: "x" },
    ]);
  });

  test("given replacements, each place holds its own and the rest is as it was", () => {
    const before = JSON.stringify(document);
    const replaced = withSecrets(document, ({ reference, value }) =>
      value === undefined ? null : { secret: `sec_of_${value}_${reference ?? ""}` },
    );
    expect(secretsOf(replaced).map(({ reference }) => reference)).toEqual(["sec_of_s3cret_", "sec_of_x_"]);
    expect(replaced.nodes.call?.config).toEqual({ token: {}, body: { "a.b": { secret: "sec_of_x_" } } });
    expect(replaced.nodes.plain).toBe(document.nodes.plain);
    expect(JSON.stringify(document)).toBe(before);
    expect(JSON.stringify(replaced)).not.toContain('s3cret"');
  });

  test("given no secret, the document stays the same object", () => {
    const without = buildDocument({ nodes: { a: node("set", { fields: {} }) } });
    expect(withSecrets(without, () => null)).toBe(without);
  });

  test("given keys with line ends and dots, no place is taken for another", () => {
    const tricky = buildDocument({
      nodes: {
        a: node("set", {
          "x\ny": { secret: "sec_1" },
          x: { y: { plain: true } },
          "x.y": { secret: "sec_2" },
        }),
      },
    });
    expect(withSecrets(tricky, ({ at }) => ({ secret: `new_${at.at(-1)}` })).nodes.a?.config).toEqual({
      "x\ny": { secret: "new_x\ny" },
      x: { y: { plain: true } },
      "x.y": { secret: "new_x.y" },
    });
  });

  test("given a copy, its secrets are empty and the original keeps them", () => {
    const config = document.nodes.call?.config ?? {};
    expect(emptySecrets(config)).toEqual({ token: {}, body: { "a.b": {} } });
    expect(config.token).toEqual({ secret: "sec_2" });
  });
});
