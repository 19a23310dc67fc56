import { describe, expect, it } from "vitest";
import { previewOf, problemsOf } from "./preview.ts";

describe("given a script", () => {
  it("when it is in order, then nothing is wrong and nothing is shown of its value", () => {
    expect(problemsOf("return await trigger.n", "script", { language: "en" })).toEqual([]);
    expect(previewOf("return 1", "script", { language: "en", scope: {} })).toBeNull();
  });

  it("when it cannot be read, then the place is marked", () => {
    const text = "const a = 1;\nreturn a +;";
    const [problem] = problemsOf(text, "script", { language: "en" });
    expect(problem?.message).toBe("Unexpected token");
    expect(text.slice(problem?.from, problem?.to)).toBe(";");
    expect(problem?.from).toBe(text.length - 1);
  });

  it("when it ends too early, then the mark stays inside the text", () => {
    const [problem] = problemsOf("return (", "script", { language: "en" });
    expect(problem).toMatchObject({ from: 8, to: 8 });
  });
});
