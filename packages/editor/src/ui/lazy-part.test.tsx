// @vitest-environment happy-dom
import { act, cleanup, fireEvent, screen } from "@testing-library/react";
import { afterEach, describe, expect, test, vi } from "vitest";
import { renderWithTexts } from "../testing/render.tsx";
import { lazyPart, preloadParts } from "./lazy-part.tsx";

afterEach(cleanup);

/** A part whose script does not come the first so many times. */
function partThatFails(times: number) {
  const load = vi.fn(async () => {
    if (load.mock.calls.length <= times) throw new Error("the network is away");
    return () => <p>here</p>;
  });
  return { load, Part: lazyPart(load) };
}
const goOnline = () => act(async () => void window.dispatchEvent(new Event("online")));

describe("a part that is loaded when it is needed", () => {
  test("shows its fallback, then itself, and is loaded once for all who show it", async () => {
    const { load, Part } = partThatFails(0);
    await renderWithTexts(
      <>
        <Part fallback="on its way" />
        <Part />
      </>,
    );
    expect(await screen.findAllByText("here")).toHaveLength(2);
    expect(screen.queryByText("on its way")).toBeNull();
    expect(load).toHaveBeenCalledTimes(1);
  });

  test("says that it did not come, and comes when it is tried again", async () => {
    const { load, Part } = partThatFails(1);
    await renderWithTexts(<Part />);
    fireEvent.click(await screen.findByRole("button", { name: "Try again" }));
    expect(await screen.findByText("here")).toBeDefined();
    expect(load).toHaveBeenCalledTimes(2);
  });

  test("is tried again by itself when the network is back, while somebody shows it", async () => {
    const { load, Part } = partThatFails(2);
    const { unmount } = await renderWithTexts(<Part missing={() => <p>missing</p>} />);
    expect(await screen.findByText("missing")).toBeDefined();
    await goOnline();
    expect(load).toHaveBeenCalledTimes(2);
    unmount();
    await goOnline();
    expect(load).toHaveBeenCalledTimes(2);
  });

  test("that could not be fetched ahead is tried again when it is first shown, once", async () => {
    const { load, Part } = partThatFails(2);
    await preloadParts();
    expect(load).toHaveBeenCalledTimes(1);
    await renderWithTexts(
      <>
        <Part missing={() => <p>missing</p>} />
        <Part missing={() => <p>missing</p>} />
      </>,
    );
    expect(await screen.findAllByText("missing")).toHaveLength(2);
    expect(load).toHaveBeenCalledTimes(2);
    cleanup();
    await renderWithTexts(<Part />);
    expect(await screen.findByText("here")).toBeDefined();
  });
});
