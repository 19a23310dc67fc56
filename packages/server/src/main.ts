#!/usr/bin/env node
import { text } from "node:stream/consumers";
import { runCommandLine } from "./commands/command-line.ts";
import { processEnvironment } from "./config.ts";

const code = await runCommandLine(process.argv.slice(2), {
  environment: processEnvironment(),
  print: (line) => process.stdout.write(line),
  complain: (line) => process.stderr.write(line),
  readInput: () => text(process.stdin),
});
// Whatever a library has left open must not keep a finished command alive.
process.exit(code);
