import type { WorkflowDocument } from "../document/schema.ts";
import type { Language, Text } from "../node-contract/texts.ts";

export interface Template {
  /** Stable: `payment-callback`. */
  readonly key: string;
  readonly title: Text;
  /** What it is for, and what has to be filled in. */
  readonly description: Text;
  readonly mode: WorkflowDocument["mode"];
  /** With its texts in one language. */
  readonly document: (language: Language) => WorkflowDocument;
}

/** Picks the text of a language. */
export type Say = (en: string, fr: string) => string;

type Drawn = Omit<WorkflowDocument, "format" | "name" | "mode" | "layout"> & {
  /** Where each box stands: column and row. */
  readonly places: Readonly<Record<string, readonly [number, number]>>;
};

const columnWidth = 300;
const rowHeight = 140;

/** A template whose document is drawn by `draw`. */
export function defineTemplate(
  given: Omit<Template, "document"> & { readonly draw: (say: Say) => Drawn },
): Template {
  const { draw, ...template } = given;
  return {
    ...template,
    document: (language) => {
      const { places, ...drawn } = draw((en, fr) => (language === "fr" ? fr : en));
      const nodes = Object.fromEntries(
        Object.entries({ trigger: [0, 1] as const, ...places }).map(([key, [column, row]]) => [
          key,
          { x: column * columnWidth, y: row * rowHeight },
        ]),
      );
      return {
        format: 1,
        name: template.title[language],
        description: template.description[language],
        mode: template.mode,
        ...drawn,
        layout: { nodes, notes: [] },
      };
    },
  };
}
