import { definitions } from "@sluice/nodes/definitions";
import { node } from "@sluice/workflow/testing";
import { expect, test } from "vitest";
import { fieldOfFinding, nodeOfFinding } from "./place-of-finding.ts";

const found = (at: (string | number)[]) => ({ code: "x", severity: "error" as const, at, message: "" });
const given = {
  nodes: { kind: node("switch", { cases: [] }), say: node("response", {}) },
  types: definitions,
  language: "en" as const,
};

test("a finding in a list of settings names each field on the way, and the position in it", () => {
  const at = ["nodes", "kind", "config", "cases", 1, "when", "all", 0, "left"];
  const words = fieldOfFinding(found(at), given);
  expect(words.slice(0, 2)).toEqual(["Cases", "2"]);
  expect(words.length).toBeGreaterThan(2);
  expect(fieldOfFinding(found(["nodes", "say", "config", "body"]), given)).toEqual(["Body"]);
});

test("what is not about a setting names none", () => {
  for (const at of [["nodes", "say"], ["trigger"], ["edges", 0], ["nodes", "gone", "config", "body"]])
    expect(fieldOfFinding(found(at), given)).toEqual([]);
});

test("a finding about an edge belongs to the node at which it begins", () => {
  const edges = [{ from: "kind", port: "gold", to: "say" }];
  expect(nodeOfFinding(found(["edges", 0]), edges)).toBe("kind");
  expect(nodeOfFinding(found(["edges", 7]), edges)).toBeNull();
  expect(nodeOfFinding(found(["trigger", "config"]), edges)).toBe("trigger");
});
