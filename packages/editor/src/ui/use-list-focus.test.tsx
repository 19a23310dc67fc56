// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { useState } from "react";
import { afterEach, expect, test } from "vitest";
import { useListFocus } from "./use-list-focus.ts";

afterEach(cleanup);

function Lines() {
  const [lines, setLines] = useState(["one", "two"]);
  const { root, focusAt } = useListFocus<HTMLDivElement>();
  return (
    <div ref={root}>
      {lines.map((line, index) => (
        <div key={line} data-entry>
          <input aria-label={line} />
          <button
            type="button"
            onClick={() => {
              focusAt(index);
              setLines(lines.toSpliced(index, 1));
            }}
          >
            {`remove ${line}`}
          </button>
        </div>
      ))}
      <button
        type="button"
        data-add
        onClick={() => {
          focusAt(lines.length);
          setLines([...lines, "new"]);
        }}
      >
        add
      </button>
    </div>
  );
}

test("the focus goes to what was added, after a removal to what stands there now, and at last to the button", () => {
  render(<Lines />);
  const press = (name: string) => {
    fireEvent.click(screen.getByRole("button", { name }));
    const { activeElement } = document;
    return activeElement?.getAttribute("aria-label") ?? activeElement?.textContent;
  };
  expect(press("add")).toBe("new");
  expect(press("remove one")).toBe("two");
  expect(press("remove new")).toBe("two");
  expect(press("remove two")).toBe("add");
});
