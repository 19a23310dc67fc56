import type { Scope } from "@sluice/workflow/expressions";
import { createContext, useContext } from "react";
import type { Variable } from "../../document/variables.ts";

/** What expressions of the node that is inspected can read. */
export interface ExpressionSurroundings {
  readonly variables: readonly Variable[];
  /** What a script has besides as `input`. */
  readonly input?: Variable | null;
  /** Example values for the preview. */
  readonly scope: Scope;
}

export const ExpressionContext = createContext<ExpressionSurroundings>({ variables: [], scope: {} });

export function useExpressionContext(): ExpressionSurroundings {
  return useContext(ExpressionContext);
}
