import { describeProblem } from "../expressions/expression-error.ts";
import { finding } from "./finding.ts";
import type { Check } from "./given.ts";

export const expressions: Check = ({ texts }) =>
  texts.flatMap(({ at, text, problems }) =>
    problems.map((problem) =>
      finding("invalid-expression", at, {
        problem: problem.message,
        problem_fr: describeProblem(problem, "fr"),
        text,
        from: problem.from,
        to: problem.to,
      }),
    ),
  );
