import { definitions } from "@sluice/nodes/definitions";
import { type Fragment, fragmentText, type Operation, OperationError } from "@sluice/workflow/operations";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import {
  addNodeEdit,
  connectEdit,
  copyOf,
  type Edit,
  type Joint,
  moveEdit,
  pasteEdit,
  reconnectEdit,
  removeEdit,
  tidyEdit,
} from "../../document/edits.ts";
import { freeExit } from "../../document/free-exit.ts";
import type { OpenDocumentStore } from "../../document/open-document.ts";
import { useOpenDocumentStore } from "../../document/open-document-context.ts";
import { definitionOf, portsOf } from "../../document/ports.ts";
import type { Point } from "../../document/positions.ts";
import type { WantedEdge } from "../../document/rules.ts";
import { useLanguage } from "../node-card/use-language.ts";
import { useAnnounce } from "./use-announce.ts";

interface Placed extends Point {
  readonly width?: number;
  readonly height?: number;
}

/** Everything that is done to the drawing by hand; each call is one step of the history. */
export interface Edits {
  addNode(type: string, joint: Joint): void;
  connect(edge: WantedEdge): void;
  reconnect(edge: WantedEdge, now: WantedEdge): void;
  /** Places by React Flow's identities. Calls in a row with the same group are one step. */
  move(places: ReadonlyMap<string, Placed>, group?: string): void;
  removeSelected(): void;
  duplicate(): void;
  paste(fragment: Fragment): void;
  /** The selection as clipboard text; null when nothing of it can be copied. */
  copyText(): string | null;
  selectAll(): void;
  tidy(): void;
  setDisabled(key: string, disabled: boolean): void;
  addNote(at: Point): void;
  setNoteText(id: string, text: string): void;
  /** Where a node added now would follow; `type` is the node's, where it is chosen already. */
  freeExit(type?: string): { from: string; port: string } | null;
  /** The first exit of a node; null for one that ends the execution. */
  firstExit(key: string): string | null;
}

export function useEdits(): Edits {
  const { t } = useTranslation("canvas");
  const store = useOpenDocumentStore();
  const language = useLanguage();
  const announce = useAnnounce((state) => state.say);
  return useMemo(
    () => createEdits({ store, language, say: (key, values) => announce(t(`said.${key}`, values ?? {})) }),
    [store, language, announce, t],
  );
}

function createEdits({
  store,
  language,
  say,
}: {
  store: OpenDocumentStore;
  language: "en" | "fr";
  say: (key: string, values?: Record<string, string | number>) => void;
}): Edits {
  const now = () => store.getState().document;
  const apply = (
    edit: Edit | null,
    key: string,
    more: { group?: string | undefined; count?: number; name?: string } = {},
  ) => {
    if (!edit) return;
    const { group, ...values } = more;
    try {
      store.edit(edit.operations, {
        label: { key, values },
        ...(group === undefined ? {} : { group }),
        ...(edit.select ? { select: edit.select } : {}),
      });
      say(key, values);
    } catch (error) {
      // A gesture on something that another session has just removed: nothing has changed.
      if (!(error instanceof OperationError)) throw error;
    }
  };
  const one = (operation: Operation): Edit => ({ operations: [operation] });

  return {
    addNode: (type, joint) => {
      const name = definitionOf(definitions, type)?.title[language] ?? type;
      apply(addNodeEdit({ document: now(), types: definitions, language, type, joint }), "addNode", { name });
    },
    connect: (edge) => apply(connectEdit(now(), definitions, edge), "connect"),
    reconnect: (edge, next) =>
      apply(reconnectEdit({ document: now(), types: definitions, edge, now: next }), "reconnect"),
    move: (places, group) => {
      const nodes = new Map<string, Point>();
      const notes = new Map<string, Point>();
      const sizes: Operation[] = [];
      for (const [id, { x, y, width, height }] of places) {
        if (!id.startsWith("note:")) nodes.set(id, { x, y });
        else notes.set(id.slice(5), { x, y });
        if (width === undefined || height === undefined) continue;
        sizes.push({
          op: "set-note",
          id: id.slice(5),
          set: { width: Math.round(width), height: Math.round(height) },
        });
      }
      const { operations } = moveEdit(now(), { nodes, notes });
      apply({ operations: [...operations, ...sizes] }, "move", { group, count: places.size });
    },
    removeSelected: () => {
      const { selection } = store.getState();
      const count = selection.nodes.length + selection.edges.length + selection.notes.length;
      apply(removeEdit(now(), selection), "remove", { count });
    },
    duplicate: () => {
      const fragment = copyOf(now(), store.getState().selection);
      if (fragment)
        apply(pasteEdit(now(), fragment), "duplicate", { count: Object.keys(fragment.nodes).length });
    },
    paste: (fragment) =>
      apply(pasteEdit(now(), fragment), "paste", { count: Object.keys(fragment.nodes).length }),
    copyText: () => {
      const fragment = copyOf(now(), store.getState().selection);
      if (fragment) say("copy", { count: Object.keys(fragment.nodes).length });
      return fragment ? fragmentText(fragment) : null;
    },
    selectAll: () => {
      const notes = (now().layout?.notes ?? []).map(({ id }) => id);
      store.select({ nodes: ["trigger", ...Object.keys(now().nodes)], edges: [], notes });
    },
    tidy: () => apply(tidyEdit(now(), definitions), "tidy"),
    setDisabled: (key, disabled) =>
      apply(
        one({ op: "set-node-options", key, ...(disabled ? { set: { disabled } } : { unset: ["disabled"] }) }),
        disabled ? "disable" : "enable",
      ),
    addNote: (at) => {
      const id = crypto.randomUUID();
      const note = { id, text: "", x: Math.round(at.x), y: Math.round(at.y), width: 208, height: 128 };
      apply(
        { operations: [{ op: "add-note", note }], select: { nodes: [], edges: [], notes: [id] } },
        "addNote",
      );
    },
    setNoteText: (id, text) => apply(one({ op: "set-note", id, set: { text } }), "setNote"),
    freeExit: (type) =>
      freeExit({ document: now(), types: definitions, selection: store.getState().selection, type }),
    firstExit: (key) => {
      const node = now().nodes[key];
      return node ? (portsOf({ node, types: definitions, language })[0]?.port ?? null) : "out";
    },
  };
}
