// @vitest-environment happy-dom
import { act, cleanup, screen, waitFor } from "@testing-library/react";
import { useState } from "react";
import { afterEach, beforeEach, expect, test } from "vitest";
import { renderWithTexts } from "../../testing/render.tsx";
import { ExpressionField, type FieldMode } from "./expression-field.tsx";
import { ExpressionContext } from "./use-expression-context.ts";

const surroundings = { scope: {}, variables: [], input: null };
let write: (text: string) => void;

function Field({ mode }: { mode: FieldMode }) {
  const [value, setValue] = useState("");
  write = setValue;
  return (
    <ExpressionContext value={surroundings}>
      <ExpressionField label="Amount" mode={mode} multiline value={value} onChange={setValue} />
    </ExpressionContext>
  );
}

const marked = () =>
  [...document.querySelectorAll(".cm-lintRange-error")].map(({ textContent }) => textContent);
const isEditor = () => waitFor(() => expect(document.querySelector(".cm-content")).not.toBeNull());

beforeEach(() => localStorage.clear());
afterEach(cleanup);

test.each<[FieldMode, string, string]>([
  ["template", "{{ trigger.amount ++ }}", "{{ trigger.amount }}"],
  ["script", "return input.amount +;", "return input.amount;"],
])("in a %s what is wrong is marked as soon as it is known, and no longer", async (mode, wrong, right) => {
  await renderWithTexts(<Field mode={mode} />);
  await isEditor();
  act(() => write(wrong));
  await waitFor(() => expect(screen.getByRole("textbox").getAttribute("aria-invalid")).toBe("true"));
  await waitFor(() => expect(marked()).toHaveLength(1));
  act(() => write(right));
  await waitFor(() => expect(marked()).toEqual([]));
});
