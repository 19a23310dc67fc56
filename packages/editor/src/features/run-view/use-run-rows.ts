import type { Execution, Step } from "@sluice/api/schemas";
import { definitions } from "@sluice/nodes/definitions";
import { keepPreviousData, useQueries, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "../../api/client.ts";
import { ownField } from "../../document/own-field.ts";
import { definitionOf } from "../../document/ports.ts";
import { containerPath, type RunRows, rowsOf } from "./frame-rows.ts";
import { readAgainAfter } from "./use-execution.ts";

export interface ShownRows extends RunRows {
  /** Shows another iteration of a container (`containerPath`). */
  readonly pick: (path: string, index: number) => void;
}

/** Iterations are read one at a time: a loop of 100,000 costs as much as one of two. */
export function useRunRows(execution: Execution): ShownRows {
  const queryClient = useQueryClient();
  const [picked, setPicked] = useState<{ id: string; by: Readonly<Record<string, number>> }>({
    id: execution.id,
    by: {},
  });
  const by = picked.id === execution.id ? picked.by : {};
  const goesOn = execution.finishedAt === null;
  const stepsQuery = (frame: string) =>
    api.executions.steps.queryOptions({ input: { id: execution.id, frame } });
  const failedQuery = ({ node, frame }: Step) =>
    api.executions.iterations.queryOptions({
      input: { id: execution.id, node, ...(frame === "" ? {} : { frame }), status: "failed", limit: 1 },
      staleTime: goesOn ? 0 : Number.POSITIVE_INFINITY,
    });
  const compute = () =>
    rowsOf({
      steps: execution.steps,
      stepsOf: (frame) => queryClient.getQueryData(stepsQuery(frame).queryKey)?.items,
      chosen: (container, path) =>
        ownField(by, path) ?? queryClient.getQueryData(failedQuery(container).queryKey)?.items[0]?.index ?? 0,
      once: ({ type }) => definitionOf(definitions, type)?.container?.repeats === false,
    });
  const before = compute();
  // Whoever opens a failed execution wants to see what failed.
  const unsure = before.steps.filter(
    (step) => (step.iterations?.failed ?? 0) > 0 && ownField(by, containerPath(step)) === undefined,
  );
  useQueries({ queries: unsure.map(failedQuery) });
  useQueries({
    queries: before.frames.map((frame) => ({
      ...stepsQuery(frame),
      placeholderData: keepPreviousData,
      refetchInterval: goesOn ? readAgainAfter : (false as const),
      ...(goesOn ? {} : { staleTime: Number.POSITIVE_INFINITY }),
    })),
  });
  return {
    ...before,
    pick: (path, index) => setPicked({ id: execution.id, by: { ...by, [path]: index } }),
  };
}
