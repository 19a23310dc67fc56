import { describeConfig } from "../config.ts";
import { type Command, jsonFlag, printJson } from "./command.ts";

export const config: Command = {
  name: "config",
  summary: "List every setting with its value, source and meaning",
  flags: jsonFlag,
  examples: ["sluice config", "sluice config --json --port 4200"],
  async run(input) {
    const { settings, surroundings, switches } = input;
    const lines = describeConfig({ environment: surroundings.environment, flags: settings });
    if (switches.has("json")) {
      printJson(input, lines);
      return 0;
    }
    const rows = [
      ["SETTING", "FLAG", "VALUE", "SOURCE", "MEANING"],
      ...lines.map((line) => [
        line.variable,
        line.flag === null ? "" : `--${line.flag}`,
        line.value,
        line.source,
        line.meaning,
      ]),
    ];
    const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
    for (const row of rows) {
      surroundings.print(
        `${row
          .map((cell, column) => cell.padEnd(widths[column] ?? 0))
          .join("  ")
          .trimEnd()}\n`,
      );
    }
    return 0;
  },
};
