import {
  type FunctionEntry,
  type FunctionKind,
  functionTable,
} from "../../packages/workflow/src/expressions.ts";

export type Language = "en" | "fr";
export const languages: readonly Language[] = ["en", "fr"];

/** Where the page of a language stands, from the root of the repository. */
export const functionPagePath: Readonly<Record<Language, string>> = {
  en: "docs/functions.md",
  fr: "docs/fr/functions.md",
};

const head = {
  en: {
    title: "# Functions",
    intro: [
      "Everything that an expression may call. [Expressions](expressions.md) says how it is written. Each example is run by the tests;",
      "`now` is `2026-01-31T09:00:00.000Z` in them. `?` marks what may be left out. Nothing changes its input: `sort`, `reverse` and the",
      "like give a new list.",
      "",
      "This page is written by `npm run docs` from the table in `packages/workflow/src/expressions/functions`; do not edit it.",
    ],
    columns: ["call", "what it gives", "example", "result"],
  },
  fr: {
    title: "# Fonctions",
    intro: [
      "Tout ce qu’une expression peut appeler. La page [Expressions](expressions.md) en donne l’écriture. Chaque exemple est exécuté par",
      "les tests ; `now` y vaut `2026-01-31T09:00:00.000Z`. Un `?` signale ce qui est facultatif. Rien ne modifie ce qui est donné :",
      "`sort`, `reverse` et les autres rendent une nouvelle liste.",
      "",
      "Cette page est produite par `npm run docs` à partir de `packages/workflow/src/expressions/functions` ; ne la modifiez pas.",
    ],
    columns: ["appel", "ce qu’il donne", "exemple", "résultat"],
  },
} as const;

const sections: readonly { kind: FunctionKind; title: Readonly<Record<Language, string>> }[] = [
  { kind: "function", title: { en: "Functions", fr: "Fonctions" } },
  { kind: "text", title: { en: "On a text", fr: "Sur un texte" } },
  { kind: "list", title: { en: "On a list", fr: "Sur une liste" } },
  { kind: "number", title: { en: "On a number", fr: "Sur un nombre" } },
  { kind: "date", title: { en: "On a date", fr: "Sur une date" } },
  { kind: "pattern", title: { en: "On a regular expression", fr: "Sur une expression régulière" } },
  { kind: "namespace", title: { en: "Math, Object, JSON, …", fr: "Math, Object, JSON, …" } },
];

/** The reference page of all functions, as Markdown. */
export function functionPage(language: Language): string {
  const { title, intro, columns } = head[language];
  const parts = sections.flatMap((section) => {
    const entries = functionTable.filter(({ kind }) => kind === section.kind);
    return [`## ${section.title[language]}`, "", ...table(entries, language, columns), ""];
  });
  return [title, "", ...intro, "", ...parts].join("\n");
}

function table(entries: readonly FunctionEntry[], language: Language, columns: readonly string[]): string[] {
  const rows = entries.map(({ signature, help, example }) => [
    code(signature),
    help[language].replaceAll("|", "\\|"),
    code(example.expression),
    code(JSON.stringify(example.result)),
  ]);
  return [columns, columns.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`);
}

/** A pipe would end the cell, inside of code too. */
function code(text: string): string {
  const fence = text.includes("`") ? "``" : "`";
  const pad = fence === "``" ? " " : "";
  return `${fence}${pad}${text.replaceAll("|", "\\|")}${pad}${fence}`;
}
