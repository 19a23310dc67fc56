import { Anchor, Text } from "@mantine/core";
import type { Event } from "@sluice/api/schemas";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useCodeText } from "../../api/problem-text.ts";
import { StatusBadge } from "../../ui/status-badge.tsx";
import classes from "./webhooks.module.css";

export interface EventStartsProps {
  readonly event: Event;
  /** Undefined: a workflow whose name is not known here. */
  readonly nameOf: (workflowId: string) => string | undefined;
}

/** The workflows that an event started, with their executions, and those that refused it, with the reason. */
export function EventStarts({ event, nameOf }: EventStartsProps) {
  const { t } = useTranslation("webhooks");
  const { starts, stopped, fannedOutAt } = event;
  if (starts.length === 0) {
    const nothing = stopped !== null ? "loopHint" : fannedOutAt === null ? "waitsHint" : "nobodyListens";
    return (
      <Text size="sm" c="dimmed">
        {t(`published.${nothing}`)}
      </Text>
    );
  }
  return (
    <ul className={classes.plain}>
      {starts.map(({ workflowId, executionId, problem }) => (
        <li key={workflowId}>
          <Anchor
            size="sm"
            renderRoot={(props) => <Link {...props} to="/workflows/$id" params={{ id: workflowId }} />}
          >
            {nameOf(workflowId) ?? workflowId}
          </Anchor>{" "}
          {executionId !== null && (
            <Anchor
              size="sm"
              renderRoot={(props) => <Link {...props} to="/executions/$id" params={{ id: executionId }} />}
            >
              {t("published.execution", { id: executionId })}
            </Anchor>
          )}
          {problem !== null && <Refusal problem={problem} />}
        </li>
      ))}
    </ul>
  );
}

function Refusal({ problem }: { problem: NonNullable<Event["starts"][number]["problem"]> }) {
  const { t } = useTranslation("webhooks");
  const codeText = useCodeText();
  const { code, message } = problem;
  const { title } = codeText(code, { title: code, detail: message });
  return (
    <>
      <StatusBadge tone="danger">{t("published.notStarted")}</StatusBadge>
      <Text size="sm">{t("published.reason", { title, message })}</Text>
    </>
  );
}
