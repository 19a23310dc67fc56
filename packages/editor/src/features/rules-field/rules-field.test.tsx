// @vitest-environment happy-dom
import type { Json } from "@sluice/workflow/node-contract";
import { cleanup, fireEvent, screen } from "@testing-library/react";
import { afterEach, describe, expect, test, vi } from "vitest";
import { renderWithTexts } from "../../testing/render.tsx";
import { RulesField } from "./rules-field.tsx";

afterEach(cleanup);

const rule = { left: "{{ trigger.a }}", operator: "equals", right: 1 };

async function openRules(value: Json | undefined) {
  const onChange = vi.fn();
  await renderWithTexts(
    <RulesField
      value={value}
      labelledBy="label"
      describedBy={undefined}
      invalid={false}
      onChange={onChange}
      onBlur={() => undefined}
    />,
  );
  return onChange;
}

describe("the builder of rules", () => {
  test("shows a first rule to fill in, which is written once it is asked for", async () => {
    const onChange = await openRules(undefined);
    expect(screen.getByRole("combobox", { name: "Operator of rule 1" })).toBeDefined();
    expect(onChange).not.toHaveBeenCalled();
    fireEvent.click(screen.getByRole("button", { name: "Rule" }));
    expect(onChange).toHaveBeenLastCalledWith({ all: [{ left: "", operator: "equals", right: "" }] });
  });

  test("adds a rule behind those there are", async () => {
    const onChange = await openRules({ any: [rule] });
    fireEvent.click(screen.getByRole("button", { name: "Rule" }));
    expect(onChange).toHaveBeenLastCalledWith({ any: [rule, { left: "", operator: "equals", right: "" }] });
  });

  test("takes a rule away by its own button", async () => {
    const onChange = await openRules({ all: [rule, { ...rule, right: 2 }] });
    fireEvent.click(screen.getByRole("button", { name: "Remove rule 1" }));
    expect(onChange).toHaveBeenLastCalledWith({ all: [{ ...rule, right: 2 }] });
  });
});
