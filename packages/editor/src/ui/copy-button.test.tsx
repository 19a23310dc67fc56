// @vitest-environment happy-dom
import { cleanup, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, describe, expect, test } from "vitest";
import { renderWithTexts } from "../testing/render.tsx";
import { CopyButton } from "./copy-button.tsx";

afterEach(cleanup);

describe("CopyButton", () => {
  test("copies the value as it is when pressed, and says so", async () => {
    // given
    const user = userEvent.setup();
    let value = "before";
    await renderWithTexts(<CopyButton label="Copy the URL" value={() => value} />);
    value = "https://sluice.example/hooks/k";

    // when
    await user.click(screen.getByRole("button", { name: "Copy the URL" }));

    // then
    expect(await screen.findByRole("button", { name: "Copied" })).toBeDefined();
    expect(await navigator.clipboard.readText()).toBe("https://sluice.example/hooks/k");
  });
});
