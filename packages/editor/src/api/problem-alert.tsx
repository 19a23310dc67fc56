import { Alert } from "@mantine/core";
import { ProblemError } from "@sluice/api/client";
import { IconAlertCircle } from "@tabler/icons-react";
import { useProblem } from "./problem-text.ts";

/** What went wrong with a form, above its fields; nothing while nothing did. Names the fields that the server named. */
export function ProblemAlert({ error }: { error: unknown }) {
  const problemText = useProblem();
  if (error === null || error === undefined) return null;
  const { title, remedy } = problemText(error);
  const issues = error instanceof ProblemError ? (error.problem.issues ?? []) : [];
  return (
    <Alert role="alert" color="red" variant="light" icon={<IconAlertCircle size={18} />} title={title}>
      {remedy}
      {issues.length > 0 && (
        <ul>
          {issues.slice(0, 5).map(({ at, message }) => (
            <li key={`${at.join(".")} ${message}`}>
              <span className="sluice-mono">{at.join(".")}</span> {message}
            </li>
          ))}
        </ul>
      )}
    </Alert>
  );
}
