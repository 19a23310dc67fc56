import { Pattern } from "../pattern.ts";
import type { FunctionEntry } from "./entry.ts";

export const patternEntries: readonly FunctionEntry[] = [
  {
    name: "test",
    kind: "pattern",
    signature: "/pattern/.test(text)",
    help: { en: "Whether the pattern occurs in a text.", fr: "Dit si le motif figure dans un texte." },
    example: { expression: '/^\\d+$/.test("17")', result: true },
    takes: [1, 1],
    run: (run, self, given) => {
      if (!(self instanceof Pattern) || given.isMissing(0)) return false;
      return self.test(given.text(0), run);
    },
  },
];
