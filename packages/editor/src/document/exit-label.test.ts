import { definitions } from "@sluice/nodes/definitions";
import { node } from "@sluice/workflow/testing";
import { describe, expect, it } from "vitest";
import { exitLabel } from "./exit-label.ts";

const nodes = {
  isPaid: node("condition", { when: { expression: "true" } }),
  sort: node("switch", { cases: [{ port: "c1", name: "Gold", when: { expression: "true" } }] }),
  set: node("set"),
  ask: node("http", {}, { onError: "branch" }),
  strange: node("nobody-knows"),
};
const both = (from: string, port: string) =>
  (["en", "fr"] as const).map((language) => exitLabel({ nodes, from, port, types: definitions, language }));

describe("what a card shows beside an exit", () => {
  it.each([
    ["isPaid", "true", "true", "vrai"],
    ["sort", "c1", "Gold", "Gold"],
    ["sort", "default", "default", "par défaut"],
    ["ask", "out", "out", "suite"],
    ["ask", "error", "error", "erreur"],
    ["isPaid", "gone", "gone", "gone"],
    ["strange", "odd", "odd", "odd"],
    ["nobody", "odd", "odd", "odd"],
  ])("%s, %s: %s, %s", (from, port, en, fr) => {
    expect(both(from, port)).toEqual([en, fr]);
  });

  it.each(["set", "trigger", "nobody"])("nothing at the only exit of %s", (from) => {
    expect(both(from, "out")).toEqual([undefined, undefined]);
  });
});
