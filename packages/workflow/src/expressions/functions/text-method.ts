import type { Run } from "../run.ts";
import type { FunctionEntry, Given } from "./entry.ts";

type TextMethod = (text: string, given: Given, run: Run) => unknown;

/** A method of texts. Reading the text is paid for once, here. */
export function textMethod(
  entry: Omit<FunctionEntry, "kind" | "run" | "signature"> & { parameters: string; call: TextMethod },
): FunctionEntry {
  const { parameters, call, ...rest } = entry;
  return {
    ...rest,
    kind: "text",
    signature: `text.${entry.name}(${parameters})`,
    run: (run, self, given) => {
      const text = String(self);
      if (text.length > 256) run.charge(text.length >> 6);
      const made = call(text, given, run);
      // What is made can be longer than what was read: `ß` has two capitals.
      if (typeof made === "string" && made.length > 256) run.chargeText(made.length);
      return made;
    },
  };
}
