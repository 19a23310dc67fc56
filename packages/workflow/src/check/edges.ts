import { portsOf } from "../graph/ports-of.ts";
import { finding } from "./finding.ts";
import { type Check, nameOf } from "./given.ts";

export const edges: Check = ({ document, types }) => {
  const seen = new Set<string>();
  return document.edges.flatMap((edge, index) => {
    const port = edge.port ?? "out";
    const place = ["edges", index];
    const names = { from: nameOf(document, edge.from), to: nameOf(document, edge.to) };
    const same = `${edge.from}\n${port}\n${edge.to}`;
    if (seen.has(same)) return [finding("duplicate-edge", place, names)];
    seen.add(same);
    const source = document.nodes[edge.from];
    const ports = source === undefined ? [{ port: "out" }] : portsOf(types, source);
    if (ports === undefined || ports.some((exit) => exit.port === port)) return [];
    return [finding("unknown-port", place, { node: names.from, port })];
  });
};
