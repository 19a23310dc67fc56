#!/usr/bin/env node
// The command of the package. It is written so that any Node.js can read it, an old one too: that one is told what it lacks.
"use strict";
var path = require("node:path");

var least = 24;
var found = process.versions.node;
if (Number(found.split(".")[0]) < least) {
  process.stderr.write(
    `sluice: Node.js ${found} is too old: Sluice needs ${least} or newer (https://nodejs.org/en/download).\n`,
  );
  process.exit(1);
}

var main = path.join(__dirname, "..", "server", "main.js");
// Without `__proto__` in objects, and with bounded halves for young objects, which an idle server gives back.
var flags = ["--disable-proto=delete", "--max-semi-space-size=16", "--no-warnings=ExperimentalWarning"];
var args = flags.concat(main, process.argv.slice(2));
// What Node.js compiles is kept beside the program, where nobody can put code who could not change the program itself.
var env = Object.assign({ NODE_COMPILE_CACHE: path.join(__dirname, "..", ".compiled") }, process.env);

// The server takes the place of this process, so that signals and exit codes are its own; Windows cannot do that.
if (process.platform !== "win32" && typeof process.execve === "function") {
  // That it is experimental concerns nobody who types the command.
  process.removeAllListeners("warning");
  process.execve(process.execPath, [process.argv0].concat(args), env);
}
var child = require("node:child_process").spawn(process.execPath, args, { stdio: "inherit", env: env });
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
child.on("exit", (code, signal) => process.exit(signal ? 1 : code));
