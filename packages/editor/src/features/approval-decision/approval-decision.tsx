import { Alert, Button, Group, Textarea } from "@mantine/core";
import type { Approval } from "@sluice/api/schemas";
import { IconCheck, IconX } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../../api/client.ts";
import { useOffer } from "../../api/may.ts";
import { useProblem } from "../../api/problem-text.ts";
import classes from "./approval-decision.module.css";

/** Approves or rejects, with a comment. Somebody who was faster is told about. */
export function ApprovalDecision({ approval }: { approval: Pick<Approval, "id" | "executionId" | "title"> }) {
  const { t } = useTranslation("approvals");
  const [comment, setComment] = useState("");
  const problemText = useProblem();
  const queryClient = useQueryClient();
  const refresh = () =>
    Promise.all([
      queryClient.invalidateQueries({ queryKey: api.approvals.key() }),
      queryClient.invalidateQueries({ queryKey: api.executions.key() }),
    ]);
  const decide = useMutation(api.approvals.decide.mutationOptions({ onSettled: refresh }));
  const act = (approved: boolean) =>
    decide.mutate({
      id: approval.id,
      approved,
      ...(comment.trim() === "" ? {} : { comment: comment.trim() }),
    });
  const offer = useOffer("executions:write");
  const problem = decide.isError ? problemText(decide.error) : null;
  return (
    <div className={classes.decision}>
      {problem && (
        <Alert color="red" title={problem.title}>
          {problem.remedy}
        </Alert>
      )}
      <Textarea
        label={t("comment")}
        placeholder={t("commentHint")}
        autosize
        minRows={1}
        maxRows={6}
        maxLength={2000}
        value={comment}
        onChange={(event) => setComment(event.currentTarget.value)}
      />
      <Group gap="xs">
        <Button
          leftSection={<IconCheck size={16} aria-hidden />}
          loading={decide.isPending && decide.variables.approved}
          disabled={decide.isPending && !decide.variables.approved}
          aria-label={t("approveOf", { title: approval.title })}
          onClick={() => act(true)}
          {...offer}
        >
          {t("approve")}
        </Button>
        <Button
          variant="light"
          color="red"
          leftSection={<IconX size={16} aria-hidden />}
          loading={decide.isPending && !decide.variables.approved}
          disabled={decide.isPending && decide.variables.approved}
          aria-label={t("rejectOf", { title: approval.title })}
          onClick={() => act(false)}
          {...offer}
        >
          {t("reject")}
        </Button>
      </Group>
    </div>
  );
}
