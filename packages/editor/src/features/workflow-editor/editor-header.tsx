import { ActionIcon, Button, Drawer, Menu, Popover, Text, Tooltip } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import {
  IconAlertTriangle,
  IconArrowLeft,
  IconCircleCheck,
  IconClipboardCheck,
  IconClockPause,
  IconDots,
  IconHistory,
  IconLayoutSidebarRight,
  IconPlayerPause,
  IconPlayerPlay,
} from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { toState } from "../../api/api-gateway.ts";
import { api, client } from "../../api/client.ts";
import { useNotifyProblem } from "../../api/use-notify-problem.ts";
import { useOpenDocument, useOpenDocumentStore } from "../../document/open-document-context.ts";
import { readStations } from "../../document/trigger-stations.ts";
import { StatusBadge } from "../../ui/status-badge.tsx";
import { Held } from "../held/held.tsx";
import { useWorkflowEdits } from "../inspector/use-workflow-edits.ts";
import { useExampleOfAddress } from "../listen/use-example-of-address.ts";
import { ProblemList } from "../problems/problems.tsx";
import type { Findings } from "../problems/use-findings.ts";
import { SendTest } from "../send-test/send-test.tsx";
import { Tests } from "../tests/tests.tsx";
import { useDataOfAddress } from "../trial/use-data-of-address.ts";
import { Versions } from "../versions/versions.tsx";
import { PublishButton } from "./publish-button.tsx";
import { SaveIndicator } from "./save-indicator.tsx";
import classes from "./workflow-editor.module.css";

export interface EditorHeaderProps {
  readonly findings: Findings;
  readonly inspector: boolean;
  readonly onInspector: (open: boolean) => void;
}

/** Name, state of the draft, problems, versions, publish. */
export function EditorHeader({ findings, inspector, onInspector }: EditorHeaderProps) {
  const { t } = useTranslation("editor");
  const store = useOpenDocumentStore();
  const edits = useWorkflowEdits();
  const name = useOpenDocument((state) => state.document.name);
  const [tests, { open: openTests, close: closeTests }] = useDisclosure(false);
  useExampleOfAddress();
  useDataOfAddress();
  const [versions, { open: openVersions, close: closeVersions }] = useDisclosure(false);
  return (
    <header className={classes.header}>
      <Tooltip label={t("header.back")}>
        <Link to="/workflows" className={classes.back ?? ""} aria-label={t("header.back")}>
          <IconArrowLeft size={18} aria-hidden />
        </Link>
      </Tooltip>
      <input
        className={classes.name}
        aria-label={t("header.name")}
        value={name}
        maxLength={200}
        onChange={(event) => edits.setName(event.currentTarget.value)}
        onBlur={store.endGroup}
        onKeyDown={(event) => event.key === "Enter" && event.currentTarget.blur()}
      />
      <PublishedState />
      <HeldButton />
      <SaveIndicator />
      <span className={classes.spacer} />
      <div className={classes.actions}>
        <ProblemsButton findings={findings} />
        <Tooltip label={t("header.versions")}>
          <ActionIcon size="lg" aria-label={t("header.versions")} onClick={openVersions}>
            <IconHistory size={18} aria-hidden />
          </ActionIcon>
        </Tooltip>
        <Tooltip label={t("header.tests")}>
          <ActionIcon size="lg" aria-label={t("header.tests")} onClick={openTests}>
            <IconClipboardCheck size={18} aria-hidden />
          </ActionIcon>
        </Tooltip>
        <Tooltip label={t(inspector ? "header.hideInspector" : "header.showInspector")}>
          <ActionIcon
            size="lg"
            aria-pressed={inspector}
            aria-label={t(inspector ? "header.hideInspector" : "header.showInspector")}
            onClick={() => onInspector(!inspector)}
          >
            <IconLayoutSidebarRight size={18} aria-hidden />
          </ActionIcon>
        </Tooltip>
        <MoreMenu />
        <SendTest short />
        <PublishButton findings={findings} />
      </div>
      <Drawer opened={versions} onClose={closeVersions} position="right" title={t("versions.title")}>
        <Versions onRestored={closeVersions} />
      </Drawer>
      <Drawer opened={tests} onClose={closeTests} position="right" size="lg" title={t("header.tests")}>
        <Tests />
      </Drawer>
    </header>
  );
}

function PublishedState() {
  const { t } = useTranslation("editor");
  const { published, paused, changed } = useOpenDocument((state) => state.workflow);
  const saved = useOpenDocument((state) => state.save.state === "saved");
  if (published === null) return <StatusBadge tone="neutral">{t("state.draft")}</StatusBadge>;
  if (paused) return <StatusBadge tone="warning">{t("state.paused", { version: published })}</StatusBadge>;
  if (changed || !saved)
    return <StatusBadge tone="info">{t("state.changed", { version: published })}</StatusBadge>;
  return <StatusBadge tone="success">{t("state.published", { version: published })}</StatusBadge>;
}

/** How many came while it was paused; beneath it what can be done with them. */
function HeldButton() {
  const { t } = useTranslation("editor");
  const { id } = useOpenDocument((state) => state.workflow);
  const held = useQuery(api.workflows.get.queryOptions({ input: { id } })).data?.held ?? 0;
  const [opened, { close, toggle }] = useDisclosure(false);
  if (held === 0) return null;
  return (
    <Popover opened={opened} onChange={close} width={340} position="bottom-start" trapFocus>
      <Popover.Target>
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<IconClockPause size={15} aria-hidden />}
          onClick={toggle}
        >
          {t("header.held", { count: held })}
        </Button>
      </Popover.Target>
      <Popover.Dropdown p={6}>
        <Held workflowId={id} />
      </Popover.Dropdown>
    </Popover>
  );
}

function ProblemsButton({ findings }: { findings: Findings }) {
  const { t } = useTranslation("editor");
  const [opened, { close, toggle }] = useDisclosure(false);
  const count = findings.all.length;
  const label = count === 0 ? t("problems.none") : t("problems.count", { count });
  return (
    <Popover opened={opened} onChange={close} width={360} position="bottom-end" trapFocus>
      <Popover.Target>
        <Button
          variant="subtle"
          color={findings.errors > 0 ? "red" : "gray"}
          aria-label={label}
          leftSection={
            count === 0 ? (
              <IconCircleCheck size={17} aria-hidden />
            ) : (
              <IconAlertTriangle size={17} aria-hidden />
            )
          }
          px="xs"
          onClick={toggle}
        >
          {count === 0 ? t("problems.noneShort") : count}
        </Button>
      </Popover.Target>
      <Popover.Dropdown p={6} className={classes.findings ?? ""}>
        <ProblemList findings={findings.all} onJump={close} />
      </Popover.Dropdown>
    </Popover>
  );
}

function MoreMenu() {
  const { t } = useTranslation("editor");
  const store = useOpenDocumentStore();
  const notify = useNotifyProblem();
  const { id, published, paused } = useOpenDocument((state) => state.workflow);
  const { trigger, mode } = useOpenDocument((state) => state.document);
  const isWebhook = trigger.type === "webhook";
  const { whenPaused } = readStations(trigger.config);
  const sendersGet = whenPaused === "hold" && mode === "sync" ? "503" : whenPaused;
  const set = async (call: (input: { id: string }) => Promise<Parameters<typeof toState>[0]>) => {
    try {
      store.learn(toState(await call({ id })));
    } catch (error) {
      notify(error);
    }
  };
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon size="lg" aria-label={t("header.more")}>
          <IconDots size={18} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {paused ? (
          <Menu.Item
            leftSection={<IconPlayerPlay size={16} aria-hidden />}
            onClick={() => void set((input) => client.workflows.resume(input))}
          >
            {t("header.resume")}
          </Menu.Item>
        ) : (
          <Menu.Item
            disabled={published === null}
            leftSection={<IconPlayerPause size={16} aria-hidden />}
            onClick={() => void set((input) => client.workflows.pause(input))}
          >
            {t("header.pause")}
            {published !== null && isWebhook && (
              <Text size="xs" c="dimmed" maw={240}>
                {t(`header.senders${sendersGet}`)}
              </Text>
            )}
          </Menu.Item>
        )}
        <Menu.Item
          disabled={published === null}
          onClick={() => void set((input) => client.workflows.unpublish(input))}
        >
          {t("header.unpublish")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
