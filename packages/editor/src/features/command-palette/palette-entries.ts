import type { WorkflowDocument } from "@sluice/workflow/document";
import type { Language, NodeTypes } from "@sluice/workflow/node-contract";
import { definitionOf } from "../../document/ports.ts";
import type { Subject } from "../../document/subject.ts";
import { fold } from "../../i18n/fold.ts";
import { type CommandId, commandGroups, commandIds, rowOf } from "./command-table.ts";

/** A line of the palette. */
export type PaletteEntry =
  | { readonly kind: "command"; readonly id: CommandId; readonly label: string }
  | { readonly kind: "go"; readonly subject: Subject; readonly label: string; readonly detail: string }
  | { readonly kind: "add"; readonly type: string; readonly label: string; readonly detail: string };

/** Lines shown at once: more are told as a number. */
export const shownEntries = 60;

/** All that the palette can offer: what can be done now, every node to go to, every type to add. */
export function paletteEntries(given: {
  document: WorkflowDocument;
  types: NodeTypes;
  language: Language;
  labelOf: (id: CommandId) => string;
  nameOf: (key: string) => string;
  canRun: (id: CommandId) => boolean;
}): readonly PaletteEntry[] {
  const { document, types, language, labelOf, nameOf, canRun } = given;
  const commands = commandGroups.flatMap((group) =>
    commandIds.filter((id) => rowOf(id).group === group && id !== "palette" && canRun(id)),
  );
  const going = ["trigger", ...Object.keys(document.nodes)].map((key): PaletteEntry => {
    const node = document.nodes[key];
    const title = node
      ? (definitionOf(types, node.type)?.title[language] ?? node.type)
      : document.trigger.type;
    return { kind: "go", subject: { kind: "node", key }, label: nameOf(key), detail: `${title} · ${key}` };
  });
  const adding = canRun("addNode")
    ? Object.values(types).map(
        (type): PaletteEntry => ({
          kind: "add",
          type: type.type,
          label: type.title[language],
          detail: type.summary[language],
        }),
      )
    : [];
  return [
    ...commands.map((id): PaletteEntry => ({ kind: "command", id, label: labelOf(id) })),
    ...going,
    ...adding,
  ];
}

/**
 * The lines that hold every word of a search, best first: whose name begins with it, whose name has a word that does,
 * whose name holds it, then the rest; within that commands before nodes before types. Without words: the commands.
 */
export function findEntries(entries: readonly PaletteEntry[], search: string): readonly PaletteEntry[] {
  const wanted = fold(search).trim();
  if (wanted === "") return entries.filter(({ kind }) => kind === "command");
  const words = wanted.split(/\s+/);
  const ranked = entries.flatMap((entry, at) => {
    const label = fold(entry.label);
    const text = entry.kind === "command" ? label : `${label} ${fold(entry.detail)}`;
    if (!words.every((word) => text.includes(word))) return [];
    const rank = label.startsWith(wanted)
      ? 0
      : label.split(/\s+/).some((word) => word.startsWith(words[0] ?? ""))
        ? 1
        : words.every((word) => label.includes(word))
          ? 2
          : 3;
    return [{ entry, rank, at }];
  });
  ranked.sort((one, other) => one.rank - other.rank || one.at - other.at);
  return ranked.map(({ entry }) => entry);
}
