// @vitest-environment happy-dom
import { beforeEach, describe, expect, test } from "vitest";
import { focusWrongField } from "./wrong-field.ts";

const form = document.createElement("form");
form.innerHTML = `
  <input id="url" data-field="url">
  <input id="unnamed">
  <details><summary>More</summary>
    <details><summary>Still more</summary>
      <input id="name" data-field="headers.0.name"><input id="value" data-field="headers.0.value">
    </details>
  </details>
  <input id="last" data-field="schedule">`;
const field = (id: string) => form.querySelector<HTMLElement>(`#${id}`);
const focused = () => document.activeElement?.id;

beforeEach(() => {
  document.body.replaceChildren(form);
  for (const one of form.querySelectorAll("[aria-invalid]")) one.removeAttribute("aria-invalid");
  for (const one of form.querySelectorAll("details")) one.open = false;
});

describe("the first wrong field gets the focus", () => {
  test.each([
    ["by its name", [["url"]], "url"],
    ["by a part of it", [["schedule", 3]], "last"],
    ["by what is around it", [["headers", 0]], "name"],
    ["the first in the form, not of what is named", [["schedule"], ["headers", 0, "value"]], "value"],
  ])("%s", (_, named, id) => {
    expect(focusWrongField(form, named)).toBe(true);
    expect(focused()).toBe(id);
  });

  test("one that says itself that it is wrong, with all that is folded around it opened", () => {
    field("value")?.setAttribute("aria-invalid", "true");
    field("last")?.setAttribute("aria-invalid", "true");
    expect(focusWrongField(form)).toBe(true);
    expect(focused()).toBe("value");
    expect([...form.querySelectorAll("details")].map(({ open }) => open)).toEqual([true, true]);
  });

  test("none where none is wrong: of another header, of another name, of nothing", () => {
    for (const named of [[["headers", 1, "name"]], [["urls"]], [[]]]) {
      expect(focusWrongField(form, named)).toBe(false);
    }
    expect(focused()).toBe("");
  });
});
