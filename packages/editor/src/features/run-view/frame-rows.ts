import type { Step } from "@sluice/api/schemas";

/** A line of the list of steps: a step, or the choice of an iteration below its container. */
export type RunRow =
  | { readonly kind: "step"; readonly step: Step; readonly depth: number }
  | {
      readonly kind: "picker";
      readonly container: Step;
      readonly path: string;
      /** Null: none is shown, there is none. */
      readonly index: number | null;
      readonly depth: number;
      readonly state: "loading" | "loaded" | "none";
      /** A container that runs once offers nothing to choose. */
      readonly hidden: boolean;
    };

export interface RunRows {
  readonly rows: readonly RunRow[];
  /** Frames whose steps are shown: they have to be read. */
  readonly frames: readonly string[];
  /** The steps that are shown, in the order of the rows. */
  readonly steps: readonly Step[];
}

/** A container where it stands: `each`, `each[3]/inner`. Choices of iterations are kept by it. */
export function containerPath({ node, frame }: Pick<Step, "node" | "frame">): string {
  return frame === "" ? node : `${frame}/${node}`;
}

/**
 * The steps outside of containers, and below each container those of the iteration that is chosen, at any depth.
 * `stepsOf` answers undefined while the steps of a frame are not read yet; `chosen` the position of the iteration to
 * show (`total` of the container is known to be above it).
 */
export function rowsOf(given: {
  readonly steps: readonly Step[];
  readonly stepsOf: (frame: string) => readonly Step[] | undefined;
  readonly chosen: (container: Step, path: string) => number;
  /** Whether a container's iterations are never chosen among: it runs its body once. */
  readonly once: (container: Step) => boolean;
}): RunRows {
  const rows: RunRow[] = [];
  const frames: string[] = [];
  const shown: Step[] = [];
  const add = (steps: readonly Step[], depth: number): void => {
    for (const step of steps) {
      rows.push({ kind: "step", step, depth });
      shown.push(step);
      if (step.iterations !== null) addBody(step, depth + 1);
    }
  };
  const addBody = (container: Step, depth: number): void => {
    const path = containerPath(container);
    const many = known(container);
    const row = { kind: "picker", container, path, depth, hidden: given.once(container) } as const;
    if (many === 0) {
      rows.push({ ...row, index: null, state: "none" });
      return;
    }
    const index = Math.max(0, Math.min(given.chosen(container, path), many - 1));
    const frame = `${path}[${index}]`;
    const body = given.stepsOf(frame);
    frames.push(frame);
    rows.push({ ...row, index, state: body === undefined ? "loading" : "loaded" });
    if (body !== undefined) add(body, depth);
  };
  add(given.steps, 0);
  return { rows, frames, steps: shown };
}

/** How many iterations there are to look at. */
export function known({ iterations }: Pick<Step, "iterations">): number {
  if (iterations === null) return 0;
  const ended = iterations.succeeded + iterations.failed;
  return Math.max(iterations.started, ended);
}

/** The iterations of a frame from the outermost in, with the number that people count from 1: `each[3]/inner[0]`. */
export function iterationsIn(frame: string): readonly { readonly node: string; readonly number: number }[] {
  return frame.split("/").flatMap((part) => {
    const found = /^([^[]+)\[(\d+)\]$/.exec(part);
    return found?.[1] === undefined ? [] : [{ node: found[1], number: Number(found[2]) + 1 }];
  });
}
