import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { EditorView } from "@codemirror/view";
import { tags } from "@lezer/highlight";

/** CodeMirror in the clothes of our other fields. Colours come from variables, so that both themes fit. */
export const codeTheme = EditorView.theme({
  "&": { color: "var(--mantine-color-text)", backgroundColor: "transparent", fontSize: "13px" },
  "&.cm-focused": { outline: "none" },
  ".cm-content": {
    caretColor: "var(--mantine-color-text)",
    fontFamily: "var(--mantine-font-family-monospace)",
    padding: "6px 0",
  },
  ".cm-line": { padding: "0 10px" },
  ".cm-cursor": { borderLeftColor: "var(--mantine-color-text)" },
  ".cm-placeholder": { color: "var(--mantine-color-placeholder)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": {
    backgroundColor: "color-mix(in srgb, var(--sluice-focus) 28%, transparent)",
  },
  ".cm-template": {
    borderRadius: "3px",
    backgroundColor: "var(--tone-info-ground)",
    color: "var(--tone-info-text)",
  },
  ".cm-brace": { opacity: "0.65" },
  ".cm-tooltip": {
    border: "1px solid var(--sluice-line)",
    borderRadius: "6px",
    backgroundColor: "var(--sluice-surface)",
    color: "var(--mantine-color-text)",
    boxShadow: "var(--mantine-shadow-md)",
  },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": {
    // The tooltip itself clips nothing: the help of what is chosen stands beside the list, inside of it.
    borderRadius: "5px",
    maxHeight: "15rem",
    fontFamily: "var(--mantine-font-family-monospace)",
    fontSize: "12.5px",
  },
  ".cm-tooltip-autocomplete ul li": { padding: "3px 8px" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]": {
    backgroundColor: "var(--sluice-selected)",
    color: "var(--mantine-color-text)",
  },
  ".cm-completionDetail": { color: "var(--mantine-color-dimmed)", fontStyle: "normal", marginLeft: "0.75em" },
  ".cm-completionMatchedText": { textDecoration: "none", fontWeight: "700" },
  ".cm-completionInfo": { maxWidth: "20rem", padding: "8px 10px", fontSize: "12.5px" },
  ".cm-completionInfo .cm-example": {
    display: "block",
    marginTop: "4px",
    color: "var(--mantine-color-dimmed)",
  },
  ".cm-completionIcon": { opacity: "0.7", width: "1.1em" },
  ".cm-diagnostic": { padding: "4px 10px", fontSize: "12.5px" },
  ".cm-gutters": {
    border: "none",
    backgroundColor: "transparent",
    color: "var(--mantine-color-dimmed)",
  },
});

/** Colours of JSON and of scripts. */
export const codeHighlight = syntaxHighlighting(
  HighlightStyle.define([
    { tag: tags.propertyName, color: "var(--code-name)" },
    { tag: [tags.string, tags.special(tags.string)], color: "var(--code-text)" },
    { tag: [tags.number, tags.bool, tags.null], color: "var(--code-number)" },
    { tag: [tags.keyword, tags.operatorKeyword, tags.modifier], color: "var(--code-keyword)" },
    { tag: tags.regexp, color: "var(--code-text)" },
    { tag: tags.comment, color: "var(--mantine-color-dimmed)", fontStyle: "italic" },
    { tag: tags.punctuation, color: "var(--mantine-color-dimmed)" },
  ]),
);
