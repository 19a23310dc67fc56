import { systemClock } from "../clock.ts";
import type { Finding } from "../doctor/finding.ts";
import { type Command, jsonFlag, printJson } from "./command.ts";

const marks: Readonly<Record<Finding["state"], string>> = { well: "ok", doubtful: "look", wrong: "WRONG" };

export const doctor: Command = {
  name: "doctor",
  summary: "Say what is wrong with this installation, and what to do; changes nothing",
  flags: jsonFlag,
  examples: ["sluice doctor --data ./data", "sluice doctor --json"],
  exitCodes: { 1: "something is wrong" },
  async run(input) {
    const { config, surroundings, switches } = input;
    const { examine } = await import("../doctor/examine.ts");
    const findings = await examine({ config, clock: systemClock, nodeVersion: process.versions.node });
    if (switches.has("json")) printJson(input, findings);
    else
      for (const { state, sentence } of findings)
        surroundings.print(`${marks[state].padEnd(6)}${sentence}\n`);
    return findings.some(({ state }) => state === "wrong") ? 1 : 0;
  },
};
