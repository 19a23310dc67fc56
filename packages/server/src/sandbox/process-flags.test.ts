import { spawnSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { processFlags } from "./process-flags.ts";

/** Runs a script in a process with the sandbox's rights, as if something had got out of QuickJS. */
function escaped(script: string): string {
  const flags = [...processFlags(), "--input-type=module", "--eval", script];
  const { stdout, stderr } = spawnSync(process.execPath, flags, { env: {}, encoding: "utf8" });
  return stdout + stderr;
}

describe("code that got out of QuickJS finds itself without rights", () => {
  test.each<[string, string, RegExp]>([
    ["read a file", "(await import('node:fs')).readFileSync('/etc/passwd')", /ERR_ACCESS_DENIED/],
    ["list a folder", "(await import('node:fs')).readdirSync('.')", /ERR_ACCESS_DENIED/],
    ["write a file", "(await import('node:fs')).writeFileSync('/tmp/x', '')", /ERR_ACCESS_DENIED/],
    ["start a process", "(await import('node:child_process')).spawnSync('id')", /ERR_ACCESS_DENIED/],
    [
      "start a thread",
      "new (await import('node:worker_threads')).Worker('1', { eval: true })",
      /ERR_ACCESS_DENIED/,
    ],
    ["make code from text", "new Function('return 1')()", /Code generation from strings disallowed/],
    ["see the environment", "console.log('keys', Object.keys(process.env).length)", /^keys 0$/m],
    ["reach prototypes by name", "console.log(({}).__proto__)", /^undefined$/m],
  ])("it cannot %s", (_, script, said) => {
    expect(escaped(script)).toMatch(said);
  });
});
