import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { root } from "../docs/guide.ts";

/** What a merge leaves in a file that nobody has settled: marks at the beginning of a line. */
const mark = /^(?:<{7}|\|{7}|>{7})(?: |$)/m;

const tracked = execFileSync("git", ["ls-files", "-z"], { cwd: root, encoding: "utf8" })
  .split("\0")
  .filter(Boolean);

it("no file is left with two versions of a place, as a merge leaves them", () => {
  expect(tracked.length).toBeGreaterThan(1000);
  const unsettled = tracked.filter((file) => {
    try {
      return mark.test(readFileSync(`${root}/${file}`, "utf8"));
    } catch {
      return false; // deleted in the working tree
    }
  });
  expect(unsettled).toEqual([]);
});

it("sees the marks of a merge, and takes no underlining or quoting for one", () => {
  expect(mark.test(`a\n${"<".repeat(7)} HEAD\nb`)).toBe(true);
  expect(mark.test(`a\n${">".repeat(7)} branch`)).toBe(true);
  expect(mark.test(`Title\n${"=".repeat(7)}\n>>> quoted\n  ${"<".repeat(7)} x`)).toBe(false);
});
