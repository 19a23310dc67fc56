// @vitest-environment happy-dom
import { buildDocument, node } from "@sluice/workflow/testing";
import { cleanup, screen } from "@testing-library/react";
import { afterEach, describe, expect, test } from "vitest";
import { renderWithTexts } from "../../testing/render.tsx";
import { step } from "../../testing/steps.ts";
import { StepDetail } from "./step-detail.tsx";
import { StepLines } from "./step-lines.tsx";

afterEach(cleanup);

const document = buildDocument({
  nodes: {
    isPaid: node("condition", { when: { expression: "true" } }, { name: "Paid?" }),
    sort: node("switch", { cases: [{ port: "c1", name: "Gold", when: { expression: "true" } }] }),
    mark: node("set", {}, { name: "Mark" }),
  },
});
const asked = step({ node: "isPaid", type: "condition", port: "true" });
const sorted = step({ node: "sort", type: "switch", port: ["c1", "default"] });
const marked = step({ node: "mark" });

describe("the exit that a step left by, as its card calls it", () => {
  test("in the list of steps", async () => {
    const steps = [asked, sorted, marked];
    const shown = {
      steps,
      rows: steps.map((one) => ({ kind: "step" as const, depth: 0, step: one })),
      frames: [],
      pick: () => undefined,
    };
    await renderWithTexts(
      <StepLines execution={null} chosen={null} onChoose={() => {}} {...{ document, shown }} />,
      "fr",
    );
    expect(screen.getAllByRole("button").map(({ textContent }) => textContent)).toEqual([
      expect.stringContaining("Paid?vrai"),
      expect.stringContaining("Gold, par défaut"),
      expect.stringMatching(/Mark(?!suite)/),
    ]);
  });

  test.each([
    [asked, "sortie par vrai"],
    [sorted, "sortie par Gold, par défaut"],
  ])("beside a step", async (one, said) => {
    await renderWithTexts(<StepDetail executionId={null} step={one} document={document} />, "fr");
    expect(screen.getByText(said)).toBeDefined();
  });

  test("nothing beside a step whose card names none", async () => {
    await renderWithTexts(<StepDetail executionId={null} step={marked} document={document} />, "fr");
    expect(screen.queryByText(/sortie par/)).toBeNull();
  });
});
