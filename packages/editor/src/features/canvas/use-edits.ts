import { notifications } from "@mantine/notifications";
import { definitions } from "@sluice/nodes/definitions";
import type { CanvasNote } from "@sluice/workflow/document";
import { type Fragment, fragmentText, type Operation, OperationError } from "@sluice/workflow/operations";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { type Arrangement, arrangeEdit, nudgeEdit } from "../../document/arrange.ts";
import { noteSize, type Point } from "../../document/card-size.ts";
import { copyOf, type PasteAim, pasteEdit } from "../../document/clipboard-edits.ts";
import {
  dissolveEdit,
  foldEdit,
  setParentEdit,
  type WrapRefusal,
  wrapEdit,
  wrapRefusal,
} from "../../document/container-edits.ts";
import {
  addNodeEdit,
  connectEdit,
  dropEdit,
  type Edit,
  type Joint,
  moveEdit,
  reconnectEdit,
  removeEdit,
  tidyEdit,
} from "../../document/edits.ts";
import { containerAt } from "../../document/frames.ts";
import { freeExit } from "../../document/free-exit.ts";
import type { StepKey } from "../../document/history.ts";
import { foldsOf, isContainer, nestingOf } from "../../document/nesting.ts";
import type { NewNode } from "../../document/new-node.ts";
import { nodeName } from "../../document/node-name.ts";
import type { OpenDocumentStore } from "../../document/open-document.ts";
import { useOpenDocumentStore } from "../../document/open-document-context.ts";
import { definitionOf, portsOf } from "../../document/ports.ts";
import type { WantedEdge } from "../../document/rules.ts";
import { portOf } from "../../document/selection.ts";
import { noteIdOf } from "../../document/subject.ts";
import { useLanguage } from "../node-card/use-language.ts";
import { useAnnounce } from "./use-announce.ts";

interface Placed extends Point {
  readonly width?: number;
  readonly height?: number;
}

/** Everything that is done to the drawing by hand; each call is one step of the history. */
export interface Edits {
  addNode(node: NewNode, joint: Joint): void;
  connect(edge: WantedEdge): void;
  reconnect(edge: WantedEdge, now: WantedEdge): void;
  /** Places on the canvas by React Flow's identities. Calls in a row with the same group are one step. */
  move(places: ReadonlyMap<string, Placed>, group?: string): void;
  /** The same, for what was let go over a container (`undefined`: over none), which then holds it. */
  drop(places: ReadonlyMap<string, Placed>, container: string | undefined): void;
  /** Puts a new container of a type around the selected nodes, or says why that cannot be. */
  wrap(type: string): void;
  /** Puts the selected nodes into a container; undefined: into none. */
  moveInto(container: string | undefined): void;
  /** Takes a container away and leaves what stands in it. */
  dissolve(key: string): void;
  /** Folds a container to a card, or opens it. */
  fold(key: string): void;
  removeSelected(): void;
  duplicate(): void;
  paste(fragment: Fragment, aim?: PasteAim): void;
  /** The selection as clipboard text; null when nothing of it can be copied. */
  copyText(): string | null;
  selectAll(): void;
  tidy(): void;
  /** Lines up or spreads what is selected. */
  arrange(arrangement: Arrangement): void;
  /** Moves what is selected; calls in a row are one step. */
  nudge(by: Point): void;
  setDisabled(key: string, disabled: boolean): void;
  addNote(at: Point): void;
  /** Changes how a note looks; calls in a row with the same group are one step. */
  setNote(id: string, set: NoteChange, group?: string): void;
  /**
   * What a node of a type is joined to when nobody says where: into the selected container while it is empty, else behind the
   * free exit of what is selected. Null: nothing leads there by itself.
   */
  nextJoint(type: string): Joint | null;
  /** The first exit of a node that leads nowhere yet, else its first; null for one that ends the execution. */
  freeExitOf(key: string): string | null;
}

export type NoteChange = Partial<Pick<CanvasNote, "text" | "color" | "width" | "height">>;

export function useEdits(): Edits {
  const { t } = useTranslation("canvas");
  const store = useOpenDocumentStore();
  const language = useLanguage();
  const announce = useAnnounce((state) => state.say);
  return useMemo(
    () =>
      whereRefusedNothing(
        createEdits({
          store,
          language,
          say: (key, values) => announce(t(`said.${key}`, values ?? {})),
          tell: (key, values) => notifications.show({ message: t(`told.${key}`, values) }),
          refuse: (code) =>
            notifications.show({
              color: "red",
              title: t("wrap.refused"),
              message: t(`wrap.refusals.${code}`),
            }),
        }),
      ),
    [store, language, announce, t],
  );
}

function createEdits({
  store,
  language,
  say,
  tell,
  refuse,
}: {
  store: OpenDocumentStore;
  language: "en" | "fr";
  say: (key: string, values?: Record<string, string | number>) => void;
  tell: (key: string, values: Record<string, string | number>) => void;
  refuse: (code: WrapRefusal) => void;
}): Edits {
  const now = () => store.getState().document;
  const apply = (
    edit: Edit | null,
    key: StepKey,
    more: { group?: string | undefined; count?: number; name?: string } = {},
  ) => {
    if (!edit) return;
    const { group, ...values } = more;
    store.edit(edit.operations, {
      label: { key, values },
      ...(group === undefined ? {} : { group }),
      ...(edit.select ? { select: edit.select } : {}),
    });
    say(key, values);
    // Nobody chose it in a form: it is told, not only said.
    if (edit.goesOn !== undefined) tell("goesOn", { name: nameOf(edit.goesOn) });
  };
  const one = (operation: Operation): Edit => ({ operations: [operation] });
  const nameOf = (key: string | undefined): string => {
    return key === undefined ? "" : nodeName({ nodes: now().nodes, key, types: definitions, language });
  };
  /** Edges that are gone are not only said: nobody asked for it. */
  const moveBetween = (edit: (Edit & { cut: number }) | null, container: string | undefined) => {
    const values = { name: nameOf(container), count: edit?.cut ?? 0 };
    const key = container === undefined ? "moveOut" : "moveInto";
    apply(edit, key, values);
    if (values.count > 0) tell("cut", values);
  };
  /** Where the pointer is, else beside what is selected: in the same container. */
  const put = (fragment: Fragment, key: "paste" | "duplicate", aim?: PasteAim) => {
    const [beside] = store.getState().selection.nodes;
    const parent = aim?.pointed
      ? containerAt({ document: now(), types: definitions, at: aim.at })
      : beside === undefined
        ? undefined
        : nestingOf(now()).parentOf(beside);
    const edit = pasteEdit({ document: now(), types: definitions, fragment, parent, aim });
    apply(edit, key, { count: Object.keys(fragment.nodes).length });
  };

  return {
    addNode: (node, joint) => {
      const name = node.name ?? definitionOf(definitions, node.type)?.title[language] ?? node.type;
      apply(addNodeEdit({ document: now(), types: definitions, language, node, joint }), "addNode", { name });
    },
    connect: (edge) => apply(connectEdit(now(), definitions, edge), "connect"),
    reconnect: (edge, next) =>
      apply(reconnectEdit({ document: now(), types: definitions, edge, now: next }), "reconnect"),
    move: (places, group) => {
      const { nodes, notes, sizes } = sorted(places);
      const { operations } = moveEdit(now(), definitions, { nodes, notes });
      apply({ operations: [...operations, ...sizes] }, "move", { group, count: places.size });
    },
    drop: (places, container) => {
      const { nodes, notes, sizes } = sorted(places);
      const edit = dropEdit({
        document: now(),
        types: definitions,
        places: { nodes, notes },
        parent: container,
      });
      const operations = [...edit.operations, ...sizes];
      if (!edit.moved) return apply({ operations }, "move", { count: places.size });
      moveBetween({ operations, cut: edit.cut }, container);
    },
    wrap: (type) => {
      const { selection } = store.getState();
      const refusal = wrapRefusal(now(), selection.nodes);
      if (refusal !== null) return refuse(refusal);
      const edit = wrapEdit({ document: now(), types: definitions, language, keys: selection.nodes, type });
      const name = definitionOf(definitions, type)?.title[language] ?? type;
      apply(edit, "wrap", { name });
      if (edit && edit.joined > 0) tell("joined", { name, count: edit.joined });
    },
    moveInto: (container) => {
      const keys = store.getState().selection.nodes;
      moveBetween(setParentEdit({ document: now(), types: definitions, keys, parent: container }), container);
    },
    dissolve: (key) => apply(dissolveEdit(now(), definitions, key), "dissolve", { name: nameOf(key) }),
    fold: (key) => {
      const edit = foldEdit(now(), definitions, key);
      const closed = !foldsOf(now()).folded.has(key);
      apply(edit, closed ? "fold" : "unfold", { name: nameOf(key) });
    },
    removeSelected: () => {
      const { selection } = store.getState();
      const count = selection.nodes.length + selection.edges.length + selection.notes.length;
      apply(removeEdit(now(), definitions, selection), "remove", { count });
    },
    duplicate: () => {
      const fragment = copyOf(now(), definitions, store.getState().selection);
      if (fragment) put(fragment, "duplicate");
    },
    paste: (fragment, aim) => put(fragment, "paste", aim),
    copyText: () => {
      const fragment = copyOf(now(), definitions, store.getState().selection);
      if (fragment) say("copy", { count: Object.keys(fragment.nodes).length });
      return fragment ? fragmentText(fragment) : null;
    },
    selectAll: () => {
      const notes = (now().layout?.notes ?? []).map(({ id }) => id);
      store.select({ nodes: ["trigger", ...Object.keys(now().nodes)], edges: [], notes });
    },
    tidy: () => apply(tidyEdit(now(), definitions), "tidy"),
    arrange: (arrangement) => {
      const { selection } = store.getState();
      apply(arrangeEdit({ document: now(), types: definitions, selection, arrangement }), arrangement);
    },
    nudge: (by) => {
      const { selection } = store.getState();
      const count = selection.nodes.length + selection.notes.length;
      const group = `nudge:${[...selection.nodes, ...selection.notes].join()}`;
      apply(nudgeEdit(now(), definitions, { selection, by }), "move", { group, count });
    },
    setDisabled: (key, disabled) =>
      apply(
        one({ op: "set-node-options", key, ...(disabled ? { set: { disabled } } : { unset: ["disabled"] }) }),
        disabled ? "disable" : "enable",
      ),
    addNote: (at) => {
      const id = crypto.randomUUID();
      const note = { id, text: "", x: Math.round(at.x), y: Math.round(at.y), ...noteSize };
      apply(
        { operations: [{ op: "add-note", note }], select: { nodes: [], edges: [], notes: [id] } },
        "addNote",
      );
    },
    setNote: (id, set, group) =>
      apply(
        one({ op: "set-note", id, set }),
        "setNote",
        group === undefined ? {} : { group: `note:${id}:${group}` },
      ),
    nextJoint: (type) => {
      const { selection } = store.getState();
      const [only] = selection.nodes;
      const alone = selection.nodes.length === 1 && only !== undefined;
      if (alone && isContainer(now(), definitions, only) && nestingOf(now()).childrenOf(only).length === 0)
        return { kind: "inside", container: only };
      const exit = freeExit({ document: now(), types: definitions, selection, type });
      return exit && { kind: "after", ...exit };
    },
    freeExitOf: (key) => {
      const { nodes, edges } = now();
      const node = nodes[key];
      if (!node) return "out";
      const ports = portsOf({ node, types: definitions, language }).map(({ port }) => port);
      const taken = new Set(edges.filter(({ from }) => from === key).map(portOf));
      return ports.find((port) => !taken.has(port)) ?? ports[0] ?? null;
    },
  };
}

/**
 * The same, where a gesture that the document refuses changes nothing: on something that another session has just removed,
 * or in a document with containers that stand in each other.
 */
function whereRefusedNothing(edits: Edits): Edits {
  const acts = Object.entries(edits as unknown as Record<string, (...given: unknown[]) => unknown>);
  const guarded = acts.map(([name, act]) => [
    name,
    (...given: unknown[]) => {
      try {
        return act(...given);
      } catch (error) {
        if (!(error instanceof OperationError)) throw error;
        return undefined;
      }
    },
  ]);
  return Object.fromEntries(guarded) as Edits;
}

/** Places sorted into nodes, notes and the sizes that notes were given. */
function sorted(places: ReadonlyMap<string, Placed>) {
  const nodes = new Map<string, Point>();
  const notes = new Map<string, Point>();
  const sizes: Operation[] = [];
  for (const [id, { x, y, width, height }] of places) {
    const note = noteIdOf(id);
    if (note === null) {
      nodes.set(id, { x, y });
      continue;
    }
    notes.set(note, { x, y });
    if (width === undefined || height === undefined) continue;
    const set = { width: Math.round(width), height: Math.round(height) };
    sizes.push({ op: "set-note", id: note, set });
  }
  return { nodes, notes, sizes };
}
