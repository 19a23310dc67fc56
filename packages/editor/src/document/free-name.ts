import type { WorkflowDocument } from "@sluice/workflow/document";
import type { Language, NodeTypes } from "@sluice/workflow/node-contract";
import type { Fragment } from "@sluice/workflow/operations";
import { definitionOf } from "./ports.ts";

/** The names that the cards show: a node's own, else its type's. */
export function shownNames(document: WorkflowDocument, types: NodeTypes, language: Language): Set<string> {
  return new Set(
    Object.entries(document.nodes).map(
      ([key, node]) => node.name || (definitionOf(types, node.type)?.title[language] ?? key),
    ),
  );
}

/** The name itself, or with the first number from 2 on that is not taken: two cards never show the same words. */
export function freeName(taken: ReadonlySet<string>, name: string): string {
  if (!taken.has(name)) return name;
  const base = name.replace(/ \d+$/, "").slice(0, 190);
  let number = 2;
  while (taken.has(`${base} ${number}`)) number++;
  return `${base} ${number}`;
}

/** A piece whose nodes have names that the document does not show yet. */
export function withFreeNames(document: WorkflowDocument, fragment: Fragment): Fragment {
  const taken = new Set(Object.values(document.nodes).flatMap(({ name }) => (name ? [name] : [])));
  const nodes = Object.fromEntries(
    Object.entries(fragment.nodes).map(([key, node]) => {
      if (!node.name) return [key, node];
      const name = freeName(taken, node.name);
      taken.add(name);
      return [key, { ...node, name }];
    }),
  );
  return { ...fragment, nodes };
}
