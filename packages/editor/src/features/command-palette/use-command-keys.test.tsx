// @vitest-environment happy-dom
import { cleanup, fireEvent, screen } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { renderWithTexts } from "../../testing/render.tsx";
import { useSingleKeys } from "./single-keys.ts";
import { useCommandKeys } from "./use-command-keys.ts";
import { type CommandHandlers, useCommands } from "./use-commands.ts";

const run = { palette: vi.fn(), undo: vi.fn(), connect: vi.fn(), settings: vi.fn(), duplicate: vi.fn() };
let left = 1;
const handlers: CommandHandlers = {
  palette: { run: run.palette },
  undo: { run: run.undo, can: () => left > 0 },
  connect: { run: run.connect },
  settings: { run: run.settings },
  duplicate: { run: run.duplicate, can: () => false },
};

function Editor() {
  useCommandKeys();
  useCommands(handlers);
  return (
    <>
      <section data-drawing>
        <div role="treeitem" tabIndex={0} aria-selected="false" data-subject="node a">
          line
        </div>
        <button type="button">on the drawing</button>
        <input aria-label="in the drawing" />
      </section>
      <input aria-label="beside it" />
      <input aria-label="own undo" data-own-undo />
      <input aria-label="search" type="search" />
      <div role="dialog">
        <button type="button">in a dialog</button>
      </div>
    </>
  );
}

/** Presses a key there; answers whether it was kept from the browser. */
const press = (on: Element, key: string, held: { ctrlKey?: boolean } = {}) =>
  !fireEvent.keyDown(on, { key, ...held });
const line = () => screen.getByRole("treeitem");
const field = (name: string) => screen.getByRole("textbox", { name });
const button = (name: string) => screen.getByRole("button", { name });

beforeEach(async () => {
  vi.clearAllMocks();
  left = 1;
  useSingleKeys.getState().set(true);
  await renderWithTexts(<Editor />);
});
afterEach(cleanup);

describe("the keys of commands", () => {
  test("are about what has the focus on the drawing", () => {
    expect(press(line(), "c")).toBe(true);
    expect(run.connect).toHaveBeenCalledWith(
      expect.objectContaining({ subject: { kind: "node", key: "a" }, byKeys: true }),
    );
  });

  test("without Ctrl are heard on the drawing and where nothing has the focus, in no field", () => {
    expect(press(document.body, "c")).toBe(true);
    expect(press(field("in the drawing"), "c")).toBe(false);
    expect(press(field("beside it"), "c")).toBe(false);
    expect(run.connect).toHaveBeenCalledTimes(1);
  });

  test("of the whole editor are heard in fields, but in no dialog", () => {
    expect(press(field("beside it"), "k", { ctrlKey: true })).toBe(true);
    expect(press(button("in a dialog"), "k", { ctrlKey: true })).toBe(false);
    expect(run.palette).toHaveBeenCalledTimes(1);
  });

  test("leave undo to a field that has its own", () => {
    expect(press(field("own undo"), "z", { ctrlKey: true })).toBe(false);
    expect(press(screen.getByRole("searchbox"), "z", { ctrlKey: true })).toBe(false);
    expect(press(field("beside it"), "z", { ctrlKey: true })).toBe(true);
    expect(run.undo).toHaveBeenCalledTimes(1);
  });

  test("keep undo from the browser also when nothing is left to undo, as long as the document owns it", () => {
    left = 0;
    expect(press(field("beside it"), "z", { ctrlKey: true })).toBe(true);
    expect(run.undo).not.toHaveBeenCalled();
    cleanup();
    expect(press(document.body, "z", { ctrlKey: true })).toBe(false);
  });

  test("leave Enter to a button", () => {
    expect(press(button("on the drawing"), "Enter")).toBe(false);
    expect(press(line(), "Enter")).toBe(true);
    expect(run.settings).toHaveBeenCalledTimes(1);
  });

  test("of one sign can be switched off, others not", () => {
    useSingleKeys.getState().set(false);
    expect(press(line(), "c")).toBe(false);
    expect(press(line(), "k", { ctrlKey: true })).toBe(true);
  });

  test("do nothing for what cannot be done now, nor when nobody is there to do it", () => {
    expect(press(line(), "d", { ctrlKey: true })).toBe(false);
    expect(run.duplicate).not.toHaveBeenCalled();
    cleanup();
    expect(press(document.body, "c")).toBe(false);
    expect(run.connect).not.toHaveBeenCalled();
  });
});
