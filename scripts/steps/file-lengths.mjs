import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./paths.mjs";
import { say } from "./say.mjs";

/** House rule 3: aim at 150 lines, explain yourself at 300, stop at 400 (generated migrations left out). */
const most = 400;

export function checkFileLengths() {
  const files = execFileSync("git", ["ls-files", "*.ts", "*.tsx", "*.mjs", "*.css", "*.py"], {
    cwd: root,
    encoding: "utf8",
  })
    .split("\n")
    .filter((file) => file && !/(^|\/)(migrations|migrations-postgres|generated|fixtures)\//.test(file));
  const long = files
    .map((file) => ({ file, lines: linesOf(join(root, file)) }))
    .filter(({ lines }) => lines > most);
  for (const { file, lines } of long)
    say(`${file} has ${lines} lines; split it along its nouns (${most} at most)`);
  return long.length === 0 ? 0 : 1;
}

function linesOf(path) {
  try {
    return readFileSync(path, "utf8").split("\n").length;
  } catch {
    return 0; // deleted in the working tree
  }
}
