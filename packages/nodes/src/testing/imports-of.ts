import { readFileSync } from "node:fs";

/** Every module that a source file imports or exports from, types left out: they are gone when it runs. */
function importsOf(file: URL): string[] {
  const source = readFileSync(file, "utf8");
  const statements = source.matchAll(/^(?:import|export)\s+(?!type\b)[^;]*?from\s+"([^"]+)"/gm);
  return [...statements].flatMap((statement) => statement[1] ?? []);
}

/** All modules that a file reaches through relative imports, itself included, and the packages they name. */
export function reachedFrom(file: URL): { files: URL[]; packages: Set<string> } {
  const files = new Map<string, URL>();
  const packages = new Set<string>();
  const visit = (at: URL) => {
    if (files.has(at.href)) return;
    files.set(at.href, at);
    for (const name of importsOf(at)) {
      if (name.startsWith(".")) visit(new URL(name, at));
      else packages.add(name);
    }
  };
  visit(file);
  return { files: [...files.values()], packages };
}
