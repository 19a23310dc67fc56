import { javascript } from "@codemirror/lang-javascript";
import { bracketMatching, indentOnInput } from "@codemirror/language";
import { EditorView, lineNumbers } from "@codemirror/view";
import { CodeField, type CodeFieldProps } from "./code-field.tsx";
import { codeHighlight } from "./code-theme.ts";

/** JavaScript in colours, with the numbers of its lines: errors name them. Tab leaves the field, as everywhere. */
const script = [
  javascript(),
  codeHighlight,
  lineNumbers(),
  indentOnInput(),
  bracketMatching(),
  EditorView.theme({ ".cm-gutterElement": { minWidth: "2ch" } }),
];

/** A field for a script of the builder's. */
export function ScriptField(props: CodeFieldProps) {
  return <CodeField {...props} extension={script} />;
}
