import type { WorkflowDocument, WorkflowEdge } from "@sluice/workflow/document";
import { defaultConfig, type Language, type NodeTypes } from "@sluice/workflow/node-contract";
import {
  applyOperation,
  edgesCut,
  keyFor,
  type Operation,
  OperationError,
} from "@sluice/workflow/operations";
import { frameAround, frameHeadHeight, type Point } from "./card-size.ts";
import type { Edit } from "./edits.ts";
import { boxesOf } from "./frames.ts";
import { freeName, shownNames } from "./free-name.ts";
import { foldsOf, nestingOf, outermost, standsIn } from "./nesting.ts";
import { definitionOf, portsOf } from "./ports.ts";
import { withRoom } from "./room.ts";
import { edgeId, nothingSelected, portOf, selectNode } from "./selection.ts";

/**
 * Folds a container to a card or opens it again, which pushes aside what came to stand there. What was selected in it is not
 * seen any more: then it is selected itself. Null: it holds nothing.
 */
export function foldEdit(document: WorkflowDocument, types: NodeTypes, key: string): Edit | null {
  const { childrenOf, bodyOf } = nestingOf(document);
  if (childrenOf(key).length === 0) return null;
  const folded = !foldsOf(document).folded.has(key);
  const operations = [...pinned(document, types), { op: "set-folded" as const, keys: [key], folded }];
  return {
    operations: withRoom({ document, types, operations }),
    ...(folded && bodyOf(key).length > 0 ? { select: selectNode(key) } : {}),
  };
}

/** Why nodes cannot be put into a container together. */
export type WrapRefusal = "nothing" | "several-scopes" | "gap";

/** The selected nodes that a container could be put around; the trigger stands in none. */
export function wrappable(document: WorkflowDocument, keys: readonly string[]): readonly string[] {
  return outermost(
    document,
    keys.filter((key) => Object.hasOwn(document.nodes, key)),
  );
}

/** Why no container can be put around these nodes; null: one can. */
export function wrapRefusal(document: WorkflowDocument, keys: readonly string[]): WrapRefusal | null {
  const chosen = wrappable(document, keys);
  if (chosen.length === 0) return "nothing";
  const node = { type: "loop", config: {} };
  try {
    applyOperation(document, { op: "wrap-in-container", keys: [...chosen], node });
    return null;
  } catch (error) {
    if (!(error instanceof OperationError)) throw error;
    return error.code === "way-returns" ? "gap" : "several-scopes";
  }
}

/**
 * Puts a new container of a type around nodes. What led to them leads to the container, and on from it: by the exit of the
 * same name where it has one, else by its first. Null when they cannot be wrapped or the type holds nothing.
 */
export function wrapEdit(given: {
  document: WorkflowDocument;
  types: NodeTypes;
  language: Language;
  keys: readonly string[];
  type: string;
}): (Edit & { readonly joined: number }) | null {
  const { document, types, language, type } = given;
  const definition = definitionOf(types, type);
  if (!definition?.container || wrapRefusal(document, given.keys) !== null) return null;
  const keys = wrappable(document, given.keys);
  const inside = new Set(keys);
  const name = freeName(shownNames(document, types, language), definition.title[language]);
  const key = keyFor(document, name);
  const node = { type, name, config: defaultConfig(definition) };
  const ports = portsOf({ node, types, language });
  const boxes = boxesOf(document, types);
  const { x, y } = frameAround(
    keys.flatMap((one) => boxes.get(one) ?? []),
    { corner: { x: 0, y: 0 }, head: frameHeadHeight(ports) },
  );
  const [first, ...others] = ports.map(({ port }) => port);
  const operations: Operation[] = [
    ...pinned(document, types),
    {
      op: "wrap-in-container",
      keys: [...keys],
      key,
      node,
      at: { x: Math.round(x), y: Math.round(y) },
      ...(first === undefined ? {} : { port: first }),
    },
    ...movedExits(document, { inside, key, first: first ?? "out", others }),
  ];
  return {
    operations: withRoom({ document, types, operations, wrapped: keys }),
    select: { ...nothingSelected, nodes: [key] },
    joined: joinedExits(document, { types, inside, others }),
  };
}

/**
 * How many edges begin at one exit of several, and behind the container are followed whichever exit was taken: it has
 * one exit for all of them.
 */
function joinedExits(
  document: WorkflowDocument,
  given: { types: NodeTypes; inside: ReadonlySet<string>; others: readonly string[] },
): number {
  const { types, inside, others } = given;
  const ownExits = (key: string) => {
    const node = document.nodes[key];
    return node ? portsOf({ node, types, language: "en" }).filter(({ port }) => !others.includes(port)) : [];
  };
  return document.edges.filter(
    (edge) =>
      inside.has(edge.from) &&
      !inside.has(edge.to) &&
      !others.includes(portOf(edge)) &&
      ownExits(edge.from).length > 1,
  ).length;
}

/** What left the nodes by an exit that the container has as well (`error`) leaves it by that one. */
function movedExits(
  document: WorkflowDocument,
  given: { inside: ReadonlySet<string>; key: string; first: string; others: readonly string[] },
): readonly Operation[] {
  const { inside, key, first, others } = given;
  const leaving = document.edges.filter(({ from, to }) => inside.has(from) && !inside.has(to));
  const byFirst = new Set(leaving.filter((edge) => !others.includes(portOf(edge))).map(({ to }) => to));
  const named = leaving.filter((edge) => others.includes(portOf(edge)));
  return distinct(named.map((edge) => written(key, portOf(edge), edge.to))).map(
    (now): Operation =>
      byFirst.has(now.to)
        ? { op: "connect", ...now }
        : { op: "reconnect", edge: written(key, first, now.to), now },
  );
}

/**
 * Puts nodes into a container, or (`undefined`) into none. Edges that would cross a border go; where one way led through what
 * is moved, it leads past it afterwards. Null when nothing would change or a container would stand in itself.
 */
export function setParentEdit(given: {
  document: WorkflowDocument;
  types: NodeTypes;
  keys: readonly string[];
  parent: string | undefined;
  /** Where they stand then; left out: where they stand now. */
  places?: ReadonlyMap<string, Point>;
}): (Edit & { readonly cut: number }) | null {
  const { document, types, parent, places } = given;
  const nesting = nestingOf(document);
  const keys = [...wrappable(document, given.keys)].filter((key) => nesting.parentOf(key) !== parent);
  if (keys.length === 0 || keys.some((key) => parent !== undefined && standsIn(document, parent, key)))
    return null;
  const move = { op: "set-parent", keys, ...(parent === undefined ? {} : { parent }) } as const;
  const cut = edgesCut(document, move);
  const operations: Operation[] = [
    ...pinned(document, types),
    ...emptied(document, types, new Set(keys)),
    ...(places && places.size > 0 ? [{ op: "move", nodes: Object.fromEntries(places) } as const] : []),
    move,
    ...pastWay(document, cut, new Set(keys)).map((edge): Operation => ({ op: "connect", ...edge })),
  ];
  return { operations: withRoom({ document, types, operations }), cut: cut.length };
}

/** Writes down where the containers of some nodes stand: without content they have no other place. */
export function emptied(
  document: WorkflowDocument,
  types: NodeTypes,
  leaving: ReadonlySet<string>,
): readonly Operation[] {
  const { parentOf } = nestingOf(document);
  const boxes = boxesOf(document, types);
  const corners = [...leaving].flatMap((key) => {
    const parent = parentOf(key);
    const box = parent === undefined || leaving.has(parent) ? undefined : boxes.get(parent);
    return box && parent !== undefined ? [[parent, { x: box.x, y: box.y }]] : [];
  });
  return corners.length === 0 ? [] : [{ op: "move", nodes: Object.fromEntries(corners) }];
}

/** The edges that lead past nodes which one way led through. */
function pastWay(
  document: WorkflowDocument,
  cut: readonly WorkflowEdge[],
  moved: ReadonlySet<string>,
): readonly WorkflowEdge[] {
  const into = cut.filter(({ to }) => moved.has(to));
  const [way] = into;
  if (into.length !== 1 || !way) return [];
  const known = new Set(document.edges.map(edgeId));
  const onward = cut
    .filter(({ from }) => moved.has(from))
    .map(({ to }) => written(way.from, portOf(way), to));
  return distinct(onward).filter((edge) => !known.has(edgeId(edge)));
}

/**
 * Takes a container away and leaves its body in its place: what led to it leads to the beginnings of the body, and on from
 * its ends. Its exit `error` leads nowhere afterwards.
 */
export function dissolveEdit(document: WorkflowDocument, types: NodeTypes, key: string): Edit | null {
  const node = document.nodes[key];
  if (!node) return null;
  const body = nestingOf(document).childrenOf(key);
  const first = portsOf({ node, types, language: "en" })[0]?.port ?? "out";
  const inner = new Set(document.edges.filter(({ to }) => body.includes(to)).map(({ from }) => from));
  const exits = body.flatMap((from) => {
    const end = document.nodes[from];
    const port = inner.has(from) || !end ? undefined : portsOf({ node: end, types, language: "en" })[0]?.port;
    return port === undefined ? [] : [{ from, port }];
  });
  return {
    operations: [...pinned(document, types), { op: "unwrap", key, port: first, exits }],
    select: { ...nothingSelected, nodes: body },
  };
}

function written(from: string, port: string, to: string): WorkflowEdge {
  return port === "out" ? { from, to } : { from, port, to };
}

function distinct(edges: readonly WorkflowEdge[]): readonly WorkflowEdge[] {
  return [...new Map(edges.map((edge) => [edgeId(edge), edge])).values()];
}

/** Writes down the places of nodes that have none yet, so that they stay when others move. */
export function pinned(document: WorkflowDocument, types: NodeTypes): readonly Operation[] {
  const known = document.layout?.nodes ?? {};
  const boxes = boxesOf(document, types);
  const missing = [...boxes].flatMap(([key, { x, y }]) =>
    Object.hasOwn(known, key) ? [] : [[key, { x, y }]],
  );
  return missing.length === 0 ? [] : [{ op: "move", nodes: Object.fromEntries(missing) }];
}
