// @vitest-environment happy-dom
import type { WorkflowDocument } from "@sluice/workflow/document";
import { cleanup, screen } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";
import { renderWithTexts } from "../../testing/render.tsx";
import { useStepName } from "./use-step-name.ts";

afterEach(cleanup);

const drawing: WorkflowDocument = {
  ...{ format: 1, name: "Orders", mode: "async", edges: [], trigger: { type: "webhook", config: {} } },
  nodes: {
    named: { type: "set", name: "Mark as paid", config: {} },
    nameless: { type: "set", config: {} },
  },
};

function Names({ of }: { of: readonly Parameters<ReturnType<typeof useStepName>>[0][] }) {
  return <p>{of.map(useStepName(drawing)).join(" | ")}</p>;
}

test("a step is called by its node, else by its type, else by its key", async () => {
  await renderWithTexts(
    <Names
      of={[
        { node: "trigger" },
        { node: "named" },
        { node: "nameless" },
        { node: "nameless", type: "transform" },
        { node: "gone", type: "transform" },
        { node: "gone" },
      ]}
    />,
  );
  expect(
    screen.getByText("Webhook | Mark as paid | Set fields | Transform | Transform | gone"),
  ).toBeDefined();
});
