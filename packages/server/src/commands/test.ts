import type { TestFailure, TestResult } from "@sluice/api/schemas";
import type { Json } from "@sluice/workflow/node-contract";
import { type Command, UsageError } from "./command.ts";
import { type WorkflowTests, withTests } from "./tests-database.ts";

interface Tested {
  readonly id: string;
  readonly name: string;
  /** Null: the draft. */
  readonly version: number | null;
  readonly results: readonly TestResult[];
}

export const test: Command = {
  name: "test",
  operand: "[workflow]",
  summary: "Run the test cases of a workflow (id or name), or of all: nothing is stored or sent",
  flags: {
    version: { takesValue: true, meaning: "Test this version; left out: the draft" },
    json: { takesValue: false, meaning: "Print the results as JSON" },
  },
  examples: ["sluice test", 'sluice test "Payment callback" --version 3'],
  exitCodes: { 1: "a test case failed" },
  async run(input) {
    const version = readVersion(input.flags.version);
    const { operand, surroundings, switches } = input;
    if (version !== null && operand === undefined) throw new UsageError("--version needs a workflow.");
    const tested = await withTests(input.config, async (tests) => {
      const found = await workflowsOf(tests, operand);
      const all: Tested[] = [];
      for (const workflow of found) {
        const results = await tests.run({ id: workflow.id, version });
        if (!results) throw new UsageError(`${workflow.name} has no version ${version}.`);
        if (results.length > 0 || operand !== undefined) all.push({ ...workflow, version, results });
      }
      return all;
    });
    const results = tested.flatMap((one) => one.results);
    const passed = results.filter((one) => one.passed).length;
    const failed = results.length - passed;
    surroundings.print(
      switches.has("json")
        ? `${JSON.stringify({ passed, failed, workflows: tested }, null, 2)}\n`
        : `${tested.map(report).join("\n")}\n${passed} passed, ${failed} failed\n`,
    );
    return failed > 0 ? 1 : 0;
  },
};

function readVersion(text: string | undefined): number | null {
  if (text === undefined) return null;
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new UsageError("--version is the number of a version.");
  return Number(text);
}

async function workflowsOf(tests: WorkflowTests, wanted: string | undefined) {
  const all = await tests.workflows();
  if (wanted === undefined) return all;
  const found = all.filter(({ id, name }) => id === wanted || name === wanted);
  if (found.length === 0) throw new UsageError(`There is no workflow with the id or name ${wanted}.`);
  if (found.length > 1) throw new UsageError(`Several workflows are called ${wanted}: give the id of one.`);
  return found;
}

function report({ name, id, version, results }: Tested): string {
  const what = version === null ? "draft" : `version ${version}`;
  const lines = results.flatMap((result) => [
    `  ${(result.passed ? "ok" : "FAILED").padEnd(8)}${result.name}`,
    ...result.failures.map((failure) => `          ${sentence(failure)}`),
  ]);
  return [`${name} (${id}, ${what})`, ...(lines.length > 0 ? lines : ["  no test cases"])].join("\n");
}

function sentence({ expectation, node, path, expected, got }: TestFailure): string {
  const place = [node, path].filter((part) => part !== null && part !== "").join(" ");
  const where = place === "" ? expectation : `${expectation} ${place}`;
  switch (expectation) {
    case "ran":
      return `${where}: it did not run`;
    case "not-ran":
      return `${where}: it ran`;
    case "recorded":
      return `${where}: it reaches outside, and nothing is recorded for it`;
    default:
      return `${where}: expected ${shown(expected)}, got ${shown(got)}`;
  }
}

function shown(value: Json | undefined): string {
  return value === undefined ? "nothing" : JSON.stringify(value);
}
