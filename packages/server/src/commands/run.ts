import { readFile } from "node:fs/promises";
import { setTimeout as delay } from "node:timers/promises";
import type { Client } from "@sluice/api/client";
import type { Execution } from "@sluice/api/schemas";
import type { Json } from "@sluice/workflow/node-contract";
import { type Command, type CommandInput, jsonFlag, printJson, UsageError } from "./command.ts";
import { asked, serverClient, serverFlags, workflowCalled } from "./server-client.ts";

/** How often it is looked whether the execution has come to its end, in milliseconds. */
const lookEveryMs = 200;
const exitCodes = {
  1: "it failed, was cancelled or timed out",
  3: "it waits for something and goes on later",
};

export const run: Command = {
  name: "run",
  operand: "<workflow>",
  summary:
    "Run a workflow (id or name) on a running server, without its trigger URL, and show what became of it",
  flags: {
    ...serverFlags,
    body: { takesValue: true, meaning: "File of the body (JSON); -: standard input" },
    query: { takesValue: true, meaning: "Query of the URL: a=1&b=2" },
    headers: { takesValue: true, meaning: "File of the headers, a JSON object of texts" },
    version: { takesValue: true, meaning: "Number of a version; left out: the draft" },
    "no-wait": { takesValue: false, meaning: "Begin it, and do not wait for its end" },
    ...jsonFlag,
  },
  examples: [
    'sluice run "Payment callback" --body order.json --token-file token',
    "sluice run wf_01M8CP39TDR61YSHV4GZNYZA4F --version 3 --json --token-file token",
  ],
  exitCodes,
  async run(input) {
    const { flags, operand, surroundings, switches } = input;
    if (operand === undefined) throw new UsageError("Name a workflow by its id or name.");
    if (flags.body === "-" && flags["token-file"] === "-") {
      throw new UsageError("Standard input cannot be both the body and the token: put one into a file.");
    }
    const version = readVersion(flags.version);
    const given = await inputOf(input);
    const client = await serverClient(input);
    const { id } = await workflowCalled(client, operand);
    const begun = await asked(() => client.workflows.run({ id, version, input: given }));
    const execution = switches.has("no-wait") ? begun : await atRest(client, begun);
    if (switches.has("json")) printJson(input, execution);
    else surroundings.print(report(execution));
    return switches.has("no-wait") ? 0 : codeOf(execution);
  },
};

function readVersion(text: string | undefined): "draft" | number {
  if (text === undefined) return "draft";
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new UsageError("--version is the number of a version.");
  return Number(text);
}

async function inputOf(input: CommandInput) {
  const { body, query, headers } = input.flags;
  const read = async (flag: string, file: string): Promise<Json> => {
    const text =
      file === "-"
        ? await input.surroundings.readInput()
        : await readFile(file, "utf8").catch(() => {
            throw new UsageError(`The file of --${flag}, ${file}, cannot be read.`);
          });
    try {
      return JSON.parse(text) as Json;
    } catch (error) {
      throw new UsageError(
        `What --${flag} names is not JSON: ${error instanceof Error ? error.message : ""}.`,
      );
    }
  };
  return {
    ...(body === undefined ? {} : { body: await read("body", body) }),
    ...(query === undefined ? {} : { query: Object.fromEntries(new URLSearchParams(query)) }),
    ...(headers === undefined ? {} : { headers: textsOf(await read("headers", headers)) }),
  };
}

function textsOf(value: Json): Record<string, string> {
  const entries = Object.entries(value ?? {});
  if (
    typeof value !== "object" ||
    Array.isArray(value) ||
    entries.some(([, one]) => typeof one !== "string")
  ) {
    throw new UsageError("What --headers names is no JSON object of texts.");
  }
  return Object.fromEntries(entries.map(([name, one]) => [name, String(one)]));
}

/** When it has ended, or sleeps until something happens. */
async function atRest(client: Client, begun: Execution): Promise<Execution> {
  for (let execution = begun; ; ) {
    if (execution.finishedAt !== null || execution.status === "waiting") return execution;
    await delay(lookEveryMs);
    execution = await asked(() => client.executions.get({ id: begun.id }));
  }
}

function codeOf({ status }: Execution): number {
  if (status === "succeeded") return 0;
  return status === "waiting" ? 3 : 1;
}

function report({ id, status, steps, answer, error }: Execution): string {
  const lines = [
    `${id}: ${status}`,
    ...steps.map(({ node, type, status: step, port, error: why }) => {
      const exit = port === null || port === undefined ? "" : ` → ${port}`;
      return `  ${step.padEnd(10)}${node} (${type})${exit}${why ? `: ${why.message} (${why.code})` : ""}`;
    }),
    ...(answer === null ? [] : [`answer: ${answer.status} ${answer.body}`]),
    ...(error === null ? [] : [`error: ${error.message} (${error.code})`]),
  ];
  return `${lines.join("\n")}\n`;
}
