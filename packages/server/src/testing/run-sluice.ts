import { runCommandLine } from "../commands/command-line.ts";

export interface Outcome {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs a command of the command line in this process. */
export async function runSluice(
  args: readonly string[],
  given: {
    readonly environment?: Readonly<Record<string, string>>;
    readonly input?: string;
    readonly enough?: AbortSignal;
    /** Gets what is printed when it is. */
    readonly heard?: (text: string) => void;
  } = {},
): Promise<Outcome> {
  let [out, err] = ["", ""];
  const code = await runCommandLine(args, {
    environment: given.environment ?? {},
    print: (text) => {
      out += text;
      given.heard?.(text);
    },
    complain: (text) => {
      err += text;
    },
    readInput: async () => given.input ?? "",
    ...(given.enough ? { enough: given.enough } : {}),
  });
  return { code, out, err };
}
