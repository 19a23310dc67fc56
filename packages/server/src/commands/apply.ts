import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { ProblemError } from "@sluice/api/client";
import type { AppliedFile, Problem } from "@sluice/api/schemas";
import { type Command, UsageError } from "./command.ts";
import { asSentence, serverClient, serverFlags } from "./server-client.ts";

/** What became of one file. */
type Outcome =
  | { readonly file: string; readonly ok: true; readonly applied: AppliedFile }
  | {
      readonly file: string;
      readonly ok: false;
      readonly problem: Pick<Problem, "code" | "detail" | "issues" | "findings">;
    };

export const apply: Command = {
  name: "apply",
  operand: "[files or folders]",
  operands: "several",
  summary: "Create or update workflows from their files, over the API of a running server",
  flags: {
    ...serverFlags,
    "dry-run": {
      takesValue: false,
      meaning: "Say what would change, and change nothing; exit code 3 when something would",
    },
    publish: { takesValue: false, meaning: "Publish what is new; a file with errors changes nothing" },
    note: { takesValue: true, meaning: "What the versions are published with" },
    json: { takesValue: false, meaning: "Print the plan as JSON" },
  },
  examples: [
    "sluice apply workflows/ --token-file token --dry-run",
    'sluice apply workflows/ --token-file token --publish --note "from Git"',
  ],
  exitCodes: { 3: "a dry run found something to change" },
  async run(input) {
    const { switches, surroundings } = input;
    const files = await filesOf(input.operands);
    const client = await serverClient(input);
    const dryRun = switches.has("dry-run");
    const options = {
      dryRun,
      publish: switches.has("publish"),
      ...(input.flags.note ? { note: input.flags.note } : {}),
    };
    const outcomes: Outcome[] = [];
    const seen = new Map<string, string>();
    for (const file of files) {
      const text = await readFile(file, "utf8");
      const outcome = await applyOne(file, () => client.workflowFiles.apply({ text, ...options }));
      outcomes.push(outcome.ok ? notTwice(outcome, seen) : outcome);
    }
    surroundings.print(
      switches.has("json") ? `${JSON.stringify(outcomes, null, 2)}\n` : report(outcomes, dryRun),
    );
    if (outcomes.some(({ ok }) => !ok)) return 1;
    const changes = outcomes.some(
      (one) => one.ok && (one.applied.action !== "none" || one.applied.wouldPublish),
    );
    return dryRun && changes ? 3 : 0;
  },
};

/** The files themselves, and of folders what lies in them and below: `.yaml`, `.yml` and `.json`. */
export async function filesOf(paths: readonly string[]): Promise<string[]> {
  if (paths.length === 0) throw new UsageError("Name a file or a folder.");
  const found: string[] = [];
  for (const path of paths) {
    const what = await stat(path).catch(() => undefined);
    if (!what) throw new UsageError(`There is no file or folder ${path}.`);
    if (!what.isDirectory()) {
      found.push(path);
      continue;
    }
    const below = await readdir(path, { recursive: true });
    found.push(...below.filter((name) => /\.(ya?ml|json)$/i.test(name)).map((name) => join(path, name)));
  }
  if (found.length === 0) throw new UsageError("There is no .yaml, .yml or .json file in there.");
  // The same order on every system, and no file twice.
  return [...new Set(found)].sort();
}

/** A problem of one file is told with the others'; a server that does not answer, or a wrong token, ends it all. */
async function applyOne(file: string, work: () => Promise<AppliedFile>): Promise<Outcome> {
  try {
    return { file, ok: true, applied: await work() };
  } catch (error) {
    if (!(error instanceof ProblemError)) throw asSentence(error);
    const { code, detail, issues, findings, status } = error.problem;
    if (status === 401 || status === 403) throw asSentence(error);
    return {
      file,
      ok: false,
      problem: { code, detail, ...(issues ? { issues } : {}), ...(findings ? { findings } : {}) },
    };
  }
}

/** Two files that are about one workflow would undo each other. */
function notTwice(outcome: Outcome & { ok: true }, seen: Map<string, string>): Outcome {
  const { file, applied } = outcome;
  const which = applied.id ?? `name ${applied.name}`;
  const other = seen.get(which);
  seen.set(which, file);
  if (other === undefined) return outcome;
  return { file, ok: false, problem: { code: "twice", detail: `${other} is about the same workflow.` } };
}

const verbs = {
  create: ["create", "created"],
  update: ["update", "updated"],
  none: ["no change", "no change"],
} as const;

function report(outcomes: readonly Outcome[], dryRun: boolean): string {
  const lines = outcomes.flatMap((outcome) => {
    if (!outcome.ok) return [`${outcome.file}: FAILED: ${outcome.problem.detail}`, ...whys(outcome.problem)];
    const { applied, file } = outcome;
    const publishing =
      applied.published !== null
        ? `, published v${applied.published}`
        : applied.wouldPublish
          ? ", publish"
          : "";
    const id = applied.id === null ? "" : ` (${applied.id})`;
    return [
      `${file}: ${verbs[applied.action][dryRun ? 0 : 1]} ${applied.name}${id}${publishing}`,
      ...(applied.action === "create" ? [] : applied.changes.map(changeLine)),
      ...applied.references.map(
        ({ at, became }) =>
          `    ${at.join(".")}: its secret or credential ${became === "kept" ? "stays what it is here" : "is empty: fill it in"}`,
      ),
      ...applied.findings.map(({ severity, at, message }) => `    ${severity}: ${at.join(".")}: ${message}`),
    ];
  });
  return `${lines.join("\n")}\n`;
}

function changeLine({ kind, what, node }: AppliedFile["changes"][number]): string {
  const sign = { added: "+", removed: "-", changed: "~" }[kind];
  return `    ${sign} ${node === null ? what : `node ${node}`}`;
}

function whys({ issues = [], findings = [] }: (Outcome & { ok: false })["problem"]): string[] {
  return [
    ...issues.map(({ line, column, at, message }) => {
      const place = [
        ...(line === undefined ? [] : [`line ${line}, column ${column}`]),
        ...(at.length > 0 ? [at.join(".")] : []),
      ];
      return `    ${place.join(", ")}: ${message}`;
    }),
    ...findings
      .filter(({ severity }) => severity === "error")
      .map(({ at, message }) => `    ${at.join(".")}: ${message}`),
  ];
}
