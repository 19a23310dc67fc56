import { definitions } from "@sluice/nodes/definitions";
import { check, describeFinding, type Finding } from "@sluice/workflow/check";
import type { WorkflowDocument } from "@sluice/workflow/document";
import { useCallback, useMemo } from "react";
import { useHasCredential } from "../../api/use-has-credential.ts";
import { useOpenDocument } from "../../document/open-document-context.ts";
import type { ProblemCount } from "../../document/to-flow.ts";
import { useRestedDocument } from "../../document/use-rested-document.ts";
import { useLanguage } from "../node-card/use-language.ts";
import { useUnfinished } from "./use-unfinished.ts";

export interface Findings {
  readonly all: readonly Finding[];
  readonly errors: number;
  readonly warnings: number;
  /** By node key; `trigger` for the trigger. */
  readonly byNode: ReadonlyMap<string, ProblemCount>;
}

/** All findings of the open document. They follow an edit when there is time (`useRestedDocument`): typing comes first. */
export function useFindings(): Findings {
  const document = useRestedDocument();
  const unfinished = useUnfinished();
  const hasCredential = useHasCredential();
  const alias = useOpenDocument((state) => state.workflow.alias);
  const checked = checkedOnce(document, hasCredential, alias);
  return useMemo(() => {
    const all = [...unfinished, ...checked].sort(
      (one, other) => Number(one.severity === "warning") - Number(other.severity === "warning"),
    );
    const byNode = new Map<string, { errors: number; warnings: number }>();
    for (const finding of all) {
      const key = nodeOf(finding);
      if (key === null) continue;
      const count = byNode.get(key) ?? { errors: 0, warnings: 0 };
      if (finding.severity === "error") count.errors += 1;
      else count.warnings += 1;
      byNode.set(key, count);
    }
    const errors = all.filter(({ severity }) => severity === "error").length;
    return { all, errors, warnings: all.length - errors, byNode };
  }, [checked, unfinished]);
}

type HasCredential = ReturnType<typeof useHasCredential>;
type Checked = { readonly given: readonly unknown[]; readonly findings: readonly Finding[] };
const known = new WeakMap<WorkflowDocument, Checked>();

/** The findings of a document, found once for all who ask. */
function checkedOnce(
  document: WorkflowDocument,
  hasCredential: HasCredential,
  alias: string | null,
): readonly Finding[] {
  const remembered = known.get(document);
  if (remembered?.given[0] === hasCredential && remembered.given[1] === alias) return remembered.findings;
  const findings = check(document, { types: definitions, hasCredential, alias });
  known.set(document, { given: [hasCredential, alias], findings });
  return findings;
}

/** The node that a finding belongs to, `trigger`, or null for the workflow as a whole. */
export function nodeOf({ at }: Finding): string | null {
  const [root, key] = at;
  if (root === "trigger") return "trigger";
  return root === "nodes" && typeof key === "string" ? key : null;
}

/** The sentence for a finding, with its remedy, in the reader's language. */
export function useFindingText(): (finding: Finding) => string {
  const language = useLanguage();
  return useCallback((finding) => describeFinding(finding, language), [language]);
}
