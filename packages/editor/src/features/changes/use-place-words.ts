import { definitions } from "@sluice/nodes/definitions";
import type { Place } from "@sluice/workflow/changes";
import type { WorkflowDocument, WorkflowEdge, WorkflowNode } from "@sluice/workflow/document";
import { type FormField, formOf } from "@sluice/workflow/node-contract";
import i18next from "i18next";
import { useTranslation } from "react-i18next";
import { exitLabel } from "../../document/exit-label.ts";
import { nodeName } from "../../document/node-name.ts";
import { ownField } from "../../document/own-field.ts";
import { definitionOf } from "../../document/ports.ts";
import { readEdgeId } from "../../document/subject.ts";
import { useLanguage } from "../node-card/use-language.ts";
import { useTriggerName } from "../trigger-kind/use-trigger-name.ts";

export interface PlaceWords {
  /** What a node is called; `trigger` too. The first document that has it names it. */
  readonly node: (key: string, documents: readonly WorkflowDocument[]) => string;
  /** An edge: by its ends, and by its exit as the card names it. */
  readonly edge: (edge: WorkflowEdge, documents: readonly WorkflowDocument[]) => string;
  /** A setting of a node or the trigger, its place counted from there. */
  readonly setting: (node: WorkflowNode | undefined, at: Place) => string;
  /** A setting of the workflow itself. */
  readonly ofWorkflow: (at: Place) => string;
  /** Any place of a document. */
  readonly place: (at: Place, documents: readonly WorkflowDocument[]) => string;
}

const between = " › ";

/** Names for the places of a document, as the panels call them. What has no name is called as the document calls it. */
export function usePlaceWords(): PlaceWords {
  const { t } = useTranslation("changes");
  const language = useLanguage();
  const triggerName = useTriggerName();
  const known = (group: string, name: string) =>
    i18next.exists(`changes:${group}.${name}`) ? t(`${group}.${name}`) : name;
  const stepText = (step: Place[number]) => (typeof step === "string" ? step : step.is);
  const joined = (first: string, rest: Place) => [first, ...rest.map(stepText)].join(between);

  const nodesWith = (key: string, documents: readonly WorkflowDocument[]) =>
    documents.find(({ nodes }) => ownField(nodes, key))?.nodes ?? {};

  const node: PlaceWords["node"] = (key, documents) => {
    if (key === "trigger") return triggerName(documents[0]?.trigger.type ?? "webhook");
    return nodeName({ nodes: nodesWith(key, documents), key, types: definitions, language });
  };

  const edge: PlaceWords["edge"] = ({ from, port = "out", to }, documents) => {
    const exit = exitLabel({ nodes: nodesWith(from, documents), from, port, types: definitions, language });
    const ends = { from: node(from, documents), to: node(to, documents) };
    return exit === undefined ? t("edges.one", ends) : t("edges.withPort", { ...ends, port: exit });
  };

  const setting: PlaceWords["setting"] = (of, [first, ...rest]) => {
    if (first === undefined) return t("node.whole");
    if (first !== "config") return joined(known("node", stepText(first)), rest);
    if (rest.length === 0) return t("node.config");
    if (!of) return joined(known("trigger", stepText(rest[0] ?? "")), rest.slice(1));
    const definition = definitionOf(definitions, of.type);
    return fieldWords(definition ? formOf(definition) : [], rest).join(between);
  };

  /** Labels of fields as far as the form goes, then as the document says. */
  function fieldWords(fields: readonly FormField[], [step, ...rest]: Place): string[] {
    if (step === undefined) return [];
    const field = typeof step === "string" ? fields.find(({ name }) => name === step) : undefined;
    if (!field) return [stepText(step), ...rest.map(stepText)];
    const [element, ...below] = rest;
    const named = element !== undefined && (typeof element !== "string" || field.item !== undefined);
    return named
      ? [field.label[language], stepText(element), ...fieldWords(field.children ?? [], below)]
      : [field.label[language], ...fieldWords(field.children ?? [], rest)];
  }

  const ofWorkflow: PlaceWords["ofWorkflow"] = ([first, second, ...rest]) => {
    if (first === "settings" && second !== undefined) {
      return joined(known("workflow", stepText(second)), rest);
    }
    const below = second === undefined ? [] : [second, ...rest];
    return joined(known("workflow", stepText(first ?? "")), below);
  };

  const place: PlaceWords["place"] = (at, documents) => {
    const [root, second, ...rest] = at;
    if (root === "trigger") {
      return [node("trigger", documents), setting(undefined, at.slice(1))].join(between);
    }
    if (root === "nodes" && typeof second === "string") {
      const found = documents.flatMap(({ nodes }) => ownField(nodes, second) ?? [])[0];
      return rest.length === 0
        ? node(second, documents)
        : [node(second, documents), setting(found, rest)].join(between);
    }
    if (root === "layout" && second === "nodes" && typeof rest[0] === "string") {
      return t("boxPlace", { name: node(rest[0], documents) });
    }
    if (root === "layout") return t("notes.title");
    if (root === "edges" && typeof second === "object") return edge(readEdgeId(second.is), documents);
    if (root === "edges") return t("edges.title");
    return [t("workflow.title"), ofWorkflow(at)].join(between);
  };

  return { node, edge, setting, ofWorkflow, place };
}
