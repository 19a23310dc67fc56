import { resolve } from "node:path";
import type { Opener } from "../backup/key.ts";
import type { Restored } from "../backup/restore-backup.ts";
import type { Config } from "../config.ts";
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
    } else surroundings.print(report(restored, { checkOnly, config }));
    return 0;
  },
};

function report(
  { manifest, pending, unfinished, aside, opener }: Restored,
  { checkOnly, config }: { readonly checkOnly: boolean; readonly config: Pick<Config, "data" | "secretKey"> },
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
    ...(checkOnly
      ? []
      : [
          "What came after that moment is not there. Sent again by its senders, or done again by a schedule, it is new work with other idempotency keys: who received it before does not recognise it.",
        ]),
    ...(checkOnly || opener === "missing" ? keyLines(opener, config) : []),
  ];
  return `${lines.join("\n")}\n`;
}

function keyLines(opener: Opener, { data, secretKey }: Pick<Config, "data" | "secretKey">): string[] {
  const here = secretKey === undefined ? `the secret.key in ${data}` : "SLUICE_SECRET_KEY";
  switch (opener) {
    case "unneeded":
      return [];
    case "backup":
      return ["The secret key in it opens its secrets."];
    case "setting":
    case "folder":
      return [`Its secrets are opened by ${here}.`];
    case "other":
      return [
        `Its secrets are encrypted with another key than ${here}: without the right one it is not restored.`,
      ];
    case "missing":
      return [
        "The secret key is not in the backup: put secret.key into the data folder, or set SLUICE_SECRET_KEY, before the start.",
      ];
  }
}
