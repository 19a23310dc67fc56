import { fieldHints } from "@sluice/workflow/node-contract";
import { parsePath } from "@sluice/workflow/variables";
import { z } from "zod";

/** Empty, or a path as variables have it. */
function pathOrNothing(text: string, context: z.RefinementCtx): void {
  if (text === "") return;
  try {
    parsePath(text);
  } catch (error) {
    context.addIssue({ code: "custom", message: error instanceof Error ? error.message : "this is no path" });
  }
}

/** Whether and how the pages of a list are read. */
export const pageFields = {
  pages: z
    .enum(["one", "link", "cursor", "number", "offset"])
    .default("one")
    .register(fieldHints, {
      label: { en: "Pages", fr: "Pages" },
      help: {
        en: "Fetches page after page; the body is then the list of all items.",
        fr: "Lit page après page ; le corps est alors la liste de tous les éléments.",
      },
      value: "literal",
      options: {
        one: { en: "only this one", fr: "seulement celle-ci" },
        link: { en: "follow the link to the next", fr: "suivre le lien vers la suivante" },
        cursor: { en: "hand the cursor on", fr: "transmettre le curseur" },
        number: { en: "count up the page number", fr: "compter les numéros de page" },
        offset: { en: "skip the items that came", fr: "passer les éléments déjà venus" },
      },
    }),
  itemsPath: z
    .string()
    .max(500)
    .default("")
    .superRefine(pathOrNothing)
    .register(fieldHints, {
      label: { en: "Items in the body", fr: "Éléments dans le corps" },
      help: {
        en: "Path of the list, such as data.items. Empty: the body is the list.",
        fr: "Chemin de la liste, par exemple data.items. Vide : le corps est la liste.",
      },
      placeholder: "data",
      value: "literal",
      visibleWhen: { field: "pages", in: ["link", "cursor", "number", "offset"] },
    }),
  nextPath: z
    .string()
    .max(500)
    .default("")
    .superRefine(pathOrNothing)
    .register(fieldHints, {
      label: { en: "Next page in the body", fr: "Page suivante dans le corps" },
      help: {
        en: "Path of the next link or cursor. Empty, with a link: the header Link says it (rel=next).",
        fr: "Chemin du lien ou du curseur suivant. Vide, avec un lien : l’en-tête Link le dit (rel=next).",
      },
      placeholder: "meta.next",
      value: "literal",
      visibleWhen: { field: "pages", in: ["link", "cursor"] },
    }),
  pageParameter: z
    .string()
    .min(1)
    .max(200)
    .default("page")
    .register(fieldHints, {
      label: { en: "Query parameter of the page", fr: "Paramètre de la page" },
      help: {
        en: "Where the cursor or the number goes. Pages begin with 1 and items to skip with 0, or with what stands among the query parameters.",
        fr: "Où va le curseur ou le nombre. Les pages commencent à 1, les éléments à passer à 0, ou à ce qui est parmi les paramètres de requête.",
      },
      placeholder: "page",
      value: "literal",
      visibleWhen: { field: "pages", in: ["cursor", "number", "offset"] },
    }),
  maxPages: z
    .int()
    .min(1)
    .max(100)
    .default(10)
    .register(fieldHints, {
      label: { en: "Pages at most", fr: "Pages au plus" },
      control: "number",
      placeholder: "10",
      value: "literal",
      visibleWhen: { field: "pages", in: ["link", "cursor", "number", "offset"] },
    }),
};
