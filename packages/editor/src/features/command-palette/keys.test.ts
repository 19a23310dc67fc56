import { describe, expect, test } from "vitest";
import { commandIds, rowOf } from "./command-table.ts";
import { ariaKeys, type KeyPress, matchesKeys } from "./keys.ts";

const press = (key: string, held: string = ""): KeyPress => ({
  key,
  ctrlKey: held.includes("ctrl"),
  metaKey: held.includes("meta"),
  shiftKey: held.includes("shift"),
  altKey: held.includes("alt"),
});

describe("keys", () => {
  test.each([
    { keys: "Mod+k", given: press("k", "ctrl"), is: true },
    { keys: "Mod+k", given: press("K", "meta"), is: true },
    { keys: "Mod+k", given: press("k"), is: false },
    { keys: "Mod+k", given: press("K", "ctrl shift"), is: false },
    { keys: "Mod+k", given: press("k", "ctrl alt"), is: false },
    { keys: "Mod+Shift+z", given: press("Z", "ctrl shift"), is: true },
    { keys: "Mod+Shift+z", given: press("z", "ctrl"), is: false },
    { keys: "c", given: press("c"), is: true },
    { keys: "c", given: press("C", "shift"), is: false },
    { keys: "c", given: press("c", "ctrl"), is: false },
    { keys: "?", given: press("?", "shift"), is: true },
    { keys: "0", given: press("0", "shift"), is: true },
    { keys: "+", given: press("+", "shift"), is: true },
    { keys: "+", given: press("+"), is: true },
    { keys: "Mod+ArrowLeft", given: press("ArrowLeft", "ctrl"), is: true },
    { keys: "Mod+ArrowLeft", given: press("ArrowLeft"), is: false },
    { keys: "Shift+F10", given: press("F10", "shift"), is: true },
    { keys: "Enter", given: press("Enter", "shift"), is: false },
  ])("$keys by $given: $is", ({ keys, given, is }) => {
    expect(matchesKeys(given, keys)).toBe(is);
  });

  test("are called as ARIA calls them", () => {
    expect(ariaKeys(["Mod+Shift+z", "Mod+y"], false)).toBe("Control+Shift+z Control+y");
    expect(ariaKeys(["Mod+k"], true)).toBe("Meta+k");
  });
});

describe("the table of commands", () => {
  test("gives no keys to two commands", () => {
    const all = commandIds.flatMap((id) => rowOf(id).keys);
    expect(all.filter((keys, at) => all.indexOf(keys) !== at)).toEqual([]);
  });

  test("hears keys without Ctrl on the drawing only", () => {
    const loud = commandIds.filter((id) => {
      const { keys, where } = rowOf(id);
      return where === "anywhere" && keys.some((one) => !one.startsWith("Mod+"));
    });
    expect(loud).toEqual([]);
  });
});
