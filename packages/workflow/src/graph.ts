export * from "./graph/certainty.ts";
export * from "./graph/cycles.ts";
export * from "./graph/exits.ts";
export * from "./graph/graph.ts";
export * from "./graph/order.ts";
export * from "./graph/ports-of.ts";
export * from "./graph/reach.ts";
export * from "./graph/responses.ts";
