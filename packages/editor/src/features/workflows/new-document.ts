import { emptyDocument, type WorkflowDocument } from "@sluice/workflow/document";
import type { ParseResult } from "@sluice/workflow/variables";

export interface NewDocument {
  readonly name: string;
  readonly mode: WorkflowDocument["mode"];
  /** What a pasted cURL command was read as; null for an empty workflow. */
  readonly parsed: ParseResult | null;
}

/** A workflow with its trigger alone; from a pasted command also its variables, examples and Basic user. */
export function newDocument({ name, mode, parsed }: NewDocument): WorkflowDocument {
  const document = emptyDocument(name, mode);
  if (parsed === null) return document;
  return { ...document, trigger: { ...document.trigger, config: configOf(parsed) } };
}

function configOf({ variables, texts, basic }: ParseResult): WorkflowDocument["trigger"]["config"] {
  return {
    variables: variables.map(({ key, from, path, type }) => ({ key, from, path, type, required: false })),
    examples: Object.fromEntries(
      Object.entries(texts).filter((part): part is [string, string] => part[1] !== undefined),
    ),
    ...(basic === undefined
      ? {}
      : {
          auth: {
            any: [
              { type: "basic", username: basic.username, password: { secret: { value: basic.password } } },
            ],
          },
        }),
  };
}
