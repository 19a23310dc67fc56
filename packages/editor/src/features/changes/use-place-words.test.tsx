// @vitest-environment happy-dom
import { buildDocument, node } from "@sluice/workflow/testing";
import { cleanup, screen } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";
import { renderWithTexts } from "../../testing/render.tsx";
import { usePlaceWords } from "./use-place-words.ts";

afterEach(cleanup);

const before = buildDocument({
  nodes: { paid: node("condition", {}, { name: "Paid?" }), ask: node("http", {}, { onError: "branch" }) },
});
const after = buildDocument({ nodes: { ask: node("http", {}, { onError: "branch", name: "Ask" }) } });

function Places() {
  const words = usePlaceWords();
  const names = ["trigger:out>paid", "paid:true>ask", "ask:out>paid", "ask:error>paid"].map((is) =>
    words.place(["edges", { by: "edge", is }], [after, before]),
  );
  return <p>{names.join(" | ").replaceAll("\u00a0", " ")}</p>;
}

test("an edge is called by its ends and by its exit, as the cards call them", async () => {
  await renderWithTexts(<Places />, "fr");
  expect(
    screen.getByText(
      "De « Webhook » à « Paid? » | De « Paid? » (vrai) à « Ask » | " +
        "De « Ask » (suite) à « Paid? » | De « Ask » (erreur) à « Paid? »",
    ),
  ).toBeDefined();
});
