import { describe, expect, it } from "vitest";
import type { Json } from "../node-contract/json.ts";
import { cpuTime } from "../testing/cpu-time.ts";
import { readPath } from "./compile-path.ts";
import { PathError } from "./path.ts";

interface Entry {
  id: string;
  group: string;
  request: { path: string; data: Json };
  expect: { outcome: string; value?: Json; max_ms?: number };
}

const file = new URL("../../../../../shared/vectors/hostile.json", import.meta.url);
const entries = await import(/* @vite-ignore */ file.href, { with: { type: "json" } }).then(
  (loaded: { default: { entries: Entry[] } }) => loaded.default.entries,
  () => [],
);
const paths = entries.filter(({ group }) => group === "extract");

it.skipIf(paths.length === 0)("finds the hostile paths in ../shared/vectors/hostile.json", () => {
  expect(paths.length).toBeGreaterThan(20);
});

/** Some entries describe their data instead of writing it out. */
function dataOf(data: Json): Json {
  const described = typeof data === "object" && data !== null && !Array.isArray(data) ? data.gen : undefined;
  if (described === "nested arrays 20000") {
    return Array.from({ length: 20_000 }).reduce<Json>((inner) => [inner], []);
  }
  if (typeof described === "string") {
    const level = (depth: number): Json =>
      Object.fromEntries(
        Array.from({ length: depth === 0 ? 60 : 5 }, (_, n) => [`k${n}`, depth === 4 ? n : level(depth + 1)]),
      );
    return level(0);
  }
  return data;
}

describe.runIf(paths.length > 0)("a hostile path", () => {
  it.each(paths)("$id is harmless", ({ request, expect: expected }) => {
    const data = dataOf(request.data);
    const before = JSON.stringify(request.data);
    const start = cpuTime();
    let outcome: "config_error" | "match" | "no_match";
    let value: Json | undefined;
    try {
      const found = readPath(request.path, data);
      outcome = found.found ? "match" : "no_match";
      value = found.value;
    } catch (error) {
      expect(error).toBeInstanceOf(PathError);
      outcome = "config_error";
    }
    expect(cpuTime() - start).toBeLessThan(expected.max_ms ?? 1_000);
    expect(JSON.stringify(request.data)).toBe(before);
    expect("PWN" in globalThis).toBe(false);
    if (expected.outcome === "config_error") expect(outcome).toBe("config_error");
    // A refused name is an error of the path where others would find nothing.
    if (expected.outcome === "no_match") expect(outcome).not.toBe("match");
    if (expected.outcome === "match") expect(outcome).toBe("match");
    if (expected.value !== undefined) expect(value).toEqual(expected.value);
  });
});
