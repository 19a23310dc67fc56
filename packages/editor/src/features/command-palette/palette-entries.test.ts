import { definitions } from "@sluice/nodes/definitions";
import { buildDocument, node } from "@sluice/workflow/testing";
import { describe, expect, test } from "vitest";
import type { CommandId } from "./command-table.ts";
import { findEntries, paletteEntries } from "./palette-entries.ts";

const labels: Partial<Record<CommandId, string>> = {
  publish: "Publier le brouillon",
  tidy: "Ranger",
  alignLeft: "Aligner à gauche",
  addNode: "Ajouter un nœud",
};

const document = buildDocument({
  nodes: {
    isPaid: node("condition", {}, { name: "Payé ?" }),
    thanks: node("response", {}, { name: "Merci" }),
  },
});

const entries = paletteEntries({
  document,
  types: definitions,
  language: "fr",
  labelOf: (id) => labels[id] ?? id,
  nameOf: (key) => document.nodes[key]?.name ?? "Webhook",
  canRun: (id) => Object.hasOwn(labels, id),
});
const found = (search: string) => findEntries(entries, search).map(({ label }) => label);

describe("the palette", () => {
  test("without words lists what can be done now, group by group", () => {
    expect(found(" ")).toEqual(["Publier le brouillon", "Ajouter un nœud", "Ranger", "Aligner à gauche"]);
  });

  test("finds nodes by name, key and type, without accents", () => {
    expect(found("paye")[0]).toBe("Payé ?");
    expect(found("isPaid")[0]).toBe("Payé ?");
    expect(found("webhook")).toContain("Webhook");
  });

  test("puts what begins with the words first", () => {
    expect(found("a gauche")).toEqual(["Aligner à gauche"]);
    expect(found("ranger")[0]).toBe("Ranger");
    const answer = definitions.response.title.fr;
    expect(found(answer)[0]).toBe(answer);
  });

  test("offers node types only where one can be added", () => {
    const without = paletteEntries({
      document,
      types: definitions,
      language: "en",
      labelOf: (id) => id,
      nameOf: (key) => key,
      canRun: () => false,
    });
    expect(without.map(({ kind }) => kind)).toEqual(["go", "go", "go"]);
  });

  test("finds nothing for words that stand nowhere", () => {
    expect(found("xyzzy")).toEqual([]);
  });
});
