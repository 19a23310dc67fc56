import { readFile } from "node:fs/promises";
import { type Client, createClient, ProblemError } from "@sluice/api/client";
import { type CommandInput, required, UsageError } from "./command.ts";

/** Flags of the commands that speak to a running server. */
export const serverFlags = {
  server: {
    takesValue: true,
    meaning: "Where it runs; left out: http://127.0.0.1 and the port of the settings",
  },
  "token-file": {
    takesValue: true,
    meaning: "File that holds an API token; -: standard input",
  },
} as const;

/** A client of the server that the flags name, with their token. */
export async function serverClient(input: CommandInput): Promise<Client> {
  const baseUrl = (input.flags.server ?? `http://127.0.0.1:${input.config.port}`).replace(/\/+$/, "");
  if (!/^https?:$/.test(URL.canParse(baseUrl) ? new URL(baseUrl).protocol : "")) {
    throw new UsageError("--server is an address such as https://hooks.example.com.");
  }
  return createClient({ baseUrl, headers: await authorization(input) });
}

/** The token never stands on the command line, where other people on the machine can read it. */
async function authorization(input: CommandInput): Promise<() => Record<string, string>> {
  const file = required(input, "token-file");
  const text =
    file === "-"
      ? await input.surroundings.readInput()
      : await readFile(file, "utf8").catch(() => {
          throw new UsageError(`The file of the token, ${file}, cannot be read.`);
        });
  const token = text.trim();
  if (!/^slu_[\w-]+$/.test(token)) throw new UsageError("The token is none: it begins with slu_.");
  return () => ({ authorization: `Bearer ${token}` });
}

/** Makes a sentence of what a call failed with. */
export async function asked<Answer>(call: () => Promise<Answer>): Promise<Answer> {
  try {
    return await call();
  } catch (error) {
    throw asSentence(error);
  }
}

/** A problem with its code, or that the server does not answer. */
export function asSentence(error: unknown): Error {
  if (error instanceof ProblemError) return new Error(`${error.problem.detail} (${error.problem.code})`);
  return new Error(`The server does not answer: ${error instanceof Error ? error.message : String(error)}`);
}

const pageSize = 100;

interface NamedWorkflow {
  readonly id: string;
  readonly name: string;
  readonly published: number | null;
}

/** All workflows of the server. */
export async function allWorkflows(client: Client): Promise<NamedWorkflow[]> {
  const all: NamedWorkflow[] = [];
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const page = await asked(() => client.workflows.list({ limit: pageSize, ...(cursor ? { cursor } : {}) }));
    all.push(...page.items);
    cursor = page.nextCursor;
  }
  return all;
}

/** The one that an id or a name means. Throws a `UsageError` when it is none, or several. */
export async function workflowCalled(client: Client, wanted: string): Promise<NamedWorkflow> {
  const found = (await allWorkflows(client)).filter(({ id, name }) => id === wanted || name === wanted);
  const [first] = found;
  if (!first) throw new UsageError(`There is no workflow with the id or name ${wanted}.`);
  if (found.length > 1) throw new UsageError(`Several workflows are called ${wanted}: give the id of one.`);
  return first;
}
