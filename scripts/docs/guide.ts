import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import type { Language } from "./function-page.ts";

export const root: string = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

export interface Page {
  /** From the root of the repository. */
  readonly path: string;
  readonly language: Language;
  readonly text: string;
}

const folders: Readonly<Record<Language, string>> = { en: "docs", fr: "docs/fr" };

/** Names of a language's pages. */
export function pageNames(language: Language): string[] {
  return readdirSync(join(root, folders[language]))
    .filter((name) => name.endsWith(".md"))
    .sort();
}

/** Every page of the guide in both languages, and the two READMEs. */
export function guidePages(): Page[] {
  const read = (path: string, language: Language) => ({
    path,
    language,
    text: readFileSync(join(root, path), "utf8"),
  });
  const pages = (["en", "fr"] as const).flatMap((language) =>
    pageNames(language).map((name) => read(`${folders[language]}/${name}`, language)),
  );
  return [...pages, read("README.md", "en"), read("README.fr.md", "fr")];
}

/** The text without its code: blocks always, spans unless they are wanted. */
export function withoutCode(text: string, { spans }: { spans: "keep" | "drop" }): string {
  const blocks = text.replace(/^( *)(```+|~~~+)[^\n]*\n[\s\S]*?^\1\2 *$/gm, "");
  return spans === "keep" ? blocks : blocks.replace(/(`+)[^`][\s\S]*?\1/g, "");
}

/** Code spans outside of blocks. */
export function codeSpans(text: string): string[] {
  return [...withoutCode(text, { spans: "keep" }).matchAll(/`([^`\n]+)`/g)].map(([, code = ""]) => code);
}

/** Targets of links and pictures. */
export function linksOf(text: string): string[] {
  return [...withoutCode(text, { spans: "drop" }).matchAll(/\]\(([^)\s]+)\)/g)].map(([, to = ""]) => to);
}

/** What is wrong with a relative link; undefined when it leads somewhere. */
export function brokenLink(page: Pick<Page, "path" | "text">, target: string): string | undefined {
  const [file = "", anchor] = target.split("#");
  const path = file === "" ? join(root, page.path) : join(root, dirname(page.path), decodeURI(file));
  if (relative(root, path).startsWith("..")) return `${target} leads out of the repository`;
  if (!existsSync(path)) return `${target}: there is no such file`;
  if (anchor === undefined) return undefined;
  const known = anchorsOf(readFileSync(path, "utf8"));
  return known.has(decodeURIComponent(anchor)) ? undefined : `${target}: there is no such heading`;
}

/** Anchors of headings as GitHub makes them. */
export function anchorsOf(text: string): Set<string> {
  const anchors = new Set<string>();
  const seen = new Map<string, number>();
  for (const [, title = ""] of withoutCode(text, { spans: "keep" }).matchAll(/^#{1,6} +(.+?) *$/gm)) {
    const plain = title.replace(/\[([^\]]*)\]\([^)]*\)/g, "$1");
    const slug = plain
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\p{M}_ -]/gu, "")
      .replaceAll(" ", "-");
    const times = seen.get(slug) ?? 0;
    seen.set(slug, times + 1);
    anchors.add(times === 0 ? slug : `${slug}-${times}`);
  }
  return anchors;
}
