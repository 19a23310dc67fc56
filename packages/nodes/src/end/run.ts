import { defineRun } from "@sluice/workflow/node-contract";
import { end } from "./definition.ts";

export const runEnd = defineRun(end, ({ config: { status, message } }) => ({
  end: status,
  ...(message ? { message } : {}),
  output: { status, message: message || null },
}));
