import { Button, Group, Modal, Select, Stack, Text } from "@mantine/core";
import type { Subscription } from "@sluice/api/schemas";
import { IconSend } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, client } from "../../api/client.ts";
import { useOffer } from "../../api/may.ts";
import { ProblemAlert } from "../../api/problem-alert.tsx";
import { useNotifyProblem } from "../../api/use-notify-problem.ts";
import { ConfirmButton } from "../../ui/confirm-button.tsx";
import { HttpStatus } from "../../ui/http-status.tsx";
import { StatusBadge } from "../../ui/status-badge.tsx";
import { ShownSecret } from "./shown-secret.tsx";
import classes from "./webhooks.module.css";

/** What can be done with a subscription. */
export function SubscriptionActions({ subscription }: { subscription: Subscription }) {
  const { t } = useTranslation("webhooks");
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const notify = useNotifyProblem();
  const [dialog, setDialog] = useState<"rotate" | "recover" | null>(null);
  const { id, active, format } = subscription;
  const refresh = () => queryClient.invalidateQueries({ queryKey: api.webhooks.key() });
  const test = useMutation({
    mutationFn: () => client.webhooks.test({ id }),
    onError: notify,
    onSettled: refresh,
  });
  const change = useMutation({
    mutationFn: () => client.webhooks.change({ id, active: !active }),
    onError: notify,
    onSettled: refresh,
  });
  const remove = useMutation({
    mutationFn: () => client.webhooks.delete({ id }),
    onError: notify,
    onSuccess: async () => {
      await navigate({ to: "/webhooks" });
      await refresh();
    },
  });
  const [write, resend] = [useOffer("webhooks:write"), useOffer("webhooks:resend")];
  const [showsSecret, setShowsSecret] = useState(false);
  const close = () => {
    setDialog(null);
    setShowsSecret(false);
    void refresh();
  };
  return (
    <>
      <span role="status" className={classes.tested}>
        {test.data && (
          <>
            <StatusBadge tone={test.data.ok ? "success" : "danger"}>
              {t(test.data.ok ? "test.ok" : "test.failed")}
            </StatusBadge>
            {test.data.attempt.http_status === null ? (
              <Text span size="sm">
                {test.data.attempt.error?.message}
              </Text>
            ) : (
              <HttpStatus status={test.data.attempt.http_status} />
            )}
          </>
        )}
      </span>
      <Button
        leftSection={<IconSend size={16} aria-hidden />}
        loading={test.isPending}
        onClick={() => test.mutate()}
        {...write}
      >
        {t("test.open")}
      </Button>
      <Button variant="default" loading={change.isPending} onClick={() => change.mutate()} {...write}>
        {t(active ? "switchOff" : "switchOn")}
      </Button>
      {format !== "plain" && (
        <Button variant="default" onClick={() => setDialog("rotate")} {...write}>
          {t("rotate.open")}
        </Button>
      )}
      <Button variant="default" onClick={() => setDialog("recover")} {...resend}>
        {t("recover.open")}
      </Button>
      <ConfirmButton
        variant="default"
        question={t("delete.question")}
        confirm={t("delete.open")}
        onConfirm={() => remove.mutate()}
        {...write}
      >
        {t("delete.open")}
      </ConfirmButton>
      <Modal
        opened={dialog === "rotate"}
        onClose={close}
        title={t("rotate.title")}
        closeOnEscape={!showsSecret}
        closeOnClickOutside={!showsSecret}
      >
        {dialog === "rotate" && (
          <Rotate subscription={subscription} onClose={close} onSecret={() => setShowsSecret(true)} />
        )}
      </Modal>
      <Modal opened={dialog === "recover"} onClose={close} title={t("recover.title")}>
        {dialog === "recover" && <Recover id={id} onClose={close} />}
      </Modal>
    </>
  );
}

const hour = 3600;
const overlaps = { none: 0, hour, day: 24 * hour, week: 7 * 24 * hour } as const;
const spans = { hour, day: 24 * hour, week: 7 * 24 * hour, month: 30 * 24 * hour } as const;

interface RotateProps {
  readonly subscription: Subscription;
  readonly onClose: () => void;
  /** A secret is shown, the one time that it can be seen. */
  readonly onSecret: () => void;
}

function Rotate({ subscription: { id, format, signing: before }, onClose, onSecret }: RotateProps) {
  const { t } = useTranslation("webhooks");
  const signsTwice = format === "standard";
  const [keep, setKeep] = useState<keyof typeof overlaps>(signsTwice ? "day" : "none");
  const [signing, setSigning] = useState(before);
  const rotate = useMutation({
    mutationFn: () => client.webhooks.rotateSecret({ id, keepOldForSeconds: overlaps[keep], signing }),
    onSuccess: ({ secret }) => (secret === null ? onClose() : onSecret()),
  });
  if (rotate.data && rotate.data.secret !== null)
    return <ShownSecret secret={rotate.data.secret} onClose={onClose} />;
  return (
    <Stack gap="md">
      <ProblemAlert error={rotate.error} />
      <Text size="sm">{t(signsTwice ? "rotate.text" : "rotate.textOne")}</Text>
      {format === "standard" && (
        <Select
          label={t("signing.label")}
          description={t(`signing.hints.${signing}`)}
          allowDeselect={false}
          data={(["v1", "v1a"] as const).map((value) => ({ value, label: t(`signing.kinds.${value}`) }))}
          value={signing}
          onChange={(value) => setSigning(value === "v1a" ? "v1a" : "v1")}
        />
      )}
      <Select
        label={t("rotate.keep")}
        allowDeselect={false}
        data={(["none", "hour", "day", "week"] as const).map((value) => ({
          value,
          label: t(`rotate.${value}`),
        }))}
        value={keep}
        onChange={(value) =>
          setKeep((["none", "hour", "day", "week"] as const).find((one) => one === value) ?? "day")
        }
      />
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={onClose}>
          {t("cancel")}
        </Button>
        <Button loading={rotate.isPending} onClick={() => rotate.mutate()}>
          {t("rotate.confirm")}
        </Button>
      </Group>
    </Stack>
  );
}

function Recover({ id, onClose }: { id: string; onClose: () => void }) {
  const { t } = useTranslation("webhooks");
  const [span, setSpan] = useState<keyof typeof spans>("day");
  const recover = useMutation({
    mutationFn: () =>
      client.webhooks.recover({ id, since: new Date(Date.now() - spans[span] * 1000).toISOString() }),
  });
  return (
    <Stack gap="md">
      <ProblemAlert error={recover.error} />
      <Text size="sm">{t("recover.text")}</Text>
      <Select
        label={t("recover.since")}
        allowDeselect={false}
        data={(["hour", "day", "week", "month"] as const).map((value) => ({
          value,
          label: t(`recover.${value}`),
        }))}
        value={span}
        onChange={(value) =>
          setSpan((["hour", "day", "week", "month"] as const).find((one) => one === value) ?? "day")
        }
      />
      <div role="status">
        {recover.data && <Text size="sm">{t("recover.sent", { count: recover.data.messages })}</Text>}
      </div>
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={onClose}>
          {t(recover.data ? "done" : "cancel")}
        </Button>
        {!recover.data && (
          <Button loading={recover.isPending} onClick={() => recover.mutate()}>
            {t("recover.confirm")}
          </Button>
        )}
      </Group>
    </Stack>
  );
}
