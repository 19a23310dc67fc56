import { definitions } from "@sluice/nodes/definitions";
import { useTranslation } from "react-i18next";
import { useOpenDocument } from "../../document/open-document-context.ts";
import type { OutlineRow } from "../../document/outline.ts";
import { definitionOf } from "../../document/ports.ts";
import { useLanguage } from "../node-card/use-language.ts";
import { useNodeName } from "../node-card/use-node-name.ts";
import type { Findings } from "../problems/use-findings.ts";

/** What a line of the outline says. Its name for a screen reader is all of it in this order. */
export interface RowTexts {
  /** Heard before the exit's label. */
  readonly before: string;
  /** Heard between the exit's label and the title. */
  readonly between: string;
  readonly title: string;
  readonly detail: string;
  /** Heard at the end. */
  readonly after: string;
  readonly icon: string | undefined;
  /** Kind of the node type, for its colour. */
  readonly kind: string | undefined;
  readonly disabled: boolean;
  readonly problems: "danger" | "warning" | undefined;
}

const plain = {
  before: "",
  between: "",
  detail: "",
  after: "",
  icon: undefined,
  kind: undefined,
  disabled: false,
  problems: undefined,
} as const;
/** Characters of a note that a line shows. */
const noteLength = 60;

/** Says what each line of the outline says, in the reader's language. */
export function useRowTexts(findings: Findings): (row: OutlineRow) => RowTexts {
  const { t } = useTranslation(["outline", "canvas"]);
  const language = useLanguage();
  const nameOf = useNodeName();
  const document = useOpenDocument((state) => state.document);

  return ({ subject, port }) => {
    if (subject.kind === "edge" || subject.kind === "exit") {
      const leads = subject.kind === "edge";
      const title = leads ? nameOf(subject.edge.to) : t("nowhere");
      const words =
        port === undefined
          ? { between: t(leads ? "leadsTo" : "leadsNotTo") }
          : { before: t("exit"), between: t(leads ? "exitLeadsTo" : "exitLeadsNotTo") };
      return { ...plain, ...words, title };
    }
    if (subject.kind === "note") {
      const note = document.layout?.notes.find(({ id }) => id === subject.id);
      const title = (note?.text.trim() || t("emptyNote")).slice(0, noteLength);
      return { ...plain, before: t("note"), title };
    }
    const { key } = subject;
    const node = document.nodes[key];
    const definition = node && definitionOf(definitions, node.type);
    const title = nameOf(key);
    const type = node ? (definition?.title[language] ?? node.type) : "";
    const { errors = 0, warnings = 0 } = findings.byNode.get(key) ?? {};
    const parts: string[] = [];
    if (node?.disabled) parts.push(t("canvas:card.disabled"));
    if (errors > 0) parts.push(t("canvas:card.errors", { count: errors }));
    else if (warnings > 0) parts.push(t("canvas:card.warnings", { count: warnings }));
    return {
      ...plain,
      title,
      detail: type === title ? "" : type,
      after: parts.join(", "),
      icon: node ? definition?.icon : "webhook",
      kind: node ? (definition?.kind ?? "unknown") : "trigger",
      disabled: node?.disabled ?? false,
      problems: errors > 0 ? "danger" : warnings > 0 ? "warning" : undefined,
    };
  };
}
