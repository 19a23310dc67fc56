import {
  acceptCompletion,
  autocompletion,
  type Completion,
  type CompletionContext,
  closeBrackets,
  completionKeymap,
  startCompletion,
} from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { json } from "@codemirror/lang-json";
import { setDiagnostics } from "@codemirror/lint";
import { Compartment, EditorState, type Extension, Prec } from "@codemirror/state";
import { EditorView, keymap, placeholder as placeholderText, tooltips } from "@codemirror/view";
import { useEffect, useRef } from "react";
import { runCommand } from "../command-palette/use-commands.ts";
import { codeHighlight, codeTheme } from "./code-theme.ts";
import { completionsAt, type FieldMode, type Suggestion } from "./completions.ts";
import type { FieldProblem } from "./preview.ts";
import { templateMarks } from "./template-marks.ts";
import type { ExpressionSurroundings } from "./use-expression-context.ts";
import { useInsertTarget, variableDragType } from "./use-insert-target.ts";

export interface CodeFieldProps {
  readonly id: string;
  readonly value: string;
  readonly mode: FieldMode;
  readonly syntax: "text" | "json";
  /** Another language's own extension; the same object as long as the field lives. */
  readonly extension?: Extension;
  readonly multiline: boolean;
  readonly placeholder: string | undefined;
  readonly labelledBy: string | undefined;
  readonly label: string | undefined;
  readonly describedBy: string | undefined;
  readonly invalid: boolean;
  readonly surroundings: ExpressionSurroundings;
  readonly language: "en" | "fr";
  readonly problems: readonly FieldProblem[];
  /** Said of what may not be there. */
  readonly missingHelp: string;
  readonly autoFocus: boolean;
  readonly onChange: (value: string) => void;
  readonly onFocus: () => void;
  readonly onBlur: () => void;
}

/** A field with CodeMirror inside. Undo belongs to the document, except in a dialog, where the field has its own. */
export function CodeField(props: CodeFieldProps) {
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const latest = useRef(props);
  latest.current = props;
  const attributes = useRef(new Compartment());
  const {
    id,
    value,
    mode,
    syntax,
    multiline,
    placeholder,
    labelledBy,
    label,
    describedBy,
    invalid,
    problems,
  } = props;
  const setTarget = useInsertTarget((state) => state.set);
  const dropTarget = useInsertTarget((state) => state.drop);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the editor lives as long as its kind; the rest is read through `latest`
  useEffect(() => {
    const parent = host.current;
    if (!parent) return;
    const editor = new EditorView({
      parent,
      state: EditorState.create({
        doc: latest.current.value,
        extensions: [
          codeTheme,
          // No form control: what disables a form does not reach it by itself.
          EditorState.readOnly.of(parent.closest("fieldset:disabled") !== null),
          mode === "template" ? templateMarks : [],
          syntax === "json" ? [json(), codeHighlight, bracesInTexts] : [],
          latest.current.extension ?? [],
          EditorView.lineWrapping,
          multiline ? [] : oneLine,
          placeholder ? placeholderText(placeholder) : [],
          mode === "literal" ? [] : completion(() => latest.current),
          closeBrackets(),
          parent.closest("[role='dialog']") ? [history(), keymap.of(historyKeymap)] : historyOfDocument,
          tooltips({ parent: document.body }),
          keymap.of([
            { key: "Tab", run: acceptCompletion },
            ...completionKeymap,
            ...(multiline ? defaultKeymap : []),
          ]),
          attributes.current.of(contentAttributes({ labelledBy, label, describedBy, invalid, multiline })),
          EditorView.updateListener.of((update) => {
            if (update.docChanged && !update.transactions.some((one) => one.isUserEvent("sluice.outside"))) {
              latest.current.onChange(update.state.doc.toString());
            }
          }),
          EditorView.domEventHandlers({
            focus: () => {
              setTarget({ id, insert: (expression) => insert(editor, mode, syntax, expression) });
              latest.current.onFocus();
            },
            blur: () => latest.current.onBlur(),
            drop: (event, target) => {
              const expression = event.dataTransfer?.getData(variableDragType);
              if (!expression) return false;
              event.preventDefault();
              const at = target.posAtCoords({ x: event.clientX, y: event.clientY });
              if (at !== null) target.dispatch({ selection: { anchor: at } });
              insert(target, mode, syntax, expression);
              return true;
            },
          }),
        ],
      }),
    });
    view.current = editor;
    underline(editor, latest.current.problems);
    if (latest.current.autoFocus) editor.focus();
    return () => {
      dropTarget(id);
      editor.destroy();
      view.current = null;
    };
  }, [id, mode, syntax, multiline, placeholder]);

  useEffect(() => {
    const editor = view.current;
    const shown = editor?.state.doc.toString();
    if (!editor || shown === value) return;
    editor.dispatch({
      changes: { from: 0, to: editor.state.doc.length, insert: value },
      userEvent: "sluice.outside",
    });
  }, [value]);

  useEffect(() => {
    view.current?.dispatch({
      effects: attributes.current.reconfigure(
        contentAttributes({ labelledBy, label, describedBy, invalid, multiline }),
      ),
    });
  }, [labelledBy, label, describedBy, invalid, multiline]);

  // They come a moment after the text: a linter, which looks when the text changes, would show those of before.
  useEffect(() => {
    if (view.current) underline(view.current, problems);
  }, [problems]);

  return <div ref={host} />;
}

/** Marks what is wrong; the text may be another than the one it was found in by now. */
function underline(editor: EditorView, problems: readonly FieldProblem[]): void {
  const end = editor.state.doc.length;
  const diagnostics = problems.map(({ from, to, message }) => ({
    ...{ from: Math.min(from, end), to: Math.min(to, end), message },
    severity: "error" as const,
  }));
  editor.dispatch(setDiagnostics(editor.state, diagnostics));
}

/** The browser's menu knows undo too: of the text alone, behind the back of the document. */
const historyOfDocument = EditorView.domEventHandlers({
  beforeinput: ({ inputType }) => {
    if (inputType !== "historyUndo" && inputType !== "historyRedo") return false;
    runCommand(inputType === "historyUndo" ? "undo" : "redo");
    return true;
  },
});

/** In JSON a template stands before the quotation mark that ends its text, where brackets are not closed by themselves. */
const bracesInTexts: Extension = Prec.high(
  EditorState.languageData.of((state, at) =>
    insideText(state.doc.lineAt(at).text.slice(0, at - state.doc.lineAt(at).from))
      ? [{ closeBrackets: { brackets: ["(", "[", "{", "'"], before: ')]}:;>"' } }]
      : [],
  ),
);

const oneLine: Extension = EditorState.transactionFilter.of((transaction) => {
  if (!transaction.docChanged || transaction.newDoc.lines === 1) return transaction;
  const text = transaction.newDoc.toString().replace(/\s*\n\s*/g, " ");
  return [
    transaction.startState.update({
      changes: { from: 0, to: transaction.startState.doc.length, insert: text },
      selection: { anchor: Math.min(text.length, transaction.newSelection.main.head) },
    }),
  ];
});

function contentAttributes(given: {
  labelledBy: string | undefined;
  label: string | undefined;
  describedBy: string | undefined;
  invalid: boolean;
  multiline: boolean;
}): Extension {
  return EditorView.contentAttributes.of({
    ...(given.labelledBy ? { "aria-labelledby": given.labelledBy } : {}),
    ...(given.label ? { "aria-label": given.label } : {}),
    ...(given.describedBy ? { "aria-describedby": given.describedBy } : {}),
    // Focusable anyway; axe knows it of an element only by this (scrollable-region-focusable, of a long line).
    tabindex: "0",
    "aria-invalid": String(given.invalid),
    "aria-multiline": String(given.multiline),
    spellcheck: "false",
    autocapitalize: "off",
  });
}

/** Writes an expression at the caret, with braces unless the caret stands in an expression already. */
function insert(editor: EditorView, mode: FieldMode, syntax: "text" | "json", expression: string): void {
  const { from, to } = editor.state.selection.main;
  const text = editor.state.doc.toString();
  const inside = mode === "expression" || mode === "script" || /\{\{[^}]*$/.test(text.slice(0, from));
  const template = inside ? expression : `{{ ${expression} }}`;
  const quoted = insideText(text.slice(0, from));
  const written = syntax === "json" && !quoted ? JSON.stringify(template) : template;
  editor.dispatch({ changes: { from, to, insert: written }, selection: { anchor: from + written.length } });
  editor.focus();
}

/** Whether JSON that begins so stands in a text. */
function insideText(before: string): boolean {
  return (before.match(/(?<!\\)"/g)?.length ?? 0) % 2 === 1;
}

const icons: Readonly<Record<Suggestion["kind"], string>> = {
  variable: "variable",
  function: "function",
  method: "method",
  namespace: "namespace",
};

function completion(props: () => CodeFieldProps): Extension {
  const source = (context: CompletionContext) => {
    const { mode, surroundings, language, missingHelp } = props();
    const { input } = surroundings;
    const variables =
      mode === "script" && input !== null ? [input, ...surroundings.variables] : surroundings.variables;
    const text = context.state.doc.toString();
    const found = completionsAt({ text, at: context.pos, mode, variables, language });
    if (
      !found ||
      (found.from === context.pos && !context.explicit && !/[.{]\s?$/.test(text.slice(0, context.pos)))
    ) {
      return null;
    }
    return {
      from: found.from,
      options: found.list.map((one, rank) => optionOf(one, rank, missingHelp)),
      validFor: /^[\w$]*$/,
    };
  };
  return [
    autocompletion({ override: [source], icons: true, maxRenderedOptions: 80 }),
    keymap.of([{ key: "Ctrl-Space", run: startCompletion }]),
  ];
}

function optionOf(
  { label, kind, detail, help: own, example, missing, insert: text, caret = 0 }: Suggestion,
  rank: number,
  missingHelp: string,
): Completion {
  const help = missing ? missingHelp : own;
  return {
    label,
    type: icons[kind],
    boost: -Math.min(99, rank / 4),
    ...(detail === undefined ? {} : { detail }),
    ...(help === undefined && example === undefined ? {} : { info: () => infoOf(help, example) }),
    apply: (editor, _completion, from, to) => {
      const written = text ?? label;
      editor.dispatch({
        changes: { from, to, insert: written },
        selection: { anchor: from + written.length - caret },
        userEvent: "input.complete",
      });
    },
  };
}

function infoOf(help: string | undefined, example: string | undefined): Node {
  const box = document.createElement("div");
  if (help !== undefined) box.append(help);
  if (example !== undefined) {
    const code = document.createElement("code");
    code.textContent = example;
    code.className = "cm-example";
    box.append(code);
  }
  return box;
}
