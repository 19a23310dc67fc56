import type { AnyNode } from "acorn";
import { located, type Place } from "./expression-error.ts";
import type { Code } from "./run.ts";

/** What compiling a piece needs to know. */
export interface Surroundings {
  /** The whole expression, for the places of errors. */
  readonly source: string;
  /** The slots of the parameters in sight. */
  readonly slots: ReadonlyMap<string, number>;
  /** Hands out slots; one counter per expression. */
  readonly takeSlot: () => number;
  /** Compiles a piece inside of this one. Handed in, because calls and expressions contain each other. */
  readonly compile: (node: AnyNode, around: Surroundings) => Code;
}

export function placeOf(node: { start: number; end: number }, around: Surroundings): Place {
  return { from: node.start, to: node.end, source: around.source };
}

/** Adds the place to whatever a piece throws without one. */
export function guarded(code: Code, place: Place): Code {
  return (run) => {
    try {
      return code(run);
    } catch (thrown) {
      throw located(thrown, place);
    }
  };
}
