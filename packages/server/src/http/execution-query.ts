import { type ExecutionFilter, executionStatusSchema, startedBySchema } from "@sluice/api/schemas";
import { keyValue } from "../stores/deliveries/key-value.ts";
import type { ExecutionQuery } from "../stores/executions/store.ts";

/**
 * What a list of executions means. In `q`, `status:failed`, `by:schedule`, `node:charge` and `error:timeout` say the same as the
 * filters; what is left of it is an id of an execution or a delivery, or a search key of a delivery (`4711`, `order:4711`).
 */
export function executionQuery({
  q = "",
  from,
  to,
  node,
  error,
  ...filter
}: ExecutionFilter): ExecutionQuery {
  const rest: string[] = [];
  let words: ExecutionQuery = {};
  for (const word of q.split(/\s+/).filter((one) => one !== "")) {
    const meant = meaningOf(word);
    if (meant) words = { ...words, ...meant };
    else rest.push(word);
  }
  return {
    ...words,
    ...(rest.length === 0 ? {} : soughtBy(rest.join(" "))),
    ...whatIsSaid({ ...filter, failedNode: node, errorCode: error }),
    ...(from === undefined ? {} : { from: Date.parse(from) }),
    ...(to === undefined ? {} : { to: Date.parse(to) }),
  };
}

/** Undefined: it is no filter. A word such as `status:paid` is then a search key. */
function meaningOf(word: string): ExecutionQuery | undefined {
  const [, name, value = ""] = /^(status|by|node|error):(.+)$/.exec(word) ?? [];
  switch (name) {
    case "status": {
      const status = executionStatusSchema.safeParse(value).data;
      return status && { status };
    }
    case "by": {
      const startedBy = startedBySchema.safeParse(value).data;
      return startedBy && { startedBy };
    }
    case "node":
      return { failedNode: value };
    case "error":
      return { errorCode: value };
    default:
      return undefined;
  }
}

function soughtBy(text: string): ExecutionQuery {
  if (/^exe_\w+$/.test(text)) return { id: text };
  if (/^dlv_\w+$/.test(text)) return { deliveryId: text };
  const [, name, value = ""] = /^([^:\s]{1,64}):(.+)$/.exec(text) ?? [];
  return { searchKey: { name, value: keyValue(name === undefined ? text : value) } };
}

function whatIsSaid(query: ExecutionQuery): ExecutionQuery {
  return Object.fromEntries(Object.entries(query).filter(([, value]) => value !== undefined));
}
