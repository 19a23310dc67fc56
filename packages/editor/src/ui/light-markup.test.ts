import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Inline, parseLightMarkup } from "./light-markup.ts";

const line = (source: string): readonly Inline[] => {
  const [block] = parseLightMarkup(source);
  return block && block.kind !== "list" ? (block.lines[0] ?? []) : [];
};
const linksOf = (source: string) =>
  line(source).flatMap((piece) => (piece.kind === "link" ? [piece.href] : []));

describe("light markup", () => {
  test("reads headings, lists and paragraphs", () => {
    expect(parseLightMarkup("# Ask first\nline one\nline two\n\n- a\n* b\nafter")).toEqual([
      { kind: "heading", lines: [[{ kind: "text", text: "Ask first" }]] },
      {
        kind: "paragraph",
        lines: [[{ kind: "text", text: "line one" }], [{ kind: "text", text: "line two" }]],
      },
      { kind: "list", items: [[{ kind: "text", text: "a" }], [{ kind: "text", text: "b" }]] },
      { kind: "paragraph", lines: [[{ kind: "text", text: "after" }]] },
    ]);
  });

  test("reads marks within a line", () => {
    expect(line("a **b** *c* `d*e*` [f](https://g.example/h) https://i.example.")).toEqual([
      { kind: "text", text: "a " },
      { kind: "strong", text: "b" },
      { kind: "text", text: " " },
      { kind: "emphasis", text: "c" },
      { kind: "text", text: " " },
      { kind: "code", text: "d*e*" },
      { kind: "text", text: " " },
      { kind: "link", text: "f", href: "https://g.example/h" },
      { kind: "text", text: " " },
      { kind: "link", text: "https://i.example", href: "https://i.example" },
      { kind: "text", text: "." },
    ]);
  });

  test.each([
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert`1`)",
    "[x](data:text/html,<script>)",
    "[x](//evil.example)",
    "[x](/workflows)",
    "[x](vbscript:x)",
    "javascript:alert(1)",
    "2 * 3 * 4",
    "<b>bold</b>",
    "**",
  ])("leaves %s as text", (source) => {
    expect(linksOf(source)).toEqual([]);
    expect(
      line(source)
        .map(({ text }) => text)
        .join(""),
    ).toBe(source);
  });

  test("loses no letter of any text", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom("a", "*", "`", "[", "]", "(", ")", "-", "#", " ", "\n") }),
        (source) => {
          const all = parseLightMarkup(source).flatMap((block) =>
            block.kind === "list" ? block.items : block.lines,
          );
          const letters = all
            .flat()
            .map((piece) => piece.text + (piece.kind === "link" ? piece.href : ""))
            .join("");
          expect(letters.replaceAll(/[^a]/g, "")).toBe(source.replaceAll(/[^a]/g, ""));
        },
      ),
    );
  });
});
