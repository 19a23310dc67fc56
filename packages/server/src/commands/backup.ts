import { statSync } from "node:fs";
import { join, resolve } from "node:path";
import type { MadeBackup } from "../backup/make-backup.ts";
import { type Command, jsonFlag, printJson } from "./command.ts";

export const backup: Command = {
  name: "backup",
  operand: "[file]",
  summary: "Back everything up into one .tar.gz, also while servers run",
  flags: {
    "without-key": {
      takesValue: false,
      meaning: "Leave the secret key out: keep it elsewhere, nothing reads the secrets without it",
    },
    ...jsonFlag,
  },
  examples: ["sluice backup --data ./data", 'sluice backup "/var/backups/sluice-$(date +%F).tar.gz"'],
  async run(input) {
    const { config, operand, surroundings, switches } = input;
    const { makeBackup } = await import("../backup/make-backup.ts");
    const now = new Date();
    const made = await makeBackup({
      ...{ config, now, file: targetOf(operand, now) },
      withKey: !switches.has("without-key"),
    });
    const { file, bytes, manifest } = made;
    const { files: _, columns: __, ...rest } = manifest;
    if (switches.has("json")) printJson(input, { file, bytes, ...rest });
    else surroundings.print(report(made, config.secretKey !== undefined));
    return 0;
  },
};

/** A folder gets a file with the time in its name; so does the present one when none is given. */
function targetOf(operand: string | undefined, now: Date): string {
  const path = resolve(operand ?? ".");
  const name = `sluice-${now.toISOString().slice(0, 19).replaceAll(":", "-")}Z.tar.gz`;
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ? join(path, name) : path;
}

function report({ file, bytes, manifest }: MadeBackup, keyIsSetting: boolean): string {
  const { workflows = 0, deliveries = 0, executions = 0 } = manifest.counts;
  const key = manifest.key.included
    ? "The secret key is in it: keep it as you keep passwords."
    : keyIsSetting
      ? "The secret key is not in it, because SLUICE_SECRET_KEY holds it: keep that too, without it the secrets cannot be read."
      : "The secret key is not in it: keep secret.key too, without it the secrets cannot be read.";
  return `${file} (${bytes} bytes)\nEverything accepted up to ${manifest.madeAt}: ${workflows} workflows, ${deliveries} deliveries, ${executions} executions.\n${key}\n`;
}
