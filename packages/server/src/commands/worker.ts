import { readConfig } from "../config.ts";
import { type Command, UsageError } from "./command.ts";
import { start } from "./start.ts";

export const worker: Command = {
  name: "worker",
  summary: "Run a process that only runs executions, beside others on the same PostgreSQL database",
  flags: start.flags ?? {},
  examples: ["sluice worker", "sluice worker --port 4101"],
  run(input) {
    const { settings, surroundings } = input;
    if (settings.role !== undefined) {
      throw new UsageError(
        "`sluice worker` has the role worker: leave --role out, or use `sluice start --role …`.",
      );
    }
    const flags = { ...settings, role: "worker" };
    return start.run({
      ...input,
      settings: flags,
      config: readConfig({ environment: surroundings.environment, flags }),
    });
  },
};
