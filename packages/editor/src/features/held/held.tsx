import { Anchor, Button, Group, Menu, Popover, Stack, Text, Textarea } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { notifications } from "@mantine/notifications";
import { IconClockPause, IconPlayerPlay, IconTrash } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../../api/client.ts";
import { useMay } from "../../api/may.ts";
import { useNotifyProblem } from "../../api/use-notify-problem.ts";
import classes from "./held.module.css";

export interface HeldProps {
  readonly workflowId: string;
  /** One delivery instead of all that are held. */
  readonly deliveryId?: string;
}

/** How fast all of them are run: so many a minute; null: as fast as it goes. */
const rates = [null, 600, 60] as const;

/**
 * What came while a workflow was paused, and what a person can do with it. Nothing where nothing waits.
 * It may stand in a popover: what opens from it stays inside, or a click there would close both before it counts.
 */
export function Held({ workflowId, deliveryId }: HeldProps) {
  const { t } = useTranslation("held");
  const workflow = useQuery(api.workflows.get.queryOptions({ input: { id: workflowId } })).data;
  const mayRun = useMay("executions:write");
  if (workflow === undefined || workflow.held === 0) return null;
  const runnable = workflow.published !== null && !workflow.paused;
  const one = deliveryId === undefined ? {} : { deliveryIds: [deliveryId] };
  return (
    <section className={classes.box} aria-label={t("title")}>
      <IconClockPause size={18} aria-hidden />
      <Stack gap={6} flex={1}>
        <Text size="sm" fw={550}>
          {deliveryId === undefined ? t("count", { count: workflow.held }) : t("this")}
        </Text>
        <Text size="xs" c="dimmed">
          {t(runnable ? "hint" : "resumeFirst")}
        </Text>
        {mayRun && (
          <Group gap="xs">
            <RunButton workflowId={workflowId} one={one} disabled={!runnable} />
            <DiscardButton workflowId={workflowId} one={one} count={workflow.held} />
          </Group>
        )}
        {deliveryId === undefined && (
          <Anchor
            size="xs"
            renderRoot={(props) => (
              <Link {...props} to="/deliveries" search={{ workflowId, verdict: "held" }} />
            )}
          >
            {t("oneByOne")}
          </Anchor>
        )}
      </Stack>
    </section>
  );
}

interface PartProps {
  readonly workflowId: string;
  readonly one: { deliveryIds?: string[] };
}

function RunButton({ workflowId, one, disabled }: PartProps & { disabled: boolean }) {
  const { t } = useTranslation("held");
  const onError = useNotifyProblem();
  const readAgain = useReadAgain();
  const run = useMutation(
    api.held.run.mutationOptions({
      onError,
      onSuccess: ({ count }) => {
        notifications.show({ message: t("running", { count }) });
        readAgain();
      },
    }),
  );
  const icon = <IconPlayerPlay size={14} aria-hidden />;
  const start = (perMinute: number | null) =>
    run.mutate({ id: workflowId, ...one, ...(perMinute === null ? {} : { perMinute }) });
  if (one.deliveryIds) {
    return (
      <Button
        size="compact-sm"
        leftSection={icon}
        loading={run.isPending}
        disabled={disabled}
        onClick={() => start(null)}
      >
        {t("runOne")}
      </Button>
    );
  }
  return (
    <Menu position="bottom-start" withinPortal={false}>
      <Menu.Target>
        <Button size="compact-sm" leftSection={icon} loading={run.isPending} disabled={disabled}>
          {t("run")}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {rates.map((rate) => (
          <Menu.Item key={rate ?? "all"} onClick={() => start(rate)}>
            {rate === null ? t("atOnce") : t("perMinute", { count: rate })}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

function DiscardButton({ workflowId, one, count }: PartProps & { count: number }) {
  const { t } = useTranslation("held");
  const [opened, { close, toggle }] = useDisclosure(false);
  const [reason, setReason] = useState("");
  const onError = useNotifyProblem();
  const readAgain = useReadAgain();
  const discard = useMutation(
    api.held.discard.mutationOptions({
      onError,
      onSuccess: (done) => {
        close();
        notifications.show({ message: t("discarded", done) });
        readAgain();
      },
    }),
  );
  return (
    <Popover
      opened={opened}
      onChange={close}
      position="bottom-start"
      width={320}
      trapFocus
      withArrow
      withinPortal={false}
    >
      <Popover.Target>
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<IconTrash size={14} aria-hidden />}
          onClick={toggle}
        >
          {t("discard")}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            discard.mutate({ id: workflowId, ...one, reason });
          }}
        >
          <Stack gap="xs">
            <Text size="sm">{one.deliveryIds ? t("askOne") : t("ask", { count })}</Text>
            <Textarea
              label={t("reason")}
              description={t("reasonHint")}
              autosize
              minRows={2}
              maxLength={500}
              required
              value={reason}
              onChange={(event) => setReason(event.currentTarget.value)}
            />
            <Button
              type="submit"
              size="xs"
              color="red"
              disabled={reason.trim() === ""}
              loading={discard.isPending}
            >
              {t("discardNow")}
            </Button>
          </Stack>
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}

function useReadAgain(): () => void {
  const queryClient = useQueryClient();
  return () => {
    void queryClient.invalidateQueries({ queryKey: api.workflows.key() });
    void queryClient.invalidateQueries({ queryKey: api.deliveries.key() });
  };
}
