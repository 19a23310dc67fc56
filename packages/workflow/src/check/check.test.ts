import { describe, expect, it } from "vitest";
import type { WorkflowDocument } from "../document/schema.ts";
import type { NodeTypes } from "../node-contract/define-node.ts";
import { findingCatalogue } from "./catalogue.ts";
import { check } from "./check.ts";
import { describeFinding, type Finding } from "./finding.ts";
import type { OtherWorkflow } from "./given.ts";
import { brokenDocuments } from "./testing/broken-documents.ts";
import { types } from "./testing/node-types.ts";
import { answer, branch, step, workflow } from "./testing/small-documents.ts";

const owned: Readonly<Record<string, string>> = {
  sec_own: "auth.any.*.password",
  sec_signs: "auth.any.*.secrets.*.value",
  sec_bad: "auth.any.*.secrets.*.value",
  sec_token: "auth.any.*.secret",
};
const secretOwner = (reference: string) => {
  const field = owned[reference];
  return field === undefined ? undefined : { node: "trigger", field };
};
const others: Readonly<Record<string, OtherWorkflow>> = {
  wf_there: { name: "There", trigger: "call" },
  wf_hook: { name: "Hook", trigger: "webhook" },
};
const senders = { hasPublicUrl: false, unusableSecrets: new Set(["sec_bad"]) };
const findingsOf = ({ document, alias }: { document: WorkflowDocument; alias?: string }): Finding[] =>
  check(document, {
    ...{ types, secretOwner, workflowId: "wf_own", ...senders },
    ...(alias === undefined ? {} : { alias }),
    otherWorkflow: (id) => others[id],
  });

describe("check", () => {
  it.each(brokenDocuments)("finds in $name: $finds", ({ finds, ...broken }) => {
    const found = findingsOf(broken).map(({ code, at }) => `${code} @ ${at.join(".")}`);
    expect(found.sort()).toEqual([...finds].sort());
  });

  it("says everything in both languages, without a gap", () => {
    for (const broken of brokenDocuments) {
      for (const found of findingsOf(broken)) {
        for (const language of ["en", "fr"] as const) {
          expect(describeFinding(found, language)).not.toMatch(/\{[a-z]+\}|undefined/i);
        }
        expect(found.message).toBe(describeFinding(found, "en"));
      }
    }
  });

  it("calls nodes and the trigger what their cards on the canvas show", () => {
    const asked = { ...branch(), name: "Is paid" };
    const told = (document: WorkflowDocument, code: string) => {
      const found = check(document, { types }).find((one) => one.code === code);
      return (
        found &&
        (["en", "fr"] as const).map((language) => describeFinding(found, language).replaceAll("\u00a0", " "))
      );
    };
    const silent = workflow({
      nodes: { isPaid: asked, end: step(), reply: answer() },
      edges: ["trigger isPaid", "isPaid.true reply", "isPaid.false end"],
      mode: "sync",
    });
    expect(told(silent, "no-response")).toEqual([
      expect.stringContaining("never get an answer: Webhook → Is paid → text ends"),
      expect.stringContaining("sans réponse : Webhook → Is paid → texte se termine"),
    ]);
    const called = workflow({ nodes: { a: step(), end: step() }, edges: ["trigger a"], triggerType: "call" });
    expect(told({ ...called, mode: "sync" }, "no-response")).toEqual([
      expect.stringContaining("never get an answer: Call from a workflow → text ends"),
      expect.stringContaining("sans réponse : Appel d’un workflow → texte se termine"),
    ]);
    expect(told(called, "unreachable-node")).toEqual([
      expect.stringContaining("to “text”: it never runs"),
      expect.stringContaining("à « texte » : il ne s’exécute jamais"),
    ]);
  });

  it("names the line of code that reads what is not there", () => {
    const code = "const a = 1;\n\nreturn steps.gone.x + trigger.nothing;";
    const document = workflow({ nodes: { a: { type: "script", config: { code } } }, edges: ["trigger a"] });
    expect(check(document, { types }).map(({ values }) => values?.line)).toEqual([3, 3]);
  });

  it("lists errors before warnings", () => {
    const severities = brokenDocuments.flatMap((broken) => {
      const list = findingsOf(broken).map(({ severity }) => severity);
      return (
        list.lastIndexOf("error") > list.indexOf("warning") &&
        list.includes("warning") &&
        list.includes("error")
      );
    });
    expect(severities).not.toContain(true);
  });

  it("says of a node that stayed what is true where it stands now, and of the types asked about", () => {
    const node = step({ value: "{{ 1 + }}", amount: "many" });
    const places = (document: WorkflowDocument, known = types) =>
      check(document, { types: known, secretOwner, workflowId: "wf_own", ...senders }).map(
        ({ code, at }) => `${code} @ ${at.join(".")}`,
      );
    const at = (key: string) => workflow({ nodes: { [key]: node }, edges: [`trigger ${key}`] });
    const before = places(at("a"));
    expect(before).toHaveLength(2);
    expect(places(at("b"))).toEqual(before.map((found) => found.replace("nodes.a", "nodes.b")));
    const fieldless: NodeTypes = types.stop ? { step: types.stop } : {};
    expect(places(at("b"), fieldless)).toEqual(
      ["value", "amount"].map((field) => `unknown-field @ nodes.b.config.${field}`),
    );
    expect(places(at("a"))).toEqual(before);
  });

  it("has a document for every code of the catalogue", () => {
    const found = new Set(brokenDocuments.flatMap((broken) => findingsOf(broken).map(({ code }) => code)));
    expect([...found].sort()).toEqual(Object.keys(findingCatalogue).sort());
  });
});
