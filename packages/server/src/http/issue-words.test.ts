import { describe, expect, it } from "vitest";
import { z } from "zod";
import { issuesOf } from "./issue-words.ts";

const schema = z.strictObject({
  name: z.string().min(1),
  count: z.int().min(1).max(9).optional(),
  tags: z.array(z.string()).max(2).optional(),
  kind: z.enum(["a", "b"]).optional(),
  at: z.iso.datetime({ offset: true }).optional(),
  mail: z.email("give an address").optional(),
  given: z.string().optional().nonoptional(),
  auth: z
    .discriminatedUnion("type", [
      z.strictObject({ type: z.literal("basic"), user: z.string() }),
      z.strictObject({ type: z.literal("bearer"), token: z.string() }),
    ])
    .optional(),
  either: z.union([z.string(), z.number()]).optional(),
  form: z.union([z.string(), z.strictObject({ id: z.int() })]).optional(),
  headers: z.record(z.string().regex(/^[a-z]+$/, "small letters"), z.string()).optional(),
});

function saidOf(value: object): Record<string, [string, string | undefined]> {
  const parsed = schema.safeParse({ name: "n", given: "g", ...value });
  const issues = (parsed.error?.issues ?? []).flatMap(issuesOf);
  return Object.fromEntries(issues.map(({ at, message, code }) => [at.join("."), [message, code]]));
}

describe("the words of an issue", () => {
  it.each<[object, Record<string, [string, string | undefined]>]>([
    [
      { name: undefined, given: undefined },
      { name: ["is missing", "missing"], given: ["is missing", "missing"] },
    ],
    [{ name: 5 }, { name: ["must be a string, not a number", "wrong-type"] }],
    [{ name: null }, { name: ["must be a string, not null", "wrong-type"] }],
    [{ name: "" }, { name: ["must have at least 1 character", "short-text"] }],
    [{ count: 0 }, { count: ["must be at least 1", "short-number"] }],
    [{ count: 10 }, { count: ["must be at most 9", "long-number"] }],
    [{ count: 1.5 }, { count: ["must be an integer, not a number", "wrong-type"] }],
    [{ tags: ["a", "b", "c"] }, { tags: ["must have at most 2 items", "long-list"] }],
    [{ kind: "c" }, { kind: ["must be one of: a, b", "not-one-of"] }],
    [{ at: "now" }, { at: ["must be an RFC 3339 moment, such as 2026-01-31T12:00:00Z", "wrong-format"] }],
    [{ mail: "me" }, { mail: ["give an address", undefined] }],
    [
      { nmae: 1, two: 2 },
      { nmae: ["is not known here", "unknown-name"], two: ["is not known here", "unknown-name"] },
    ],
    [{ auth: { type: "none" } }, { "auth.type": ["must be one of: basic, bearer", "not-one-of"] }],
    [
      { auth: { type: "basic", token: "t" } },
      { "auth.user": ["is missing", "missing"], "auth.token": ["is not known here", "unknown-name"] },
    ],
    [{ either: true }, { either: ["must be a string or a number", undefined] }],
    [{ form: { id: "x" } }, { "form.id": ["must be a number, not a string", "wrong-type"] }],
    [{ headers: { A: "x" } }, { "headers.A": ["small letters", undefined] }],
  ])("%j", (value, said) => {
    expect(saidOf(value)).toEqual(said);
  });
});
