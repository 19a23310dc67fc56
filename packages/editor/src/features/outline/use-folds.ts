import { useCallback, useMemo } from "react";
import { foldsOf, nestingOf } from "../../document/nesting.ts";
import { useOpenDocument } from "../../document/open-document-context.ts";
import type { OutlineRow } from "../../document/outline.ts";
import { runCommand } from "../command-palette/use-commands.ts";
import { useKeptFolds } from "./kept-folds.ts";

export interface OutlineFolds {
  /** Identities of the lines that are folded. */
  readonly folded: ReadonlySet<string>;
  fold(row: OutlineRow, closed: boolean): void;
}

const nothing = {};

/**
 * What is folded in the outline. A container is folded here when it is on the canvas, and folding it is the same edit; for
 * who may not edit it begins as on the canvas. What the canvas does not know, the exits of a node, is kept in this browser.
 */
export function useFolds(rows: readonly OutlineRow[]): OutlineFolds {
  const document = useOpenDocument((state) => state.document);
  const readOnly = useOpenDocument((state) => state.readOnly);
  const workflowId = useOpenDocument((state) => state.workflow.id);
  const kept = useKeptFolds((state) => state.folds[workflowId] ?? nothing) as Readonly<
    Record<string, boolean>
  >;
  const keep = useKeptFolds((state) => state.set);

  const isDrawn = useCallback(
    ({ subject }: OutlineRow) =>
      subject.kind === "node" && nestingOf(document).childrenOf(subject.key).length > 0,
    [document],
  );
  const folded = useMemo(() => {
    const drawn = foldsOf(document).folded;
    const isFolded = (row: OutlineRow) => {
      const onCanvas = row.subject.kind === "node" && drawn.has(row.subject.key);
      return !readOnly && isDrawn(row) ? onCanvas : (kept[row.id] ?? onCanvas);
    };
    return new Set(rows.filter((row) => row.hasChildren && isFolded(row)).map(({ id }) => id));
  }, [document, rows, readOnly, kept, isDrawn]);
  const fold = useCallback(
    (row: OutlineRow, closed: boolean) => {
      if (folded.has(row.id) === closed) return;
      if (!readOnly && isDrawn(row)) runCommand("fold", { subject: row.subject });
      else keep(workflowId, row.id, closed);
    },
    [folded, readOnly, isDrawn, keep, workflowId],
  );
  return { folded, fold };
}
