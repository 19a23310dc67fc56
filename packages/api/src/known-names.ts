import { type AnyContractRouter, ContractProcedure, isContractProcedure } from "@orpc/contract";
import { z } from "zod";

/**
 * The same contract, whose calls refuse a name that they do not know in their query or body. Passed over in silence, a
 * misspelt filter lists everything, and a misspelt setting keeps its default.
 */
export function knownNamesOnly<Tree extends AnyContractRouter>(tree: Tree): Tree {
  return strictly(tree) as Tree;
}

function strictly(part: AnyContractRouter): AnyContractRouter {
  if (isContractProcedure(part)) {
    const definition = part["~orpc"];
    const { inputSchema } = definition;
    // One that takes more on purpose says what.
    if (!(inputSchema instanceof z.ZodObject) || inputSchema.def.catchall !== undefined) return part;
    return new ContractProcedure({ ...definition, inputSchema: inputSchema.strict() });
  }
  return Object.fromEntries(Object.entries(part).map(([name, inner]) => [name, strictly(inner)]));
}
