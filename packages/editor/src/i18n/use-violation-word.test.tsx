// @vitest-environment happy-dom
import { cleanup, screen } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";
import { renderWithTexts } from "../testing/render.tsx";
import { useViolationWord } from "./use-violation-word.ts";

function Words({ said }: { said: readonly string[] }) {
  const word = useViolationWord();
  return <output>{said.map(word).join(" | ")}</output>;
}
afterEach(cleanup);

test.each([
  ["en", "list of number | text or null | one of 2 alternatives | nothing | not empty"],
  ["fr", "liste de nombre | texte ou null | une alternative sur 2 | rien | not empty"],
] as const)("what a violation says is worded in the reader's language: %s", async (language, shown) => {
  const said = ["list of number", "string or null", "one of 2 alternatives", "missing", "not empty"];
  await renderWithTexts(<Words said={said} />, language);
  expect(screen.getByRole("status").textContent).toBe(shown);
});
