export { type Drift, type DriftKind, driftKinds, driftOf, unsettled } from "./drift/compare.ts";
export { type KnownPart, type KnownShape, knownShape } from "./drift/known-shape.ts";
export { shapeOf } from "./drift/shape.ts";
