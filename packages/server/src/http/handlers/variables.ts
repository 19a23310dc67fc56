import { parseExamples } from "@sluice/workflow/variables";
import type { ContractImplementer } from "../router.ts";

export function variablesHandlers(api: ContractImplementer) {
  return { parse: api.variables.parse.handler(({ input }) => parseExamples(input)) };
}
