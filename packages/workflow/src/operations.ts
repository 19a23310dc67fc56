export { type EdgeReference, sameEdge } from "./operations/edges.ts";
export * from "./operations/fragment.ts";
export * from "./operations/may-connect.ts";
export { freshKey, keyFor, keyFromName } from "./operations/node-keys.ts";
export * from "./operations/operation.ts";
export * from "./operations/operation-error.ts";
export { pastedKeys } from "./operations/paste.ts";
export type { Position } from "./operations/positions.ts";
export { edgesCut } from "./operations/set-parent.ts";
