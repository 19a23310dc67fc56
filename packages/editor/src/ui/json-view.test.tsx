// @vitest-environment happy-dom
import { cleanup, fireEvent, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, describe, expect, test } from "vitest";
import { renderWithTexts } from "../testing/render.tsx";
import { JsonView } from "./json-view.tsx";

afterEach(cleanup);

describe("JsonView", () => {
  test("opens a closed branch by its button", async () => {
    // given
    const user = userEvent.setup();
    await renderWithTexts(<JsonView label="Body" value={{ order: { items: [{ sku: "SLU-001" }] } }} />);
    expect(screen.queryByText('"SLU-001"')).toBeNull();

    // when
    await user.click(screen.getByRole("button", { name: "Open items" }));
    await user.click(screen.getByRole("button", { name: "Open 0" }));

    // then
    expect(screen.getByText('"SLU-001"')).toBeDefined();
    expect(screen.getByRole("button", { name: "Close items" }).getAttribute("aria-expanded")).toBe("true");
  });

  test("draws a megabyte a page at a time", async () => {
    // given
    const value = Array.from({ length: 5000 }, (_, index) => `value ${index} ${"x".repeat(200)}`);
    const { container } = await renderWithTexts(<JsonView label="Body" value={value} />);
    const before = container.querySelectorAll("fieldset > div").length;

    // when
    // No user-event and no search by role: both ask for the computed style of every line, seconds of it here.
    fireEvent.click(screen.getByText("Show more"));

    // then
    expect(before).toBe(300);
    expect(container.querySelectorAll("fieldset > div").length).toBeGreaterThan(before);
  });

  test("cuts a long text until all of it is asked for", async () => {
    // given
    const user = userEvent.setup();
    await renderWithTexts(<JsonView label="Body" value={{ note: `${"n".repeat(3000)}END` }} />);
    expect(screen.queryByText(/END/)).toBeNull();

    // when
    await user.click(screen.getByRole("button", { name: "Show all 3005 characters" }));

    // then
    expect(screen.getByText(/END/)).toBeDefined();
  });
});
