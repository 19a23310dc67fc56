import { Alert } from "@mantine/core";
import { ProblemError } from "@sluice/api/client";
import { IconAlertCircle } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useProblem } from "./problem-text.ts";

/** What went wrong with a form, above its fields; nothing while nothing did. Names the fields that the server named. */
export function ProblemAlert({ error }: { error: unknown }) {
  const problemText = useProblem();
  const { t } = useTranslation("ui");
  if (error === null || error === undefined) return null;
  const { title, remedy } = problemText(error);
  const issues = error instanceof ProblemError ? (error.problem.issues ?? []) : [];
  return (
    <Alert role="alert" color="red" variant="light" icon={<IconAlertCircle size={18} />} title={title}>
      {remedy}
      {issues.length > 0 && (
        <ul>
          {issues.slice(0, 10).map(({ at, message, line, column }) => (
            <li key={`${line ?? ""} ${at.join(".")} ${message}`}>
              {line !== undefined && `${t("issueAt", { line, column: column ?? 1 })} `}
              <span className="sluice-mono">{at.join(".")}</span> {message}
            </li>
          ))}
        </ul>
      )}
    </Alert>
  );
}
