import { describeConfig } from "../config.ts";
import type { Command } from "./command.ts";

/** What `sluice help` prints. */
export function overview(commands: readonly Command[]): string {
  const rows = commands.map(({ name, summary }) => `  ${name.padEnd(22)}${summary}`);
  return `Usage: sluice <command> [flags]\n\n${rows.join("\n")}\n\n\`sluice <command> --help\` shows its flags and examples; \`sluice config\` lists every setting.\n`;
}

/** What `sluice <command> --help` prints. */
export function helpOf(command: Command): string {
  const { name, operand, summary, flags = {}, examples, exitCodes = {} } = command;
  const words = operand === undefined ? name : `${name} ${operand}`;
  const parts = [
    `sluice ${words}: ${summary}`,
    section(
      "Flags",
      Object.entries(flags).map(([flag, { takesValue, meaning }]) => row(flag, takesValue, meaning)),
    ),
    section(
      "Settings (`sluice config` lists those that are variables only)",
      describeConfig({ environment: {} }).flatMap(({ flag, variable, meaning }) =>
        flag === null || flag in flags ? [] : [row(flag, true, `${meaning} (${variable})`)],
      ),
    ),
    section(
      "Examples",
      examples.map((line) => `  ${line}`),
    ),
    section(
      "Exit codes",
      Object.entries({
        0: "done",
        1: "it could not be done",
        2: "the command line or a setting is wrong",
        ...exitCodes,
      }).map(([code, meaning]) => `  ${code}  ${meaning}`),
    ),
  ];
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}

const row = (flag: string, takesValue: boolean, meaning: string): string =>
  `${`  --${flag}${takesValue ? " …" : ""}`.padEnd(25)} ${meaning}`;

function section(title: string, lines: readonly string[]): string {
  return lines.length === 0 ? "" : `${title}:\n${lines.join("\n")}`;
}
