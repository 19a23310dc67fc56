import type { Overview } from "@sluice/api/schemas";
import { useTranslation } from "react-i18next";
import { useFormat } from "../../i18n/format.ts";
import { Panel } from "../../ui/panel.tsx";
import { PathLink } from "../path-link/path-link.tsx";
import classes from "./home.module.css";

export interface SlowPanelProps {
  readonly slowest: Overview["slowest"];
  readonly nameOf: (workflowId: string) => string | undefined;
}

/** The nodes that take the longest, out of a sample which is named. */
export function SlowPanel({ slowest, nameOf }: SlowPanelProps) {
  const { t } = useTranslation("home");
  const format = useFormat();
  const { nodes, executions } = slowest;
  return (
    <Panel title={t("slow.title")}>
      {nodes.length === 0 ? (
        <p className={classes.quiet}>{t("slow.none")}</p>
      ) : (
        <>
          <table className={classes.table}>
            <thead>
              <tr>
                <th scope="col">{t("slow.node")}</th>
                <th scope="col">{t("slow.p95")}</th>
                <th scope="col">{t("slow.median")}</th>
                <th scope="col">{t("slow.steps")}</th>
              </tr>
            </thead>
            <tbody>
              {nodes.map(({ workflowId, node, p95Ms, medianMs, steps }) => (
                <tr key={`${workflowId} ${node}`}>
                  <td>
                    <span className="sluice-mono">{node}</span>{" "}
                    <PathLink path={`/executions?workflowId=${workflowId}`} size="xs">
                      {nameOf(workflowId) ?? workflowId}
                    </PathLink>
                  </td>
                  <td>{format.span(p95Ms)}</td>
                  <td>{format.span(medianMs)}</td>
                  <td>{format.number(steps)}</td>
                </tr>
              ))}
            </tbody>
          </table>
          <p className={classes.note}>{t("slow.hint", { count: executions })}</p>
        </>
      )}
    </Panel>
  );
}
