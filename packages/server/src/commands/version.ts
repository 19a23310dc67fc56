import { version as current } from "../version.ts";
import type { Command } from "./command.ts";

export const version: Command = {
  name: "version",
  summary: "Print the version",
  async run({ surroundings }) {
    surroundings.print(`${current}\n`);
    return 0;
  },
};
