import { definitions } from "@sluice/nodes/definitions";
import { describe, expect, test } from "vitest";
import { findNodeTypes } from "./node-search.ts";

const found = (search: string, language: "en" | "fr" = "en") =>
  findNodeTypes(definitions, search, language).map(({ type }) => type);

describe("the search of the palette", () => {
  test("without words lists every type once, kind by kind", () => {
    const all = findNodeTypes(definitions, "  ", "en");
    expect(all.map(({ type }) => type).sort()).toEqual(Object.keys(definitions).sort());
    const changes = all.filter(({ kind }, index) => kind !== all[index - 1]?.kind);
    expect(changes).toHaveLength(new Set(all.map(({ kind }) => kind)).size);
  });

  test("finds by any word of name or description, in any order and case", () => {
    expect(found("RULES way")).toContain("condition");
    expect(found("rules nowhere")).toEqual([]);
  });

  test("takes no notice of accents, and searches in the reader's language", () => {
    expect(found("reponse", "fr")).toContain("response");
    expect(found("réponse", "en")).toEqual([]);
  });

  test("puts the types whose name begins with the word first", () => {
    expect(found("set")[0]).toBe("set");
    expect(found("res")[0]).toBe("response");
  });
});
