import { apply } from "./apply.ts";
import { backup } from "./backup.ts";
import { type Command, isUsersMistake, readCommandLine, type Surroundings, UsageError } from "./command.ts";
import { config } from "./config.ts";
import { deliveriesTail } from "./deliveries-tail.ts";
import { doctor } from "./doctor.ts";
import { exportWorkflows } from "./export.ts";
import { helpOf, overview } from "./help.ts";
import { importWorkflows } from "./import.ts";
import { migrate } from "./migrate.ts";
import { restore } from "./restore.ts";
import { rotateKey } from "./rotate-key.ts";
import { run } from "./run.ts";
import { start } from "./start.ts";
import { test } from "./test.ts";
import { tokenCreate } from "./token-create.ts";
import { userCreate, userDisable, userEnable, userList, userResetPassword, userSetRole } from "./user.ts";
import { version } from "./version.ts";
import { worker } from "./worker.ts";

/** Every command, in the order in which the help lists them. */
export const commands: readonly Command[] = [
  start,
  worker,
  config,
  doctor,
  migrate,
  backup,
  restore,
  tokenCreate,
  userList,
  userCreate,
  userResetPassword,
  userSetRole,
  userDisable,
  userEnable,
  rotateKey,
  exportWorkflows,
  importWorkflows,
  apply,
  run,
  test,
  deliveriesTail,
  version,
];

/** Exit code 0: done; 2: the command line or the configuration is wrong; 1: anything else. */
export async function runCommandLine(args: readonly string[], surroundings: Surroundings): Promise<number> {
  if (args.includes("--help") || args.length === 0 || args[0] === "help") {
    const asked = commandOf(args[0] === "help" ? args.slice(1) : args);
    surroundings.print(asked ? helpOf(asked) : overview(commands));
    return 0;
  }
  try {
    const command = find(args[0] === "--version" ? ["version"] : args);
    return await command.run(
      readCommandLine(command, args.slice(command.name.split(" ").length), surroundings),
    );
  } catch (error) {
    // Loaded on demand: most commands need no database.
    const { withoutQuery } = await import("../without-query.ts");
    const told = withoutQuery(error);
    surroundings.complain(`sluice: ${told instanceof Error ? told.message || told.name : String(told)}\n`);
    return isUsersMistake(error) ? 2 : 1;
  }
}

function find(args: readonly string[]): Command {
  const command = commandOf(args);
  if (command) return command;
  const words = args.filter((arg) => !arg.startsWith("-")).slice(0, 2);
  throw new UsageError(`There is no command "${words.join(" ")}". \`sluice help\` lists those there are.`);
}

function commandOf(args: readonly string[]): Command | undefined {
  return commands.find(({ name }) => name === args.slice(0, name.split(" ").length).join(" "));
}
