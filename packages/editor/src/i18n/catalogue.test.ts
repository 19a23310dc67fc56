import { globSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { readSourceTexts } from "../testing/catalogue-use.ts";
import { languages } from "./language.ts";

const here = fileURLToPath(new URL(".", import.meta.url));
const plural = /_(?:zero|one|two|few|many|other)$/;

/** All texts of a language: `namespace:a.b.c` → text. */
function textsOf(language: string): Map<string, string> {
  const texts = new Map<string, string>();
  const walk = (value: unknown, key: string) => {
    if (typeof value === "string") texts.set(key, value);
    else
      for (const [name, child] of Object.entries(value as object))
        walk(child, key.endsWith(":") ? key + name : `${key}.${name}`);
  };
  for (const file of globSync("*.json", { cwd: here + language })) {
    walk(JSON.parse(readFileSync(`${here}${language}/${file}`, "utf8")), `${file.slice(0, -5)}:`);
  }
  return texts;
}

const texts = new Map(languages.map((language) => [language, textsOf(language)]));
const keysOf = (language: "en" | "fr") =>
  new Set([...(texts.get(language)?.keys() ?? [])].map((key) => key.replace(plural, "")));
const source = readSourceTexts(`${here}..`);

describe("the catalogues", () => {
  test("hold the same keys in every language", () => {
    expect([...keysOf("fr")].sort()).toEqual([...keysOf("en")].sort());
  });

  test("insert the same values in every language", () => {
    const differing = [...(texts.get("en") ?? [])].flatMap(([key, english]) => {
      const french = texts.get("fr")?.get(key);
      const values = (text: string) => [...new Set(text.match(/\{\{\w+\}\}/g))].sort().join();
      return french === undefined || values(french) === values(english) ? [] : [key];
    });
    expect(differing).toEqual([]);
  });

  test.each(languages)("have every plural form that %s knows", (language) => {
    const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
    const all = texts.get(language) ?? new Map<string, string>();
    const counted = new Set(
      [...all.keys()].filter((key) => plural.test(key)).map((key) => key.replace(plural, "")),
    );
    const missing = [...counted].flatMap((key) =>
      forms.filter((form) => !all.has(`${key}_${form}`)).map((form) => `${key}_${form}`),
    );
    expect(missing).toEqual([]);
  });

  test("have words for every stage at which a sender may fail", () => {
    const source = readFileSync(`${here}../../../server/src/front-door/auth/failure.ts`, "utf8");
    const codes = [...source.matchAll(/^ {2}"([a-z-]+)",$/gm)].map(([, code]) => code ?? "");
    expect(codes.length).toBeGreaterThan(15);
    const missing = languages.flatMap((language) =>
      codes.filter((code) => !texts.get(language)?.has(`deliveries:authStage.${code}`)),
    );
    expect(missing).toEqual([]);
  });

  test("have words for every problem code of the server", () => {
    // given
    const catalogue = readFileSync(`${here}../../../server/src/errors.ts`, "utf8");
    const codes = [...catalogue.matchAll(/^ {2}"?([a-z-]+)"?: entry\(/gm)].map(([, code]) => code ?? "");

    // then
    expect(codes.length).toBeGreaterThan(30);
    expect(codes.filter((code) => !texts.get("en")?.has(`problems:${code}.remedy`))).toEqual([]);
  });

  test("have a remedy for every error with which a step fails", () => {
    // given
    const packages = `${here}../../../`;
    const files = globSync(["nodes/src/**/*.ts", "server/src/{engine,outgoing}/**/*.ts"], { cwd: packages });
    const codes = files
      .filter((file) => !/\.test\.ts$|\/testing\//.test(file))
      .flatMap((file) => [
        ...readFileSync(packages + file, "utf8").matchAll(/new NodeError\(\{\s*code: "([a-z-]+)"/g),
      ])
      .map(([, code]) => code ?? "");

    // then
    expect(new Set(codes).size).toBeGreaterThan(20);
    expect(codes.filter((code) => !texts.get("en")?.has(`runs:remedy.${code}`))).toEqual([]);
  });

  test("have no empty text", () => {
    for (const all of texts.values()) expect([...all].filter(([, text]) => text.trim() === "")).toEqual([]);
  });
});

describe("the sources", () => {
  test("name only keys that exist", () => {
    const keys = [...keysOf("en")];
    const missing = source.uses.filter(({ keys: wanted, computed }) =>
      computed
        ? !keys.some((known) => wanted.some((start) => known.startsWith(start)))
        : !wanted.some((key) => keys.includes(key)),
    );
    expect(missing.map(({ keys: wanted, file }) => `${wanted.join(" or ")} in ${file}`)).toEqual([]);
  });

  test("use every key", () => {
    const exact = new Set(source.uses.filter(({ computed }) => !computed).flatMap(({ keys }) => keys));
    const starts = source.uses.filter(({ computed }) => computed).flatMap(({ keys }) => keys);
    const unused = [...keysOf("en")].filter((key) => {
      const local = key.slice(key.indexOf(":") + 1);
      return !exact.has(key) && !starts.some((start) => key.startsWith(start)) && !source.literals.has(local);
    });
    expect(unused).toEqual([]);
  });

  test("hold no words for people", () => {
    expect(source.hardCoded).toEqual([]);
  });
});
