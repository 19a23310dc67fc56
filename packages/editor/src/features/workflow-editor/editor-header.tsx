import { ActionIcon, Button, Drawer, Menu, Popover, Text, Tooltip } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import type { Workflow } from "@sluice/api/schemas";
import {
  IconAlertTriangle,
  IconArrowLeft,
  IconCircleCheck,
  IconClipboardCheck,
  IconClockPause,
  IconDots,
  IconDownload,
  IconHistory,
  IconLayoutSidebarRight,
  IconPlayerPause,
  IconPlayerPlay,
} from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { toState } from "../../api/api-gateway.ts";
import { api, client } from "../../api/client.ts";
import { useMay } from "../../api/may.ts";
import { useNotifyProblem } from "../../api/use-notify-problem.ts";
import { useOpenDocument, useOpenDocumentStore } from "../../document/open-document-context.ts";
import { readStations } from "../../document/trigger-stations.ts";
import { StatusBadge } from "../../ui/status-badge.tsx";
import { commandIcon, runCommand, useCommands, useCommandTexts } from "../command-palette/use-commands.ts";
import { Held } from "../held/held.tsx";
import { useWorkflowEdits } from "../inspector/use-workflow-edits.ts";
import { useExampleOfAddress } from "../listen/use-example-of-address.ts";
import { Presence } from "../presence/presence.tsx";
import { ProblemList } from "../problems/problems.tsx";
import type { Findings } from "../problems/use-findings.ts";
import { SendTest } from "../send-test/send-test.tsx";
import { Tests } from "../tests/tests.tsx";
import { useDataOfAddress } from "../trial/use-data-of-address.ts";
import { Versions, type VersionsPart } from "../versions/versions.tsx";
import { useDownloadWorkflow } from "../workflow-file/use-download-workflow.ts";
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
  const readOnly = useOpenDocument((state) => state.readOnly);
  const [tests, { open: openTests, close: closeTests }] = useDisclosure(false);
  useExampleOfAddress();
  useDataOfAddress();
  const [versions, setVersions] = useState<VersionsPart | null>(null);
  const closeVersions = () => setVersions(null);
  useCommands(
    useMemo(
      () => ({
        versions: { run: () => setVersions("versions") },
        moments: { run: () => setVersions("moments") },
        tests: { run: openTests },
      }),
      [openTests],
    ),
  );
  const [covered, setCovered] = useState(false);
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
        readOnly={readOnly}
        onChange={(event) => edits.setName(event.currentTarget.value)}
        onBlur={store.endGroup}
        onKeyDown={(event) => event.key === "Enter" && event.currentTarget.blur()}
      />
      <PublishedState />
      <HeldButton />
      <SaveIndicator />
      <Presence />
      <span className={classes.spacer} />
      <div className={classes.actions}>
        <ProblemsButton findings={findings} />
        <Tooltip label={t("header.versions")}>
          <ActionIcon size="lg" aria-label={t("header.versions")} onClick={() => setVersions("versions")}>
            <IconHistory size={18} aria-hidden />
          </ActionIcon>
        </Tooltip>
        {!readOnly && (
          <Tooltip label={t("header.tests")}>
            <ActionIcon size="lg" aria-label={t("header.tests")} onClick={openTests}>
              <IconClipboardCheck size={18} aria-hidden />
            </ActionIcon>
          </Tooltip>
        )}
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
        {!readOnly && <SendTest short />}
        {!readOnly && <PublishButton findings={findings} />}
      </div>
      <Drawer
        opened={versions !== null}
        onClose={closeVersions}
        closeOnEscape={!covered}
        position="right"
        title={t("versions.title")}
      >
        <Versions part={versions ?? "versions"} onRestored={closeVersions} onCovered={setCovered} />
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
          flex="none"
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
  const [opened, { close, toggle, open }] = useDisclosure(false);
  useCommands(useMemo(() => ({ problems: { run: open } }), [open]));
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
          {count === 0 ? <span className={classes.word}>{t("problems.noneShort")}</span> : count}
        </Button>
      </Popover.Target>
      <Popover.Dropdown p={6} className={classes.findings ?? ""}>
        <ProblemList findings={findings.all} onJump={close} />
      </Popover.Dropdown>
    </Popover>
  );
}

/** What the menu offers beside what is done to the workflow as a whole. */
const helpful = ["find", "palette", "shortcuts"] as const;

function MoreMenu() {
  const { t } = useTranslation("editor");
  const store = useOpenDocumentStore();
  const notify = useNotifyProblem();
  const download = useDownloadWorkflow();
  const mayPause = useMay("workflows:pause");
  const readOnly = useOpenDocument((state) => state.readOnly);
  const { id, published, paused } = useOpenDocument((state) => state.workflow);
  const { trigger, mode } = useOpenDocument((state) => state.document);
  const isWebhook = trigger.type === "webhook";
  const { whenPaused } = readStations(trigger.config);
  const sendersGet = whenPaused === "hold" && mode === "sync" ? "503" : whenPaused;
  const texts = useCommandTexts();
  const OffLine = commandIcon("unpublish");
  useCommands(
    useMemo(() => {
      const set = (call: (input: { id: string }) => Promise<Workflow>) => async () => {
        try {
          store.learn(toState(await call({ id })));
        } catch (error) {
          notify(error);
        }
      };
      const now = () => store.getState().workflow;
      const live = () => now().published !== null;
      return {
        pause: { run: set(client.workflows.pause), can: () => mayPause && live() && !now().paused },
        resume: { run: set(client.workflows.resume), can: () => mayPause && now().paused },
        unpublish: { run: set(client.workflows.unpublish), can: () => !store.getState().readOnly && live() },
        download: { run: () => void download({ id }) },
      };
    }, [store, id, notify, mayPause, download]),
  );
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
            disabled={!mayPause}
            leftSection={<IconPlayerPlay size={16} aria-hidden />}
            onClick={() => runCommand("resume")}
          >
            {texts.label("resume")}
          </Menu.Item>
        ) : (
          <Menu.Item
            disabled={published === null || !mayPause}
            leftSection={<IconPlayerPause size={16} aria-hidden />}
            onClick={() => runCommand("pause")}
          >
            {texts.label("pause")}
            {published !== null && isWebhook && (
              <Text size="xs" maw={240}>
                {t(`header.senders${sendersGet}`)}
              </Text>
            )}
          </Menu.Item>
        )}
        <Menu.Item
          disabled={published === null || readOnly}
          leftSection={<OffLine size={16} aria-hidden />}
          onClick={() => runCommand("unpublish")}
        >
          {texts.label("unpublish")}
        </Menu.Item>
        <Menu.Item
          leftSection={<IconDownload size={16} aria-hidden />}
          onClick={() => runCommand("download")}
        >
          {t("header.download")}
        </Menu.Item>
        <Menu.Item
          leftSection={<IconHistory size={16} aria-hidden />}
          renderRoot={(props) => <Link {...props} to="/audit" search={{ object: id }} />}
        >
          {t("header.audit")}
        </Menu.Item>
        <Menu.Divider />
        {helpful.map((one) => {
          const Icon = commandIcon(one);
          return (
            <Menu.Item
              key={one}
              leftSection={<Icon size={16} aria-hidden />}
              rightSection={
                <Text span size="xs" aria-hidden>
                  {texts.keys(one)}
                </Text>
              }
              aria-keyshortcuts={texts.aria(one)}
              onClick={() => runCommand(one)}
            >
              {texts.label(one)}
            </Menu.Item>
          );
        })}
      </Menu.Dropdown>
    </Menu>
  );
}
