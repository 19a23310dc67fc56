#!/usr/bin/env node
import "./quick-imports.ts";
import { text } from "node:stream/consumers";

// Later than the first line, which makes them load quickly.
const [{ runCommandLine }, { processEnvironment }] = await Promise.all([
  import("./commands/command-line.ts"),
  import("./config.ts"),
]);
const code = await runCommandLine(process.argv.slice(2), {
  environment: processEnvironment(),
  print: (line) => process.stdout.write(line),
  complain: (line) => process.stderr.write(line),
  readInput: () => text(process.stdin),
});
// Whatever a library has left open must not keep a finished command alive.
process.exit(code);
