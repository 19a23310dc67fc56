import { Alert } from "@mantine/core";
import { ProblemError } from "@sluice/api/client";
import { IconAlertCircle } from "@tabler/icons-react";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { focusWrongField } from "../ui/wrong-field.ts";
import { issueText } from "./issue-text.ts";
import classes from "./problem-alert.module.css";
import { useProblem } from "./problem-text.ts";

/**
 * What went wrong with a form, above its fields; nothing while nothing did. Names the fields that the server named: the first
 * of those that say what they are (`data-field`) gets the focus. In a form or a dialog it comes into sight, and stays there
 * while the fields are scrolled.
 */
export function ProblemAlert({ error }: { error: unknown }) {
  const problemText = useProblem();
  const { t } = useTranslation("ui");
  const alert = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const form = alert.current?.closest<HTMLElement>("form, [role='dialog']");
    if (error === null || error === undefined || !form) return;
    const named = issuesOf(error).map(({ at }) => at);
    if (!focusWrongField(form, named)) alert.current?.scrollIntoView({ block: "nearest" });
  }, [error]);
  if (error === null || error === undefined) return null;
  const { title, remedy } = problemText(error);
  const issues = issuesOf(error);
  return (
    <Alert
      ref={alert}
      role="alert"
      color="red"
      variant="light"
      className={classes.alert ?? ""}
      icon={<IconAlertCircle size={18} />}
      title={title}
    >
      {remedy}
      {issues.length > 0 && (
        <ul>
          {issues.slice(0, 10).map((issue) => (
            <li key={`${issue.line ?? ""} ${issue.at.join(".")} ${issue.message}`}>
              {issue.line !== undefined &&
                `${t("issueAt", { line: issue.line, column: issue.column ?? 1 })} `}
              <span className="sluice-mono">{issue.at.join(".")}</span> {issueText(issue, t)}
            </li>
          ))}
        </ul>
      )}
    </Alert>
  );
}

function issuesOf(error: unknown) {
  return error instanceof ProblemError ? (error.problem.issues ?? []) : [];
}
