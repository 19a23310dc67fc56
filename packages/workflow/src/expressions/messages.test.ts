import { describe, expect, test } from "vitest";
import { checkExpression, compileExpression } from "./expression.ts";
import { describeProblem, ExpressionError } from "./expression-error.ts";
import { expressionMessages } from "./messages.ts";
import { vocabulary } from "./vocabulary.ts";

const placesIn = (text: string) => [...text.matchAll(/\{([a-z]+)\}/g)].map(([, name]) => name).sort();

describe("texts for people", () => {
  test.each(Object.entries({ ...expressionMessages, ...vocabulary }))(
    "%s says the same in both languages",
    (_, text) => {
      const unique = (places: unknown[]) => [...new Set(places)];
      expect(unique(placesIn(text.fr))).toEqual(unique(placesIn(text.en)));
      expect(text.fr === "").toBe(text.en === "");
    },
  );

  test("codes are kebab-case", () => {
    for (const code of Object.keys(expressionMessages)) expect(code).toMatch(/^[a-z]+(-[a-z]+)*$/);
  });

  test("a problem can be told in French, its words and remedies included", () => {
    const [problem] = checkExpression("triger.amount");
    if (problem === undefined) throw new Error("no problem found");
    expect(problem.message).toBe('There is nothing called "triger". Did you mean trigger?');
    expect(describeProblem(problem, "fr")).toBe(
      "Rien ne s’appelle «\u00a0triger\u00a0». Vouliez-vous dire trigger\u00a0?",
    );
    try {
      compileExpression("trigger.n.trim()").evaluate({ trigger: { n: 1 } });
      throw new Error("it did not fail");
    } catch (error) {
      if (!(error instanceof ExpressionError)) throw error;
      expect(describeProblem(error, "fr")).toBe(
        "trim attend ici un texte, et ceci est un nombre. Utilisez String(valeur).",
      );
    }
  });

  test("what comes from outside is never taken for a place to fill", () => {
    const values = { name: "{near} @list", suggestion: "@near", near: "{name}" };
    expect(describeProblem({ code: "unknown-name", values }, "en")).toBe(
      'There is nothing called "{near} @list". Did you mean {name}?',
    );
  });
});
