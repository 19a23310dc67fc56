import { resolve } from "node:path";
import type { Restored } from "../backup/restore-backup.ts";
import { type Command, jsonFlag, printJson, UsageError } from "./command.ts";

export const restore: Command = {
  name: "restore",
  operand: "<file>",
  summary: "Put a backup into an empty data folder or PostgreSQL database, after checking it",
  flags: {
    check: { takesValue: false, meaning: "Only check the file, and change nothing" },
    replace: { takesValue: false, meaning: "Keep aside what is there, instead of stopping" },
    ...jsonFlag,
  },
  examples: [
    "sluice restore backup.tar.gz --check",
    "sluice restore backup.tar.gz --data ./data",
    "sluice restore backup.tar.gz --data ./data --replace",
  ],
  async run(input) {
    const { config, operand, surroundings, switches } = input;
    if (operand === undefined) throw new UsageError("Name the file of the backup.");
    const { restoreBackup } = await import("../backup/restore-backup.ts");
    const checkOnly = switches.has("check");
    const restored = await restoreBackup({
      ...{ config, checkOnly, file: resolve(operand), now: new Date() },
      replace: switches.has("replace"),
    });
    if (switches.has("json")) {
      const { manifest, ...rest } = restored;
      const { files: _, columns: __, ...about } = manifest;
      printJson(input, { checkOnly, ...about, ...rest });
    } else surroundings.print(report(restored, { checkOnly, hasKey: config.secretKey !== undefined }));
    return 0;
  },
};

function report(
  { manifest, pending, unfinished, aside }: Restored,
  { checkOnly, hasKey }: { readonly checkOnly: boolean; readonly hasKey: boolean },
): string {
  const { workflows = 0, deliveries = 0, executions = 0 } = manifest.counts;
  const lines = [
    `${checkOnly ? "The backup is whole" : "Restored"}: everything accepted up to ${manifest.madeAt}, by Sluice ${manifest.version}: ${workflows} workflows, ${deliveries} deliveries, ${executions} executions.`,
    ...aside.map((where) => `What was there is kept as ${where}`),
    ...(pending === 0 ? [] : [`The next start brings it to this version (${pending} migrations).`]),
    ...(unfinished === 0
      ? []
      : [
          `${unfinished} executions had not ended: they go on at the next start. No finished step runs again; a step that was under way is tried again with the same idempotency key.`,
        ]),
    ...(manifest.key.included || manifest.key.id === null || hasKey
      ? []
      : [
          "The secret key is not in the backup: put secret.key into the data folder, or set SLUICE_SECRET_KEY, before the start.",
        ]),
  ];
  return `${lines.join("\n")}\n`;
}
