// @vitest-environment happy-dom
import { cleanup, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, describe, expect, test } from "vitest";
import { renderWithTexts } from "../testing/render.tsx";
import { ConfirmButton } from "./confirm-button.tsx";

afterEach(cleanup);

async function given() {
  const user = userEvent.setup();
  const done: string[] = [];
  await renderWithTexts(
    <ConfirmButton question="Revoke “CI”?" confirm="Revoke it" onConfirm={() => done.push("revoked")}>
      Revoke
    </ConfirmButton>,
    "fr",
  );
  await user.click(screen.getByRole("button", { name: "Revoke" }));
  return { user, done };
}

describe("ConfirmButton", () => {
  test("asks before it acts", async () => {
    const { user, done } = await given();
    expect(screen.getByText("Revoke “CI”?")).toBeDefined();
    expect(done).toEqual([]);

    // when
    await user.click(screen.getByRole("button", { name: "Revoke it" }));

    // then
    expect(done).toEqual(["revoked"]);
  });

  test("does nothing when the reader cancels", async () => {
    const { user, done } = await given();

    // when
    await user.click(screen.getByRole("button", { name: "Annuler" }));

    // then
    expect(done).toEqual([]);
    expect(screen.queryByText("Revoke “CI”?")).toBeNull();
  });
});
