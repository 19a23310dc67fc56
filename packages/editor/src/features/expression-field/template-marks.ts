import {
  Decoration,
  type DecorationSet,
  type EditorView,
  ViewPlugin,
  type ViewUpdate,
} from "@codemirror/view";
import { splitTemplate } from "@sluice/workflow/expressions";

const whole = Decoration.mark({ class: "cm-template" });
const brace = Decoration.mark({ class: "cm-brace" });

/** Marks `{{ … }}` in a field. Fields are short, so the whole text is looked at after each change. */
export const templateMarks = ViewPlugin.fromClass(
  class {
    decorations: DecorationSet;

    constructor(view: EditorView) {
      this.decorations = marksOf(view.state.doc.toString());
    }

    update(update: ViewUpdate): void {
      if (update.docChanged) this.decorations = marksOf(update.state.doc.toString());
    }
  },
  { decorations: ({ decorations }) => decorations },
);

function marksOf(text: string): DecorationSet {
  const ranges = splitTemplate(text).flatMap((piece) => {
    if (piece.kind !== "expression") return [];
    const from = piece.from - 2;
    const to = piece.to + 2;
    return [whole.range(from, to), brace.range(from, piece.from), brace.range(piece.to, to)];
  });
  return Decoration.set(ranges, true);
}
