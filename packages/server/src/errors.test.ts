import { readFileSync } from "node:fs";
import { problemSchema } from "@sluice/api/schemas";
import { describe, expect, it } from "vitest";
import { catalogue, type ProblemCode, PublicError, problemDocument } from "./errors.ts";

const read = (path: string) => readFileSync(new URL(`../../../docs/${path}`, import.meta.url), "utf8");
/** The page of problems in both languages, with the words that begin its two sentences. */
const pages = [
  { path: "problems.md", page: read("problems.md"), cause: "Cause: ", remedy: "Remedy: " },
  { path: "fr/problems.md", page: read("fr/problems.md"), cause: "Cause\u00a0: ", remedy: "Remède\u00a0: " },
];
const codes = Object.keys(catalogue) as ProblemCode[];

describe.each(pages)("the catalogue of problems and docs/$path", ({ page, cause, remedy }) => {
  it("are the same list, with the same statuses", () => {
    const documented = [...page.matchAll(/^### ([a-z-]+) \((\d{3})\)$/gm)].map(([, code, status]) => [
      code,
      Number(status),
    ]);
    expect(Object.fromEntries(documented)).toEqual(
      Object.fromEntries(codes.map((code) => [code, catalogue[code].status])),
    );
    expect(documented).toHaveLength(codes.length);
  });

  it.each(codes)("says of %s what causes it and what to do", (code) => {
    const section = page.split(`### ${code} (`)[1]?.split("\n##")[0] ?? "";
    expect(section).toMatch(new RegExp(`^${cause}.{10,}$`, "m"));
    expect(section).toMatch(new RegExp(`^${remedy}.{5,}$`, "m"));
  });
});

describe("the catalogue of problems", () => {
  it.each(codes)("makes a problem document of %s", (code) => {
    const problem = problemSchema.parse(problemDocument(code, { members: { extra: 1 } }));
    expect(problem).toMatchObject({
      code,
      status: catalogue[code].status,
      type: `urn:sluice:problem:${code}`,
      extra: 1,
    });
    expect(problem.detail).not.toBe("");
  });

  it("keeps the cause inside", () => {
    const error = new PublicError("internal-error", { cause: new Error("the secret reason") });
    expect(
      JSON.stringify(problemDocument(error.code, { detail: error.detail, members: error.members })),
    ).not.toContain("secret");
  });
});
