import type { WorkflowNode } from "../document/schema.ts";
import { kindOf, type N8nNode } from "./export-shape.ts";
import type { NoticeCode } from "./notices.ts";

const maxNoteLength = 2000;

/** What every node of n8n may be set to, whatever its type: retries, what becomes of an error, its note. */
export function optionsOf(node: N8nNode, say: (code: NoticeCode) => void): Partial<WorkflowNode> {
  const { notes = "", retryOnFail, maxTries = 3, waitBetweenTries = 1000, disabled } = node;
  if (notes.length > maxNoteLength) say("note-cut");
  const onError = onErrorOf(node);
  if (onError === "continue" && kindOf(node) !== "httpRequest") say("error-as-object");
  return {
    ...(disabled ? { disabled: true } : {}),
    ...(onError === undefined ? {} : { onError }),
    ...(retryOnFail
      ? {
          retry: {
            attempts: Math.min(100, Math.max(1, Math.round(maxTries))),
            delaySeconds: Math.min(86_400, Math.max(0, waitBetweenTries / 1000)),
            factor: 1,
          },
        }
      : {}),
    ...(notes === "" ? {} : { note: notes.slice(0, maxNoteLength) }),
  };
}

function onErrorOf({ onError, continueOnFail }: N8nNode): WorkflowNode["onError"] {
  if (onError === "continueErrorOutput") return "branch";
  return onError === "continueRegularOutput" || continueOnFail ? "continue" : undefined;
}
