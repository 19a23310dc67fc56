// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { keepFocus } from "./kept-focus.ts";

let end: () => void;
beforeEach(() => {
  vi.useFakeTimers();
  // Nothing is laid out here: what is in the document counts as shown.
  vi.spyOn(HTMLElement.prototype, "getClientRects").mockImplementation(
    () => [new DOMRect()] as unknown as DOMRectList,
  );
  document.body.innerHTML = `
    <main id="main" tabindex="-1">
      <button id="before">Before</button>
      <section id="around" tabindex="-1"><button id="row">Row</button></section>
    </main>
    <div id="dialog"><button id="confirm">Delete</button></div>`;
  end = keepFocus(document);
});
afterEach(() => {
  end();
  vi.restoreAllMocks();
  vi.useRealTimers();
});

const at = (id: string) => document.getElementById(id) as HTMLElement;
/** Changes of the document are told, and the patience is over. */
const passes = () => vi.advanceTimersByTimeAsync(200);

it("goes to what had the focus before a dialog that goes away", async () => {
  at("before").focus();
  at("confirm").focus();
  at("confirm").blur();
  at("dialog").remove();
  await passes();
  expect(document.activeElement?.id).toBe("before");
});

it("goes to what is around a row that goes away", async () => {
  at("before").focus();
  at("row").focus();
  at("row").blur();
  at("row").remove();
  await passes();
  expect(document.activeElement?.id).toBe("around");
});

it("goes to the content, where all that is around is gone too", async () => {
  at("row").focus();
  at("row").blur();
  document.body.innerHTML = '<main id="main" tabindex="-1"></main>';
  await passes();
  expect(document.activeElement?.id).toBe("main");
});

it("stays nowhere where somebody has put the focus down, and where something else has taken it", async () => {
  at("row").focus();
  at("row").blur();
  at("around").append("changed");
  await passes();
  expect(document.activeElement).toBe(document.body);

  at("row").focus();
  at("row").blur();
  at("row").remove();
  at("before").focus();
  await passes();
  expect(document.activeElement?.id).toBe("before");
});
