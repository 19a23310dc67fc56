import { globSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { root, withoutCode } from "../docs/guide.ts";

/** What may stand within a French text without being French: code, `{{ … }}`, `${ … }`. */
const code = /`[^`]*`|\{\{.*?\}\}|\$\{[^}]*\}/g;

/** French typography: a space that does not break (U+00A0) before `: ; ? ! » %` and after `«`. */
function breakingSpaces(text: string): string[] {
  const french = text.replace(code, "x");
  return [...french.matchAll(/.{0,20}(?:[ \u202f][:;?!»%](?=[\s».,)*_]|$)|«[^\u00a0]|[^\s]»).{0,20}/gm)].map(
    ([place]) => place,
  );
}

const textsIn = {
  json: (text: string) => [...text.matchAll(/": "((?:[^"\\]|\\.)*)"/g)].map(([, value]) => value ?? ""),
  typescript: (text: string) => [
    ...[...text.matchAll(/\bfr:\s+(["`])((?:[^\\]|\\.)*?)\1/g)].map(([, , value]) => value ?? ""),
    // `say("English", "French")` of templates and the like.
    ...[...text.matchAll(/\b(?:say|left|adapted|forward)\(\s*"(?:[^"\\]|\\.)*",\s*"((?:[^"\\]|\\.)*)"/g)].map(
      ([, value]) => value ?? "",
    ),
  ],
};
const files = (pattern: string) => globSync(pattern, { cwd: root, exclude: ["**/node_modules/**"] });
const readText = (file: string) => readFileSync(`${root}/${file}`, "utf8");

const catalogues = files("packages/editor/src/i18n/fr/*.json").map(
  (file) => [file, textsIn.json(readText(file))] as const,
);
const sources = files("{packages/{workflow,nodes,server}/src,scripts/docs}/**/*.ts")
  .map((file) => [file, textsIn.typescript(readText(file))] as const)
  .filter(([, texts]) => texts.length > 0);
const pages = files("{docs/fr/*.md,README.fr.md,packages/nodes/src/*/README.fr.md}").map(
  (file) => [file, withoutCode(readText(file), { spans: "keep" }).split("\n")] as const,
);

describe("French texts", () => {
  it("are found where they stand", () => {
    expect(catalogues.length).toBeGreaterThan(10);
    expect(sources.length).toBeGreaterThan(10);
    expect(pages.length).toBeGreaterThan(10);
  });

  it.each([...catalogues, ...sources, ...pages])("break no line before a sign: %s", (_file, texts) => {
    expect(texts.flatMap(breakingSpaces)).toEqual([]);
  });

  it("are judged by a rule that sees what is wrong", () => {
    expect(breakingSpaces("Vraiment ? Oui")).toHaveLength(1);
    expect(breakingSpaces("Il dit « Oui\u00a0»")).toHaveLength(1);
    expect(breakingSpaces("Il dit «\u00a0Oui »")).toHaveLength(1);
    expect(breakingSpaces("Vraiment\u00a0? «\u00a0Oui\u00a0», a=`b ? c : d`, {{ x ? 1 : 2 }}")).toEqual([]);
  });
});
