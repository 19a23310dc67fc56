import { parseArgs } from "node:util";
import { type Config, ConfigError, configFlags, type Environment, readConfig } from "../config.ts";
import { hasCode } from "../error-code.ts";

/** A word behind `sluice`: what it is called with, and what it does. */
export interface Command {
  /** Its words: `start`, `token create`. */
  readonly name: string;
  readonly summary: string;
  /** Flags besides those of settings; true: takes a value. */
  readonly flags?: Readonly<Record<string, { readonly takesValue: boolean; readonly meaning: string }>>;
  /** What may stand behind its words, for the help: `[workflow]`. */
  readonly operand?: string;
  /** Any number may stand there; left out: one. */
  readonly operands?: "several";
  /** Lines that do something useful as they stand, for the help. */
  readonly examples: readonly string[];
  /** Exit codes of its own, besides 0, 1 and 2. */
  readonly exitCodes?: Readonly<Record<number, string>>;
  /** Resolves to the exit code. */
  run(given: CommandInput): Promise<number>;
}

export interface CommandInput {
  readonly config: Config;
  /** Values of the settings' flags, as typed. */
  readonly settings: Readonly<Record<string, string | undefined>>;
  /** Values of the command's own flags. */
  readonly flags: Readonly<Record<string, string | undefined>>;
  /** What stands behind the command's words; undefined: nothing. */
  readonly operand: string | undefined;
  /** All of it, where a command takes several. */
  readonly operands: readonly string[];
  /** Flags without value that were given. */
  readonly switches: ReadonlySet<string>;
  readonly surroundings: Surroundings;
}

/** What a command reaches outside of itself. */
export interface Surroundings {
  readonly environment: Environment;
  /** Standard output. */
  readonly print: (text: string) => void;
  /** Standard error. */
  readonly complain: (text: string) => void;
  /** Reads standard input to its end. */
  readonly readInput: () => Promise<string>;
  /** Ends what would go on for ever, as when nobody reads standard output any more. */
  readonly enough?: AbortSignal;
}

/** The flag of every command that prints more than a line or two. */
export const jsonFlag = { json: { takesValue: false, meaning: "Print it as JSON" } } as const;

/** Prints a value for programs. */
export function printJson({ surroundings }: CommandInput, value: unknown): void {
  surroundings.print(`${JSON.stringify(value, null, 2)}\n`);
}

/** The command line is not one. The message is a sentence for whoever typed it; exit code 2. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** Reads what stands behind a command's words. Throws a `UsageError` or a `ConfigError`. */
export function readCommandLine(
  command: Command,
  args: readonly string[],
  surroundings: Surroundings,
): CommandInput {
  const own = command.flags ?? {};
  const options = Object.fromEntries([
    ...configFlags.map((flag) => [flag, { type: "string" }] as const),
    ...Object.entries(own).map(
      ([flag, { takesValue }]) => [flag, { type: takesValue ? "string" : "boolean" }] as const,
    ),
  ]);
  const { values, positionals } = parsed(args, options, command);
  const [operand, surplus] = positionals;
  if (surplus !== undefined && command.operands === undefined)
    throw new UsageError(`There is one ${command.operand} too many: ${surplus}.`);
  const texts = Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) => (typeof value === "string" ? [[name, value]] : [])),
  );
  const isSetting = (name: string) => configFlags.includes(name) && !(name in own);
  const pick = (wanted: (name: string) => boolean) =>
    Object.fromEntries(Object.entries(texts).filter(([name]) => wanted(name)));
  const settings = pick(isSetting);
  return {
    config: readConfig({ environment: surroundings.environment, flags: settings }),
    settings,
    flags: pick((name) => !isSetting(name)),
    operand,
    operands: positionals,
    switches: new Set(Object.keys(values).filter((name) => values[name] === true)),
    surroundings,
  };
}

/** The value of a flag that the command cannot do without. */
export function required(input: CommandInput, flag: string): string {
  const value = input.flags[flag];
  if (!value) throw new UsageError(`--${flag} is missing.`);
  return value;
}

/** Whether an error is the mistake of whoever typed the command. */
export function isUsersMistake(error: unknown): error is Error {
  return error instanceof UsageError || error instanceof ConfigError;
}

function parsed(
  args: readonly string[],
  options: Record<string, { type: "string" | "boolean" }>,
  { name, operand }: Command,
) {
  try {
    return parseArgs({
      ...{ args: [...args], options, strict: true },
      allowPositionals: operand !== undefined,
    });
  } catch (error) {
    if (error instanceof Error && hasCode(error, "ERR_PARSE_ARGS_UNKNOWN_OPTION")) {
      const [, flag = ""] = /'([^']*)'/.exec(error.message) ?? [];
      throw new UsageError(`There is no flag ${flag}: \`sluice ${name} --help\` lists those there are.`);
    }
    // parseArgs says what is wrong in its first sentence and goes on about positionals.
    const [first = "The command line is not valid"] = (error instanceof Error ? error.message : "").split(
      ". ",
    );
    throw new UsageError(`${first.replace(/\.$/, "")}.`);
  }
}
