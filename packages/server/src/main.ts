#!/usr/bin/env node
import "./quick-imports.ts";
import { text } from "node:stream/consumers";

// Later than the first line, which makes them load quickly.
const [{ runCommandLine }, { processEnvironment }] = await Promise.all([
  import("./commands/command-line.ts"),
  import("./config.ts"),
]);
// Nobody who reads what is printed, or a full disk under it, is no reason to end.
const unread = new AbortController();
process.stdout.on("error", () => unread.abort());
const print = (line: string): void => {
  try {
    process.stdout.write(line);
  } catch {
    // As above: a file is written at once, and says so at once.
  }
};
const code = await runCommandLine(process.argv.slice(2), {
  environment: processEnvironment(),
  print,
  complain: (line) => process.stderr.write(line),
  readInput: () => text(process.stdin),
  enough: unread.signal,
});
// Whatever a library has left open must not keep a finished command alive.
process.exit(code);
