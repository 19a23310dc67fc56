import { describe, expect, test } from "vitest";
import type { Json } from "../node-contract/json.ts";
import { compileSchema } from "./compile-schema.ts";
import text from "./testing/draft2020-12.jsonl?raw";

interface Group {
  readonly file: string;
  readonly what: string;
  readonly schema: Json;
  readonly tests: readonly { what: string; data: Json; valid: boolean }[];
}

// JSON-Schema-Test-Suite of 2026-08 (MIT, Julian Berman and contributors), tests/draft2020-12 without remote schemas.
const lines = text.trim().split("\n");
const groups = lines.map((line) => JSON.parse(line) as Group);

/** What is refused on purpose: several resources in one document, remote ones, and Unicode names that re2 has not. */
const refused = /^(?:\$id at|the reference "(?!#)|the pattern .*\\p\{Letter\}|\$schema names)/;

const files = [...new Set(groups.map(({ file }) => file))];

describe("the official suite", () => {
  test.each(files)("%s", (file) => {
    for (const { what, schema, tests } of groups.filter((group) => group.file === file)) {
      const { problems, check } = compileSchema(schema);
      if (problems.length > 0) {
        const reasons = problems.map(({ message }) => message.en);
        expect(
          reasons.some((reason) => refused.test(reason)),
          `${what}: ${reasons}`,
        ).toBe(true);
        continue;
      }
      for (const { what: which, data, valid } of tests) {
        // Formats are checked here, where the suite takes them as notes.
        if (file === "format" && which.includes("only an annotation")) continue;
        expect(check(data).length === 0, `${what}: ${which}`).toBe(valid);
      }
    }
  });

  test("is not refused beyond that", () => {
    const taken = groups.filter(({ schema }) => compileSchema(schema).problems.length === 0);
    expect(groups.length).toBeGreaterThan(350);
    expect(taken.length / groups.length).toBeGreaterThan(0.88);
  });
});
