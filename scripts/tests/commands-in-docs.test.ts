import { existsSync, globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import packageJson from "../../package.json" with { type: "json" };
import {
  readCommandLine,
  type Surroundings,
  UsageError,
} from "../../packages/server/src/commands/command.ts";
import { commands } from "../../packages/server/src/commands/command-line.ts";
import { guidePages, root } from "../docs/guide.ts";

const readText = (path: string) => readFileSync(join(root, path), "utf8");
const more = [
  "ARCHITECTURE.md",
  "CONTRIBUTING.md",
  ...globSync("{bench,deploy,packages/**/src/**}/*", { cwd: root }),
]
  .filter(
    (path) =>
      /(README(\.fr)?|ARCHITECTURE|CONTRIBUTING)\.md$|^deploy\//.test(path) && !path.endsWith(".json"),
  )
  .map((path) => ({ path, text: readText(path) }));
const pages = [...guidePages(), ...more].map(({ path, text }) => [path, text] as const);

/** What stands in a text as code: blocks, line by line, and spans. Files of `deploy/` are code as they are. */
function codeIn(path: string, text: string): string[] {
  if (path.startsWith("deploy/")) return text.split("\n");
  const blocks = [...text.matchAll(/^( *)```\w*\n([\s\S]*?)^\1```$/gm)].map(([, , code = ""]) => code);
  const spans = [...text.replace(/^( *)```[\s\S]*?^\1```$/gm, "").matchAll(/`([^`\n]+)`/g)].map(
    ([, code = ""]) => code,
  );
  return [...blocks.flatMap((block) => block.split("\n")), ...spans];
}

/** Words behind `sluice` in a line of code: `["backup", "--data", "./data"]`. */
function sluiceLines(line: string): string[][] {
  const code = line.replace(/(^|\s)# .*$/, "").replace(/npm run -s sluice -- /g, "sluice ");
  return [...code.matchAll(/(?<![\w/.@-])sluice (?!sluice |-)(?=[a-z])([^|;&<>)\n]*)/g)].map(
    ([, rest = ""]) =>
      (rest.match(/"[^"]*"?|'[^']*'?|[^\s\\]+/g) ?? []).map((word) => word.replaceAll(/["']/g, "")),
  );
}

const surroundings: Surroundings = {
  environment: {},
  print: () => {},
  complain: () => {},
  readInput: async () => "",
};

/** What is wrong with a command line; undefined: a command takes it. */
function mistakeIn(words: readonly string[]): string | undefined {
  const command = commands.find(({ name }) => name === words.slice(0, name.split(" ").length).join(" "));
  // `sluice token` and the like in prose: a word of a command.
  if (!command) return words[0] === "help" ? undefined : `there is no command ${words.slice(0, 2).join(" ")}`;
  try {
    const rest = words.slice(command.name.split(" ").length).filter((word) => word !== "--help");
    readCommandLine(command, rest, surroundings);
    return undefined;
  } catch (error) {
    // A value may be a placeholder; the flag is there.
    return error instanceof UsageError ? error.message : undefined;
  }
}

describe("what the guide tells people to type", () => {
  it.each(pages)("%s names only commands and flags that there are", (path, text) => {
    const lines = codeIn(path, text).flatMap(sluiceLines);
    expect(lines.flatMap((words) => mistakeIn(words) ?? [])).toEqual([]);
  });

  it.each(pages)("%s names only scripts of package.json", (path, text) => {
    const named = codeIn(path, text).flatMap((line) =>
      [...line.matchAll(/(?<!p)npm run (?:-s )?([\w-]+)/g)].map(([, name = ""]) => name),
    );
    expect(named.filter((name) => !(name in packageJson.scripts))).toEqual([]);
  });

  it.each(pages)("%s names only paths of the repository that there are", (path, text) => {
    const named = codeIn(path, text).flatMap((line) =>
      [
        ...line.matchAll(/(?<![\w/.<>$:-])(?:packages|docs|deploy|scripts|e2e|bench|\.ci)\/[\w./-]*[\w/]/g),
      ].map(([name]) => ({ name, next: line.slice(line.indexOf(name) + name.length)[0] })),
    );
    // `packages/nodes/src/<type>/` names a place for something new.
    const whole = named
      .filter(({ next }) => next === undefined || !"<*{".includes(next))
      .map(({ name }) => name);
    expect(whole.filter((name) => !existsSync(join(root, name)))).toEqual([]);
  });

  it.each(["docs/command-line.md", "docs/fr/command-line.md"])(
    "%s has every command with its flags",
    (path) => {
      const text = readText(path);
      const missing = commands.flatMap(({ name, flags = {} }) => [
        ...(text.includes(`\`sluice ${name}`) ? [] : [name]),
        ...Object.keys(flags).filter((flag) => !text.includes(`--${flag}`)),
      ]);
      // Those of `apply` stand on a page of their own.
      expect(missing.filter((one) => !["publish", "note"].includes(one))).toEqual([]);
    },
  );

  it("is judged by rules that see what is wrong", () => {
    expect(sluiceLines("sudo -u sluice sluice doctor --data /x | less")).toEqual([
      ["doctor", "--data", "/x"],
    ]);
    expect(sluiceLines("createdb --owner sluice --encoding UTF8 sluice")).toEqual([]);
    expect(sluiceLines('npm run -s sluice -- test "Orders" --json   # one')).toEqual([
      ["test", "Orders", "--json"],
    ]);
    expect(mistakeIn(["backup", "--key"])).toMatch(/no flag --key/);
    expect(mistakeIn(["begin"])).toMatch(/no command begin/);
    expect(mistakeIn(["start", "--role", "…"])).toBeUndefined();
    expect(pages.flatMap(([path, text]) => codeIn(path, text).flatMap(sluiceLines)).length).toBeGreaterThan(
      60,
    );
  });
});
