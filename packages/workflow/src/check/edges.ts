import { portsOf } from "../graph/ports-of.ts";
import { finding } from "./finding.ts";
import { type Check, named } from "./given.ts";

export const edges: Check = ({ document, types }) => {
  const seen = new Set<string>();
  return document.edges.flatMap((edge, index) => {
    const port = edge.port ?? "out";
    const place = ["edges", index];
    const names = named({ document, types }, { from: edge.from, to: edge.to });
    const same = `${edge.from}\n${port}\n${edge.to}`;
    if (seen.has(same)) return [finding("duplicate-edge", place, names)];
    seen.add(same);
    const source = document.nodes[edge.from];
    const ports = source === undefined ? [{ port: "out" }] : portsOf(types, source);
    if (ports === undefined || ports.some((exit) => exit.port === port)) return [];
    return [finding("unknown-port", place, { ...named({ document, types }, { node: edge.from }), port })];
  });
};
