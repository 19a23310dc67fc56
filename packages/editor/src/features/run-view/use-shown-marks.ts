import type { Execution } from "@sluice/api/schemas";
import { definitions } from "@sluice/nodes/definitions";
import type { WorkflowDocument } from "@sluice/workflow/document";
import { useMemo } from "react";
import { nestingOf } from "../../document/nesting.ts";
import { definitionOf } from "../../document/ports.ts";
import type { RunMarks } from "../../document/run-marks.ts";
import { useFormat } from "../../i18n/format.ts";
import type { RunRow } from "./frame-rows.ts";
import { marksOf } from "./marks-of-steps.ts";
import { useIterationWords } from "./use-iteration-words.ts";
import type { ShownRows } from "./use-run-rows.ts";

/** What the canvas shows of an execution and the iterations that are chosen; null without a document. */
export function useShownMarks(given: {
  execution: Execution;
  shown: ShownRows;
  /** What is drawn. */
  document: WorkflowDocument | null;
  /** What ran; null where that is not known. */
  ran: WorkflowDocument | null;
}): RunMarks | null {
  const { execution, shown, document, ran } = given;
  const format = useFormat();
  const iterationWords = useIterationWords();
  const { steps, rows } = shown;
  // The rows are made anew each time; what they consist of decides.
  const parts = steps.map(({ node, frame, status }) => `${node} ${frame} ${status}`).join();
  const unread = useMemo(
    () => (document === null ? new Set<string>() : unreadNodes(document, rows)),
    [document, rows],
  );
  const waits = [...unread].join();
  // biome-ignore lint/correctness/useExhaustiveDependencies: `parts` and `waits` stand for the rows
  return useMemo(
    () =>
      document === null
        ? null
        : marksOf({
            execution,
            steps,
            unread,
            document,
            ran,
            span: format.span,
            iterations: ({ type, iterations }) =>
              iterations !== null && definitionOf(definitions, type)?.container?.repeats
                ? iterationWords(iterations)
                : "",
          }),
    [execution, document, ran, format, iterationWords, parts, waits],
  );
}

/** What stands in containers whose chosen iteration is still being read. */
function unreadNodes(document: WorkflowDocument, rows: readonly RunRow[]): ReadonlySet<string> {
  const { bodyOf } = nestingOf(document);
  return new Set(
    rows.flatMap((row) =>
      row.kind === "picker" && row.state === "loading" ? bodyOf(row.container.node) : [],
    ),
  );
}
