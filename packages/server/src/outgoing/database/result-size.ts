import { NodeError } from "@sluice/workflow/node-contract";

/** Longest that a result may be, in bytes of its rows: what a step may give out is not far above. */
export const maxResultBytes = 16 * 1024 * 1024;

export function tooLarge(): NodeError {
  return new NodeError({
    code: "result-too-large",
    message: `the rows have more than ${maxResultBytes} bytes; ask for fewer rows or columns`,
  });
}
