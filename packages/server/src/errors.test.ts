import { readFileSync } from "node:fs";
import { problemSchema } from "@sluice/api/schemas";
import { describe, expect, it } from "vitest";
import { catalogue, type ProblemCode, PublicError, problemDocument } from "./errors.ts";

const page = readFileSync(new URL("../../../docs/problems.md", import.meta.url), "utf8");
const codes = Object.keys(catalogue) as ProblemCode[];

describe("the catalogue of problems", () => {
  it("is the same list as docs/problems.md, with the same statuses", () => {
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
    expect(section).toMatch(/^Cause: .{10,}$/m);
    expect(section).toMatch(/^Remedy: .{5,}$/m);
  });

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
