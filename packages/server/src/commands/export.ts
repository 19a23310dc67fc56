import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Command, jsonFlag, printJson, UsageError } from "./command.ts";
import { allWorkflows, asked, serverClient, serverFlags, workflowCalled } from "./server-client.ts";

interface Exported {
  readonly id: string;
  readonly name: string;
  readonly file: string;
  /** False: the file had this text already. */
  readonly changed: boolean;
}

export const exportWorkflows: Command = {
  name: "export",
  operand: "[folder]",
  summary: "Write workflows as YAML files into a folder, from a running server",
  flags: {
    ...serverFlags,
    workflow: { takesValue: true, meaning: "Only this one (id or name); left out: all" },
    published: {
      takesValue: false,
      meaning: "The published versions, without those that have none; left out: the drafts",
    },
    ...jsonFlag,
  },
  examples: [
    "sluice export workflows/ --token-file token",
    'sluice export . --workflow "Payment callback" --published --token-file token',
  ],
  async run(input) {
    const { flags, operand, surroundings, switches } = input;
    if (operand === undefined) throw new UsageError("Name the folder that the files go into.");
    const client = await serverClient(input);
    const chosen =
      flags.workflow === undefined
        ? await allWorkflows(client)
        : [await workflowCalled(client, flags.workflow)];
    await mkdir(operand, { recursive: true });
    const published = switches.has("published");
    const names = new Set<string>();
    const exported: Exported[] = [];
    // By id, so that of two with one name the same one gets the plain file name every time.
    for (const { id, name, published: version } of chosen.sort((one, other) =>
      one.id < other.id ? -1 : 1,
    )) {
      if (published && version === null) continue;
      const { fileName, text } = await asked(() =>
        client.workflowFiles.get({ id, ...(published && version !== null ? { version } : {}) }),
      );
      const file = join(operand, names.has(fileName) ? fileName.replace(/(\.\w+)$/, `-${id}$1`) : fileName);
      names.add(fileName);
      const changed = (await readFile(file, "utf8").catch(() => undefined)) !== text;
      if (changed) await writeFile(file, text);
      exported.push({ id, name, file, changed });
    }
    if (switches.has("json")) printJson(input, exported);
    else {
      for (const { name, file, changed } of exported) {
        surroundings.print(`${file}: ${name}${changed ? "" : " (as it was)"}\n`);
      }
    }
    return 0;
  },
};
