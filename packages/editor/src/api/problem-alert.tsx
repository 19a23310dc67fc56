import { Alert } from "@mantine/core";
import { IconAlertCircle } from "@tabler/icons-react";
import { useProblem } from "./problem-text.ts";

/** What went wrong with a form, above its fields; nothing while nothing did. */
export function ProblemAlert({ error }: { error: unknown }) {
  const problemText = useProblem();
  if (error === null || error === undefined) return null;
  const { title, remedy } = problemText(error);
  return (
    <Alert role="alert" color="red" variant="light" icon={<IconAlertCircle size={18} />} title={title}>
      {remedy}
    </Alert>
  );
}
