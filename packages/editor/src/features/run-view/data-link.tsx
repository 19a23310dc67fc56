import { Button } from "@mantine/core";
import { IconFlask } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { ExecutionActionsProps } from "./execution-actions.tsx";

/** Leads to the editor, where previews and trials then use what the execution ran on and what its steps gave. */
export function DataLink({ execution, size = "sm" }: Pick<ExecutionActionsProps, "execution" | "size">) {
  const { t } = useTranslation("runs");
  const { id, workflowId } = execution;
  return (
    <Button
      size={size}
      variant="default"
      leftSection={<IconFlask size={size === "sm" ? 16 : 14} aria-hidden />}
      renderRoot={(props) => (
        <Link {...props} to="/workflows/$id" params={{ id: workflowId }} search={{ execution: id }} />
      )}
    >
      {t("copyData")}
    </Button>
  );
}
