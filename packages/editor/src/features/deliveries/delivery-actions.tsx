import { Button, Menu } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import type { Delivery } from "@sluice/api/schemas";
import { IconChevronDown, IconClipboardCheck, IconRepeat, IconRoute, IconWand } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { client } from "../../api/client.ts";
import { useOffer } from "../../api/may.ts";
import { useNotifyProblem } from "../../api/use-notify-problem.ts";
import { CopyButton } from "../../ui/copy-button.tsx";
import { asCurl } from "./as-curl.ts";
import { CheckSignature } from "./check-signature.tsx";

/** All that can be done with a delivery. */
export function DeliveryActions({ delivery }: { delivery: Delivery }) {
  const { t } = useTranslation("deliveries");
  const notify = useNotifyProblem();
  const { executionId, workflowId, id, request } = delivery;
  // A held one has its first run still to come.
  const waits = delivery.verdict === "held" && delivery.settledAt === null;
  const kept = !request.bodyTruncated && request.bodyRemovedAt === null;
  const save = useMutation({
    mutationFn: () => client.testCases.fromDelivery({ id }),
    onSuccess: ({ name }) =>
      notifications.show({ color: "green", title: t("test.saved"), message: t("test.savedHelp", { name }) }),
    onError: notify,
  });
  return (
    <>
      <CheckSignature delivery={delivery} />
      <CopyButton withText label={t("copyCurl")} value={() => asCurl(delivery, window.location.origin)} />
      <Button
        variant="default"
        leftSection={<IconWand size={16} aria-hidden />}
        renderRoot={(props) => (
          <Link {...props} to="/workflows/$id" params={{ id: workflowId }} search={{ example: id }} />
        )}
      >
        {t("makeExample")}
      </Button>
      <Button
        variant="default"
        disabled={!kept}
        loading={save.isPending}
        leftSection={<IconClipboardCheck size={16} aria-hidden />}
        onClick={() => save.mutate()}
        {...useOffer("workflows:write")}
      >
        {t("test.save")}
      </Button>
      {!waits && <RunAgain id={id} kept={kept} version={delivery.version} />}
      {executionId !== null && (
        <Button
          leftSection={<IconRoute size={16} aria-hidden />}
          renderRoot={(props) => <Link {...props} to="/executions/$id" params={{ id: executionId }} />}
        >
          {t("openExecution")}
        </Button>
      )}
    </>
  );
}

function RunAgain({ id, kept, version }: { id: string; kept: boolean; version: number | null }) {
  const { t } = useTranslation("deliveries");
  const notify = useNotifyProblem();
  const navigate = useNavigate();
  const run = useMutation({
    mutationFn: (wanted: "published" | "draft" | "same") => client.deliveries.replay({ id, version: wanted }),
    onSuccess: (made) => navigate({ to: "/deliveries/$id", params: { id: made.id } }),
    onError: notify,
  });
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button
          variant="default"
          disabled={!kept}
          title={kept ? undefined : t("replay.notKeptOne")}
          loading={run.isPending}
          leftSection={<IconRepeat size={16} aria-hidden />}
          rightSection={<IconChevronDown size={14} aria-hidden />}
          {...useOffer("executions:write")}
        >
          {t("replay.one")}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => run.mutate("published")}>{t("replay.on.published")}</Menu.Item>
        <Menu.Item onClick={() => run.mutate("draft")}>{t("replay.on.draft")}</Menu.Item>
        {version !== null && (
          <Menu.Item onClick={() => run.mutate("same")}>{t("replay.onVersion", { version })}</Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
