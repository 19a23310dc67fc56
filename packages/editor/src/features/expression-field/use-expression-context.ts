import type { Scope } from "@sluice/workflow/expressions";
import { createContext, useContext } from "react";
import type { Variable } from "../../document/variables.ts";

/** What expressions of the node that is inspected can read. */
export interface ExpressionSurroundings {
  readonly variables: readonly Variable[];
  /** What a script has besides as `input`; null: it is not known. */
  readonly input: Variable | null;
  /** Example values for the preview. */
  readonly scope: Scope;
}

export const ExpressionContext = createContext<ExpressionSurroundings>({
  variables: [],
  input: null,
  scope: {},
});

export function useExpressionContext(): ExpressionSurroundings {
  return useContext(ExpressionContext);
}
