import { scopeOf, scopesAround, triggerKey } from "../graph/graph.ts";
import { finding } from "./finding.ts";
import { type Check, named } from "./given.ts";

/** Containers that may stand in each other. */
const deepest = 16;

/** What stands in something that cannot hold it, containers without a body, and edges across a border. */
export const containers: Check = (given) => [
  ...misplaced(given),
  ...circles(given),
  ...empty(given),
  ...tooDeep(given),
  ...across(given),
];

const misplaced: Check = ({ document, types }) =>
  Object.entries(document.nodes).flatMap(([key, { parent }]) => {
    if (parent === undefined) return [];
    const values = named({ document, types }, { node: key, parent });
    const at = ["nodes", key, "parent"];
    const container = Object.hasOwn(document.nodes, parent) ? document.nodes[parent] : undefined;
    if (container === undefined) return [finding("unknown-container", at, values)];
    // Of an unknown type nothing can be said but that it is unknown.
    const definition = Object.hasOwn(types, container.type) ? types[container.type] : undefined;
    return definition === undefined || definition.container ? [] : [finding("not-a-container", at, values)];
  });

/** One finding for each circle, at its first node. */
const circles: Check = ({ document, types }) => {
  const told = new Set<string>();
  return Object.keys(document.nodes).flatMap((key) => {
    if (told.has(key)) return [];
    const around = scopesAround(document, key);
    if (!around.includes(key)) return [];
    for (const one of around) told.add(one);
    const nodes = [key, ...around.slice(0, around.indexOf(key)), key];
    return [finding("container-circle", ["nodes", key, "parent"], named({ document, types }, { nodes }))];
  });
};

const empty: Check = ({ document, types, graph }) =>
  Object.entries(document.nodes).flatMap(([key, { type }]) => {
    const isContainer = Object.hasOwn(types, type) && types[type]?.container !== undefined;
    return !isContainer || graph.scopes.has(key)
      ? []
      : [finding("empty-container", ["nodes", key], named({ document, types }, { node: key }))];
  });

/** Said once, where it begins to be too deep. */
const tooDeep: Check = ({ document, types, graph }) =>
  [...graph.scopes].flatMap(([scope, [first]]) => {
    if (scope === triggerKey || first === undefined) return [];
    const around = scopesAround(document, first);
    if (around.length !== deepest + 2 || around.at(-1) !== triggerKey) return [];
    return [
      finding("nested-too-deep", ["nodes", scope], {
        ...named({ document, types }, { node: scope }),
        limit: deepest,
      }),
    ];
  });

const across: Check = ({ document, types }) =>
  document.edges.flatMap((edge, index) =>
    scopeOf(document, edge.from) === scopeOf(document, edge.to)
      ? []
      : [
          finding(
            "edge-across-container",
            ["edges", index],
            named({ document, types }, { from: edge.from, to: edge.to }),
          ),
        ],
  );
