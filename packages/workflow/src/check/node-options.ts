import type { NodeDefinition } from "../node-contract/define-node.ts";
import { type Finding, finding } from "./finding.ts";
import { type Check, named } from "./given.ts";

/** Options that would have no effect on a node: publishing one would promise what is not done. */
export const nodeOptions: Check = ({ document, types }) =>
  Object.entries(document.nodes).flatMap(([key, node]): Finding[] => {
    const definition = Object.hasOwn(types, node.type) ? types[node.type] : undefined;
    if (definition === undefined) return [];
    const values = named({ document, types }, { node: key });
    const refused = (["retry", "cache", "timeoutSeconds"] as const).flatMap((option) => {
      const why = node[option] === undefined ? undefined : whyNot(option, definition, node.config);
      return why
        ? [finding("option-without-effect", ["nodes", key, option], { ...values, option, ...why })]
        : [];
    });
    const isCalm = definition.effects === "none" && !definition.sleeps && !definition.container;
    return node.retry !== undefined && isCalm
      ? [...refused, finding("retry-without-effects", ["nodes", key, "retry"], values)]
      : refused;
  });

interface Why {
  readonly why: string;
  readonly why_fr: string;
}

function whyNot(
  option: "retry" | "cache" | "timeoutSeconds",
  { container, sleeps, answers }: NodeDefinition,
  config: Parameters<NonNullable<NodeDefinition["answers"]>>[0],
): Why | undefined {
  if (container) {
    return {
      why: "set it on the nodes inside it",
      why_fr: "réglez-la sur les nœuds qu’il contient",
    };
  }
  if (option !== "cache") return undefined;
  if (sleeps) {
    return {
      why: "what it waits for comes anew each time",
      why_fr: "ce qu’il attend vient chaque fois de nouveau",
    };
  }
  return answers?.(config) === undefined
    ? undefined
    : {
        why: "each sender needs an answer of its own",
        why_fr: "chaque expéditeur a besoin de sa propre réponse",
      };
}
