import { apply } from "./apply.ts";
import { type Command, isUsersMistake, readCommandLine, type Surroundings, UsageError } from "./command.ts";
import { config } from "./config.ts";
import { doctor } from "./doctor.ts";
import { migrate } from "./migrate.ts";
import { rotateKey } from "./rotate-key.ts";
import { start } from "./start.ts";
import { test } from "./test.ts";
import { tokenCreate } from "./token-create.ts";
import { userCreate, userResetPassword } from "./user.ts";
import { version } from "./version.ts";

const commands: readonly Command[] = [
  start,
  config,
  tokenCreate,
  userCreate,
  userResetPassword,
  migrate,
  doctor,
  rotateKey,
  test,
  apply,
  version,
];

/** Exit code 0: done; 2: the command line or the configuration is wrong; 1: anything else. */
export async function runCommandLine(args: readonly string[], surroundings: Surroundings): Promise<number> {
  if (args.includes("--help") || args.length === 0 || args[0] === "help") {
    surroundings.print(helpFor(args));
    return 0;
  }
  try {
    const command = find(args[0] === "--version" ? ["version"] : args);
    return await command.run(
      readCommandLine(command, args.slice(command.name.split(" ").length), surroundings),
    );
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    surroundings.complain(`sluice: ${message}\n`);
    return isUsersMistake(error) ? 2 : 1;
  }
}

function find(args: readonly string[]): Command {
  const command = commands.find(({ name }) => name === args.slice(0, name.split(" ").length).join(" "));
  if (command) return command;
  const words = args.filter((arg) => !arg.startsWith("-")).slice(0, 2);
  throw new UsageError(`There is no command "${words.join(" ")}". \`sluice help\` lists those there are.`);
}

function helpFor(args: readonly string[]): string {
  const asked = commands.find(({ name }) => args.join(" ").startsWith(name));
  if (asked?.flags) {
    const rows = Object.entries(asked.flags).map(
      ([flag, { takesValue, meaning }]) => `  --${takesValue ? `${flag} …` : flag}`.padEnd(26) + meaning,
    );
    const words = asked.operand === undefined ? asked.name : `${asked.name} ${asked.operand}`;
    return `sluice ${words}: ${asked.summary}\n\n${rows.join("\n")}\n\nSettings are flags too: \`sluice config\`.\n`;
  }
  const rows = commands.map(({ name, summary }) => `  ${name.padEnd(22)}${summary}`);
  return `Usage: sluice <command> [flags]\n\n${rows.join("\n")}\n\n\`sluice <command> --help\` shows its flags; \`sluice config\` lists every setting.\n`;
}
