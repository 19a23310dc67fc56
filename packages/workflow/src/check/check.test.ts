import { describe, expect, it } from "vitest";
import type { WorkflowDocument } from "../document/schema.ts";
import { findingCatalogue } from "./catalogue.ts";
import { check } from "./check.ts";
import { describeFinding, type Finding } from "./finding.ts";
import type { OtherWorkflow } from "./given.ts";
import { brokenDocuments } from "./testing/broken-documents.ts";
import { types } from "./testing/node-types.ts";

const secretOwner = (reference: string) =>
  reference === "sec_own" ? { node: "trigger", field: "auth.any.*.password" } : undefined;
const others: Readonly<Record<string, OtherWorkflow>> = {
  wf_there: { name: "There", trigger: "call" },
  wf_hook: { name: "Hook", trigger: "webhook" },
};
const otherWorkflow = (id: string) => others[id];
const findingsOf = (document: WorkflowDocument): Finding[] =>
  check(document, { types, secretOwner, workflowId: "wf_own", otherWorkflow });

describe("check", () => {
  it.each(brokenDocuments)("finds in $name: $finds", ({ document, finds }) => {
    const found = findingsOf(document).map(({ code, at }) => `${code} @ ${at.join(".")}`);
    expect(found.sort()).toEqual([...finds].sort());
  });

  it("says everything in both languages, without a gap", () => {
    for (const { document } of brokenDocuments) {
      for (const found of findingsOf(document)) {
        for (const language of ["en", "fr"] as const) {
          expect(describeFinding(found, language)).not.toMatch(/\{[a-z]+\}|undefined/i);
        }
        expect(found.message).toBe(describeFinding(found, "en"));
      }
    }
  });

  it("lists errors before warnings", () => {
    const severities = brokenDocuments.flatMap(({ document }) => {
      const list = findingsOf(document).map(({ severity }) => severity);
      return (
        list.lastIndexOf("error") > list.indexOf("warning") &&
        list.includes("warning") &&
        list.includes("error")
      );
    });
    expect(severities).not.toContain(true);
  });

  it("has a document for every code of the catalogue", () => {
    const found = new Set(
      brokenDocuments.flatMap(({ document }) => findingsOf(document).map(({ code }) => code)),
    );
    expect([...found].sort()).toEqual(Object.keys(findingCatalogue).sort());
  });
});
