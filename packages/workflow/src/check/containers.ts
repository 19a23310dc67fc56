import { finding } from "./finding.ts";
import { type Check, nameOf } from "./given.ts";

/** No node type is a container yet: whatever names a parent stands in something that cannot hold it. */
export const containers: Check = ({ document }) => {
  const parentOf = (key: string) => document.nodes[key]?.parent;
  const misplaced = Object.entries(document.nodes).flatMap(([key, { parent }]) =>
    parent === undefined
      ? []
      : [finding("not-a-container", ["nodes", key, "parent"], { node: nameOf(document, key), parent })],
  );
  const across = document.edges.flatMap((edge, index) =>
    parentOf(edge.from) === parentOf(edge.to)
      ? []
      : [
          finding("edge-across-container", ["edges", index], {
            from: nameOf(document, edge.from),
            to: nameOf(document, edge.to),
          }),
        ],
  );
  return [...misplaced, ...across];
};
