import { NodeError } from "@sluice/workflow/node-contract";

/** A statement and its parameters do not fit: nothing of it has run. */
export function parametersMismatch({ takes, given }: { takes: number; given: number }): NodeError {
  const wants = takes === 1 ? "1 parameter" : `${takes} parameters`;
  const has = given === 1 ? "1 was given" : `${given} were given`;
  return mismatch(`the statement takes ${wants}, and ${has}`);
}

/** A place that no parameter stands for, such as `:name`. */
export function unknownPlace(place: string): NodeError {
  return mismatch(`no parameter stands for ${place.slice(0, 100)} in the statement; write $1, $2, …`);
}

function mismatch(message: string): NodeError {
  return new NodeError({ code: "parameters-mismatch", message });
}
