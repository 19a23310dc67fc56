import { Button, Menu } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import type { Execution } from "@sluice/api/schemas";
import { IconChevronDown, IconPlayerStop, IconRefresh } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api } from "../../api/client.ts";
import { useOffer } from "../../api/may.ts";
import { useNotifyProblem } from "../../api/use-notify-problem.ts";
import { ConfirmButton } from "../../ui/confirm-button.tsx";

export interface ExecutionActionsProps {
  readonly execution: Execution;
  readonly size?: "sm" | "compact-xs";
  /** Shows the execution that a retry has started. */
  readonly onRetried: (id: string) => void;
}

/** Cancels what goes on; runs again what has ended, as a new execution. */
export function ExecutionActions({ execution, size = "sm", onRetried }: ExecutionActionsProps) {
  const { t } = useTranslation("runs");
  const onError = useNotifyProblem();
  const queryClient = useQueryClient();
  const cancel = useMutation(
    api.executions.cancel.mutationOptions({
      onSuccess: (answer) =>
        queryClient.setQueryData(api.executions.get.queryKey({ input: { id: answer.id } }), answer),
      onSettled: () => queryClient.invalidateQueries({ queryKey: api.executions.key() }),
      onError,
    }),
  );
  const retry = useMutation(
    api.executions.retry.mutationOptions({
      onSuccess: (answer) => {
        notifications.show({ message: t("retry.started") });
        onRetried(answer.id);
      },
      onError,
    }),
  );
  const offer = useOffer("executions:write");
  const { id, status, version } = execution;
  if (execution.finishedAt === null) {
    return (
      <ConfirmButton
        variant="default"
        size={size}
        leftSection={<IconPlayerStop size={16} aria-hidden />}
        loading={cancel.isPending}
        question={t("cancel.question")}
        confirm={t("cancel.confirm")}
        refuse={t("cancel.refuse")}
        onConfirm={() => cancel.mutate({ id })}
        {...offer}
      >
        {t("cancel.do")}
      </ConfirmButton>
    );
  }
  return (
    <Menu position="bottom-end" width={300}>
      <Menu.Target>
        <Button
          variant="default"
          size={size}
          leftSection={<IconRefresh size={16} aria-hidden />}
          rightSection={<IconChevronDown size={14} aria-hidden />}
          loading={retry.isPending}
          {...offer}
        >
          {t("retry.menu")}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {status !== "succeeded" && (
          <Choice
            title={t("retry.failed")}
            help={t("retry.failedHelp")}
            onClick={() => retry.mutate({ id, from: "failed" })}
          />
        )}
        <Choice
          title={t("retry.start")}
          help={t("retry.startHelp")}
          onClick={() => retry.mutate({ id, from: "start" })}
        />
        {version !== null && (
          <Choice
            title={t("retry.published")}
            help={t("retry.publishedHelp")}
            onClick={() => retry.mutate({ id, from: "start", version: "published" })}
          />
        )}
      </Menu.Dropdown>
    </Menu>
  );
}

function Choice({ title, help, onClick }: { title: string; help: string; onClick: () => void }) {
  return (
    <Menu.Item onClick={onClick}>
      <div>{title}</div>
      <div className="sluice-dim">{help}</div>
    </Menu.Item>
  );
}
