import { fieldHints, operationFieldSchema } from "@sluice/workflow/node-contract";

/** Which operation of a connector the request was filled from. */
export const operationField = {
  operation: operationFieldSchema.optional().register(fieldHints, {
    label: { en: "Operation of a connector", fr: "Opération d’un connecteur" },
    help: {
      en: "What it takes, as its documentation says. The request itself stands below.",
      fr: "Ce qu’elle prend, d’après sa documentation. La requête elle-même est plus bas.",
    },
    control: "operation",
    value: "literal",
  }),
};
