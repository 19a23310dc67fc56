import { isTriggerType } from "../document/trigger-types.ts";
import { finding } from "./finding.ts";
import type { Check } from "./given.ts";

export const unknownTypes: Check = ({ document, types }) => {
  const { type } = document.trigger;
  const trigger = isTriggerType(type) ? [] : [finding("unknown-trigger-type", ["trigger", "type"], { type })];
  const nodes = Object.entries(document.nodes)
    .filter(([, node]) => !Object.hasOwn(types, node.type))
    .map(([key, node]) => finding("unknown-node-type", ["nodes", key, "type"], { type: node.type }));
  return [...trigger, ...nodes];
};
