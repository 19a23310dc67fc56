import { version as current } from "../version.ts";
import { type Command, jsonFlag, printJson } from "./command.ts";

export const version: Command = {
  name: "version",
  summary: "Print the version",
  flags: jsonFlag,
  examples: ["sluice version"],
  async run(input) {
    if (input.switches.has("json")) printJson(input, { version: current, node: process.versions.node });
    else input.surroundings.print(`${current}\n`);
    return 0;
  },
};
