import { Group, Text } from "@mantine/core";
import type { WorkflowListRow } from "@sluice/api/schemas";
import { Link } from "@tanstack/react-router";
import type { TFunction } from "i18next";
import { CopyButton } from "../../ui/copy-button.tsx";
import type { Column } from "../../ui/data-table.tsx";
import { RelativeTime } from "../../ui/relative-time.tsx";
import { SparkLine } from "../../ui/spark-line.tsx";
import { WorkflowBadges } from "./workflow-badges.tsx";
import { WorkflowMenu } from "./workflow-menu.tsx";
import classes from "./workflows-page.module.css";

/** Up to where the server counts the executions of an hour. */
const countedPerHour = 200;

/** The columns of the list of workflows; `t` is of the namespace `workflows`. */
export function workflowColumns(t: TFunction<"workflows">): Column<WorkflowListRow>[] {
  return [
    {
      id: "name",
      title: t("column.name"),
      // All that the other columns leave: it is what a workflow is known by.
      share: "100%",
      cell: ({ id, name, mode, folder, tags }) => (
        <>
          <Link to="/workflows/$id" params={{ id }} title={name}>
            {name}
          </Link>
          <div className={classes.mode}>
            {[t(`mode.${mode}`), ...(folder === "" ? [] : [folder]), ...tags.map((tag) => `#${tag}`)].join(
              " · ",
            )}
          </div>
        </>
      ),
    },
    { id: "state", title: t("column.state"), cell: (workflow) => <WorkflowBadges workflow={workflow} /> },
    {
      id: "url",
      title: t("column.url"),
      cell: ({ hookUrl, name }) => (
        <Group gap={4} wrap="nowrap">
          <span className={classes.url} title={hookUrl}>
            {shortUrl(hookUrl)}
          </span>
          <CopyButton value={hookUrl} label={t("copyUrl", { name })} />
        </Group>
      ),
    },
    {
      id: "last",
      title: t("column.last"),
      cell: ({ lastDeliveryAt }) =>
        lastDeliveryAt === null ? (
          <Text size="sm" c="dimmed">
            {t("never")}
          </Text>
        ) : (
          <RelativeTime iso={lastDeliveryAt} />
        ),
    },
    {
      id: "hours",
      title: t("column.hours"),
      cell: ({ hours, name }) => {
        const runs = hours.reduce((sum, hour) => sum + hour.runs, 0);
        const failed = hours.reduce((sum, hour) => sum + hour.failed, 0);
        // An hour is counted up to its limit: beyond it there are this many or more.
        const label = hours.some((hour) => hour.runs >= countedPerHour)
          ? t("hours.atLeast", { name, runs, failed })
          : t("hours.exactly", { name, runs, failed });
        return (
          <SparkLine bars={hours.map((hour) => ({ total: hour.runs, part: hour.failed }))} label={label} />
        );
      },
    },
    {
      id: "failures",
      title: t("column.failures"),
      end: true,
      cell: ({ id, failures24h }) =>
        failures24h === 0 ? (
          <span className={classes.none}>0</span>
        ) : (
          <Link
            to="/executions"
            search={{ workflowId: id, status: "failed" }}
            className={classes.failures ?? ""}
          >
            {failures24h}
          </Link>
        ),
    },
    {
      id: "actions",
      title: t("column.actions"),
      titleHidden: true,
      end: true,
      cell: (workflow) => <WorkflowMenu workflow={workflow} />,
    },
  ];
}

/** The part that tells one URL from another: the end of the key. */
function shortUrl(url: string): string {
  const key = url.slice(url.lastIndexOf("/") + 1);
  return key.length > 14 ? `/hooks/${key.slice(0, 6)}…${key.slice(-4)}` : `/hooks/${key}`;
}
