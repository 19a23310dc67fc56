import { z } from "zod";
import { fieldHints } from "./field-hints.ts";
import type { Text } from "./texts.ts";

/** What a node does, of the few things that it can do: the field `action`, asked the same way in every node type. */
export function actionField<Action extends string>(given: {
  readonly options: Readonly<Record<Action, Text>>;
  readonly usual: NoInfer<Action>;
}) {
  const { options, usual } = given;
  return z
    .enum(Object.keys(options) as Action[])
    .default(usual)
    .register(fieldHints, { label: { en: "What to do", fr: "Que faire" }, value: "literal", options });
}
