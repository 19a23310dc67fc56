export * from "./changes/apply-changes.ts";
export * from "./changes/compare-documents.ts";
export { type Entry, entriesOf } from "./changes/entries.ts";
export * from "./changes/find-changes.ts";
export { withKeysOf } from "./changes/follow-renames.ts";
export * from "./changes/merge-documents.ts";
export type { Conflict, Side } from "./changes/merge-values.ts";
export { type Place, placeId, type Step } from "./changes/place.ts";
