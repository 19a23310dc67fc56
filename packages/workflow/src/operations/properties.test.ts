import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { documentSchema, type WorkflowDocument } from "../document/schema.ts";
import { secretsOf } from "../document/secrets.ts";
import { findReferences, findReferencesInExpression } from "../expressions/find-references.ts";
import type { Json } from "../node-contract/json.ts";
import { buildDocument } from "../testing/build-document.ts";
import { fragmentOf, fragmentText, parseFragment } from "./fragment.ts";
import { applyOperation, operationSchema } from "./operation.ts";
import { pastedKeys } from "./paste.ts";
import {
  along,
  document,
  fragment,
  fragmentSource,
  generatedOperations,
  key,
  sequence,
} from "./testing/any-operation.ts";

describe("properties of operations", () => {
  test("speak of every operation there is", () => {
    expect(generatedOperations.toSorted()).toEqual(
      operationSchema.options.map(({ shape }) => shape.op.value).toSorted(),
    );
  });

  test("any sequence of operations keeps the document valid, changes no input, and is deterministic", () => {
    let done = 0;
    fc.assert(
      fc.property(sequence, (operations) => {
        for (const one of operations) expect(operationSchema.safeParse(one).success).toBe(true);
        const documents = along(operations);
        done += documents.length - 1;
        for (const one of documents) expect(documentSchema.safeParse(one).error).toBeUndefined();
        expect(JSON.stringify(along(operations))).toBe(JSON.stringify(documents));
      }),
      { numRuns: 150 },
    );
    // Else the property would say little: most operations must have been possible.
    expect(done).toBeGreaterThan(600);
  });

  test("renaming a key there and back gives the same bytes, and leaves no reference behind", () => {
    fc.assert(
      fc.property(document, key, (given, from) => {
        fc.pre(Object.hasOwn(given.nodes, from));
        const there = applyOperation(given, { op: "rename-key", from, to: "renamedKey" });
        expect(namesIn(there)).not.toContain(from);
        const back = applyOperation(there, { op: "rename-key", from: "renamedKey", to: from });
        expect(JSON.stringify(back)).toBe(JSON.stringify(given));
      }),
      { numRuns: 150 },
    );
  });

  test("pasting gives fresh keys, rewrites what it refers to inside, empties secrets, and leaves the rest", () => {
    fc.assert(
      fc.property(document, fragmentSource, (given, source) => {
        const taken = fragmentOf(source, { keys: Object.keys(source.nodes) });
        const freshKeys = pastedKeys(given, taken);
        const after = applyOperation(given, { op: "paste", fragment: taken });

        expect(new Set(freshKeys.values()).size).toBe(freshKeys.size);
        for (const [was, is] of freshKeys) {
          expect(Object.hasOwn(given.nodes, is)).toBe(false);
          const referred = namesIn(only(source, was)).map((name) => freshKeys.get(name) ?? name);
          const parent = source.nodes[was]?.parent;
          const kept = referred.filter((name) => name !== parent || freshKeys.has(name));
          expect(namesIn(only(after, is)).filter((name) => name !== is)).toEqual(
            expect.arrayContaining(kept.filter((name) => name !== is)),
          );
          expect(secretsOf(only(after, is))).toEqual([]);
        }
        for (const one of Object.keys(given.nodes)) expect(after.nodes[one]).toBe(given.nodes[one]);
        expect(after.edges.slice(0, given.edges.length)).toEqual(given.edges);
        expect(documentSchema.safeParse(after).success).toBe(true);
      }),
      { numRuns: 150 },
    );
  });

  test("a fragment survives the clipboard as text", () => {
    fc.assert(
      fc.property(fragment, (given) => {
        expect(parseFragment(fragmentText(given))).toEqual(given);
      }),
    );
  });
});

function only(given: WorkflowDocument, one: string): WorkflowDocument {
  const found = given.nodes[one];
  return { ...buildDocument(), nodes: found ? { [one]: found } : {} };
}

/** The nodes that a document names anywhere but in examples and secrets. */
function namesIn(given: WorkflowDocument): string[] {
  const names = new Set<string>(Object.keys(given.nodes));
  for (const { from, to } of given.edges) names.add(from).add(to);
  for (const one of Object.keys(given.layout?.nodes ?? {})) names.add(one);
  const read = (references: ReturnType<typeof findReferences>) => {
    for (const { path } of references) {
      if (path[0] === "steps" || path[0] === "loop") names.add(String(path[1]));
      if (path[0] === "execution" && path[1] === "callbacks") names.add(String(path[2]));
    }
  };
  const walk = (value: Json, field: string): void => {
    if (typeof value === "string") {
      read(field === "expression" ? findReferencesInExpression(value) : findReferences(value));
    } else if (Array.isArray(value)) {
      for (const child of value) walk(child, field);
    } else if (typeof value === "object" && value !== null && !Object.hasOwn(value, "secret")) {
      for (const [name, child] of Object.entries(value)) walk(child, name);
    }
  };
  walk(given.trigger.config, "");
  for (const { config: own, parent, cache } of Object.values(given.nodes)) {
    walk(own, "");
    if (cache) walk(cache.key, "");
    if (parent !== undefined) names.add(parent);
  }
  read(findReferences(given.settings?.concurrency?.key ?? ""));
  for (const { path } of given.settings?.searchKeys ?? []) read(findReferencesInExpression(path));
  return [...names];
}
