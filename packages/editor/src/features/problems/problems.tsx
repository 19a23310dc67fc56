import { definitions } from "@sluice/nodes/definitions";
import type { Finding } from "@sluice/workflow/check";
import { IconAlertTriangle, IconCircleCheck, IconCircleX } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useOpenDocument, useOpenDocumentStore } from "../../document/open-document-context.ts";
import { nothingSelected, selectNode } from "../../document/selection.ts";
import { useLanguage } from "../node-card/use-language.ts";
import { useNodeName } from "../node-card/use-node-name.ts";
import { fieldOfFinding, nodeOfFinding } from "./place-of-finding.ts";
import classes from "./problems.module.css";
import { useFindingText } from "./use-findings.ts";

export interface ProblemListProps {
  readonly findings: readonly Finding[];
  /** Called after a finding was chosen, when its place is shown. */
  readonly onJump?: () => void;
}

/** Everything that is wrong or doubtful; a click leads to the node and its field. */
export function ProblemList({ findings, onJump }: ProblemListProps) {
  const { t } = useTranslation("editor");
  const language = useLanguage();
  const store = useOpenDocumentStore();
  const nodes = useOpenDocument((state) => state.document.nodes);
  const edges = useOpenDocument((state) => state.document.edges);
  const describe = useFindingText();
  const nameOf = useNodeName();
  if (findings.length === 0) {
    return (
      <p className={classes.none}>
        <IconCircleCheck size={18} aria-hidden />
        {t("problems.none")}
      </p>
    );
  }
  const jump = (finding: Finding) => {
    const key = nodeOfFinding(finding, edges);
    store.select(key === null ? nothingSelected : selectNode(key));
    store.focusOn({ at: finding.at });
    onJump?.();
  };
  const placeOf = (finding: Finding): string => {
    const key = nodeOfFinding(finding, edges);
    if (key === null) return t("problems.workflow");
    const name = nameOf(key);
    return [name, ...fieldOfFinding(finding, { nodes, types: definitions, language })].join(" › ");
  };
  return (
    <ul className={classes.list}>
      {findings.map((finding) => (
        <li key={`${finding.code} ${JSON.stringify(finding.at)} ${finding.message}`}>
          <button type="button" className={classes.problem} onClick={() => jump(finding)}>
            <span className={classes.icon} data-severity={finding.severity}>
              {finding.severity === "error" ? (
                <IconCircleX size={16} aria-label={t("problems.error")} />
              ) : (
                <IconAlertTriangle size={16} aria-label={t("problems.warning")} />
              )}
            </span>
            <span>
              <span className={classes.place}>{placeOf(finding)}</span>
              <span className={classes.text}>{describe(finding)}</span>
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}
