import { readFile } from "node:fs/promises";
import type { Client } from "@sluice/api/client";
import { ProblemError } from "@sluice/api/client";
import type { ImportNotice, Problem } from "@sluice/api/schemas";
import { filesOf } from "./apply.ts";
import { type Command, jsonFlag, printJson } from "./command.ts";
import { asSentence, serverClient, serverFlags } from "./server-client.ts";

type Imported =
  | {
      readonly file: string;
      readonly ok: true;
      readonly id: string;
      readonly name: string;
      readonly from: "sluice" | "n8n";
      readonly notices: readonly ImportNotice[];
    }
  | {
      readonly file: string;
      readonly ok: false;
      readonly problem: Pick<Problem, "code" | "detail" | "issues">;
    };

export const importWorkflows: Command = {
  name: "import",
  operand: "[files or folders]",
  operands: "several",
  summary: "Make a new workflow of each file, of Sluice (YAML, JSON) or of n8n (JSON)",
  flags: { ...serverFlags, ...jsonFlag },
  examples: [
    "sluice import payment-callback.yaml --token-file token",
    "sluice import n8n-export/ --token-file token",
  ],
  exitCodes: { 1: "a file could not be imported; the others were" },
  async run(input) {
    const files = await filesOf(input.operands);
    const client = await serverClient(input);
    const all: Imported[] = [];
    for (const file of files) all.push(await importOne(client, file));
    if (input.switches.has("json")) printJson(input, all);
    else input.surroundings.print(`${all.flatMap(report).join("\n")}\n`);
    return all.every(({ ok }) => ok) ? 0 : 1;
  },
};

async function importOne(client: Client, file: string): Promise<Imported> {
  try {
    const text = await readFile(file, "utf8");
    const { document, folder, tags, from, notices } = await client.workflowFiles.read({ text });
    const { id, name } = await client.workflows.create({ document });
    if (folder || (tags && tags.length > 0)) {
      await client.workflows.place({ id, folder: folder ?? "", tags: tags ?? [] });
    }
    return { file, ok: true, id, name, from, notices };
  } catch (error) {
    // A wrong token is wrong for every file.
    const problem = error instanceof ProblemError ? error.problem : undefined;
    if (!problem || problem.status === 401 || problem.status === 403) throw asSentence(error);
    const { code, detail, issues } = problem;
    return { file, ok: false, problem: { code, detail, ...(issues ? { issues } : {}) } };
  }
}

function report(one: Imported): string[] {
  if (!one.ok) {
    const issues = (one.problem.issues ?? []).map(({ line, column, at, message }) => {
      const place = line === undefined ? at.join(".") : `line ${line}, column ${column}`;
      return `    ${place}: ${message}`;
    });
    return [`${one.file}: FAILED: ${one.problem.detail}`, ...issues];
  }
  return [
    `${one.file}: created ${one.name} (${one.id})`,
    ...one.notices.map(
      ({ kind, node, text }) =>
        `    ${kind === "left" ? "to do by hand" : "adapted"}: ${node ?? "the whole"}: ${text.en}`,
    ),
  ];
}
