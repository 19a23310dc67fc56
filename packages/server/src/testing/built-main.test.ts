import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { builtMain } from "./built-main.ts";

describe("what is built", () => {
  const folder = dirname(builtMain);
  const files = readdirSync(folder).filter((name) => name.endsWith(".js"));
  const textOf = (name: string) => readFileSync(join(folder, name), "utf8");

  it("is kept in memory with one byte a character, words in other scripts included", () => {
    expect(files.length).toBeGreaterThan(10);
    expect(files.filter((name) => /[^\0-\xff]/.test(textOf(name)))).toEqual([]);
    expect(files.some((name) => textOf(name).includes("\\u2019"))).toBe(true);
  });
});
