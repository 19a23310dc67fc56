import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Json, SandboxJob } from "@sluice/workflow/node-contract";
import { afterAll, describe, expect, test } from "vitest";
import { createSandbox } from "./sandbox.ts";

interface Entry {
  id: string;
  group: string;
  request: { code?: string; path?: string; data?: Json };
  expect: { outcome?: string; value?: Json; repeat?: number };
}

const file = fileURLToPath(new URL("../../../../../shared/vectors/hostile.json", import.meta.url));
const entries: Entry[] = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")).entries : [];
const scripts = entries.filter(({ group }) => group === "code-node");
const paths = entries.filter(({ group }) => group === "extract");
if (entries.length === 0)
  console.warn("vectors.test.ts is skipped: ../shared/vectors is not beside the repository");

const sandbox = createSandbox({ size: 1 });
afterAll(() => sandbox.close());

async function outcomeOf(job: Pick<SandboxJob, "language" | "source" | "values">): Promise<Json> {
  try {
    return { value: (await sandbox.run({ ...job, timeoutMs: 2000, memoryBytes: 64 * 1024 * 1024 })).value };
  } catch (error) {
    if (!(error instanceof Error) || !("code" in error)) throw error;
    return { code: String(error.code) };
  }
}

async function expectNextToWork(): Promise<void> {
  const next = await outcomeOf({ language: "javascript", source: "return 'fine'", values: {} });
  expect(next).toEqual({ value: "fine" });
  expect(Reflect.get(globalThis, "PWN")).toBeUndefined();
  expect(Reflect.get({}, "polluted")).toBeUndefined();
}

describe.runIf(scripts.length > 0)("hostile code of ../shared/vectors", () => {
  test.each(scripts)("$id", { timeout: 30_000 }, async ({ request, expect: expected }) => {
    const job = { language: "javascript", source: request.code ?? "", values: { input: {} } } as const;
    for (let time = 0; time < (expected.repeat ?? 1); time++) {
      const outcome = await outcomeOf(job);
      if (expected.value !== undefined) expect(outcome).toEqual({ value: expected.value });
      if (expected.outcome === "value") expect(outcome).toHaveProperty("value");
      if (expected.outcome === "config_error") expect(outcome).toEqual({ code: "code-failed" });
      if (expected.outcome?.startsWith("node_error:")) {
        // What loops may run out of memory first, what eats memory out of time: it is stopped either way.
        const limits = { code: expect.stringMatching(/^code-(timeout|memory)$/) };
        // `"x".repeat(1000)` a million times may end in time; its console is cut then.
        expect(outcome).toEqual("value" in (outcome as object) ? { value: null } : limits);
      }
    }
    await expectNextToWork();
  });
});

describe.runIf(paths.length > 0)("hostile paths of ../shared/vectors, as jsonpath-plus reads them", () => {
  // Described instead of written out in the file, or of no concern to a process that is killed.
  const described = paths.filter(({ request }) => JSON.stringify(request.data)?.includes('"gen"'));
  const written = paths.filter((entry) => !described.includes(entry));

  test.each(written)("$id", { timeout: 30_000 }, async ({ request, expect: expected }) => {
    const values = { value: request.data ?? null };
    const outcome = await outcomeOf({ language: "jsonpath-plus", source: request.path ?? "", values });
    if ("value" in (expected as object)) expect(outcome).toEqual({ value: [expected.value] });
    if (expected.outcome === "no_match" && !request.path?.endsWith(".length"))
      expect(outcome).toEqual({ value: [] });
    // Filters and scripts are refused; those of the standard mean nothing here (the node refuses them before).
    if (/\?\(|\(@/.test(request.path ?? "") && !/\?(match|search)/.test(request.path ?? "")) {
      expect(outcome).toEqual({ code: "code-failed" });
    }
    await expectNextToWork();
  });

  test("deep and wide documents are an error or an answer, in time", { timeout: 60_000 }, async () => {
    const deep = { language: "javascript", values: {} } as const;
    const nested = await outcomeOf({
      ...deep,
      source: "let a = 1; for (let i = 0; i < 2e4; i++) a = [a]; return a",
    });
    expect(nested).toHaveProperty("code");
    const level = (depth: number): Json =>
      Object.fromEntries(
        Array.from({ length: depth === 0 ? 60 : 5 }, (_, n) => [`k${n}`, depth === 4 ? n : level(depth + 1)]),
      );
    const wide = await outcomeOf({
      language: "jsonpath-plus",
      source: "$..*..*..*..*..*",
      values: { value: level(0) },
    });
    expect(wide).toEqual(
      "value" in (wide as object) ? { value: expect.any(Array) } : { code: expect.any(String) },
    );
    await expectNextToWork();
  });
});
