import { respondNode, waitNode } from "./answers.ts";
import { ifNode, switchNode } from "./branches.ts";
import { codeNode } from "./code.ts";
import { mergeNode, noOpNode, setNode } from "./data.ts";
import { httpNode } from "./http.ts";
import type { NodeConverter } from "./node-converter.ts";

/** By the name of n8n's node type, without its package. */
export const converters: Readonly<Record<string, NodeConverter>> = {
  if: ifNode,
  switch: switchNode,
  set: setNode,
  code: codeNode,
  function: codeNode,
  functionItem: codeNode,
  httpRequest: httpNode,
  respondToWebhook: respondNode,
  wait: waitNode,
  merge: mergeNode,
  noOp: noOpNode,
};
