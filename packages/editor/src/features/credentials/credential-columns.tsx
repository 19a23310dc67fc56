import { ActionIcon, Button, Group, Menu, Text } from "@mantine/core";
import type { Credential, CredentialUse } from "@sluice/api/schemas";
import { isHttpCredentialType } from "@sluice/workflow/node-contract";
import { IconDots, IconPencil, IconSend, IconTrash } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import type { TFunction } from "i18next";
import type { Column } from "../../ui/data-table.tsx";
import { RelativeTime } from "../../ui/relative-time.tsx";
import { OAuthState } from "../credential-connect/credential-connect.tsx";
import classes from "./credentials.module.css";

export interface CredentialColumns {
  readonly t: TFunction<"credentials">;
  /** Who may not change credentials is shown them without what changes them. */
  readonly mayWrite: boolean;
  readonly onEdit: (credential: Credential) => void;
  readonly onTest: (credential: Credential) => void;
  readonly onDelete: (credential: Credential) => void;
}

export function credentialColumns(given: CredentialColumns): Column<Credential>[] {
  const { t, mayWrite, onEdit, onTest, onDelete } = given;
  const columns: Column<Credential>[] = [
    {
      id: "name",
      title: t("name"),
      share: "28%",
      cell: (credential) =>
        mayWrite ? (
          <button
            type="button"
            className={classes.name}
            title={credential.name}
            onClick={() => onEdit(credential)}
          >
            {credential.name}
          </button>
        ) : (
          credential.name
        ),
    },
    {
      id: "type",
      title: t("type.label"),
      cell: (credential) => (
        <>
          {t(`type.${credential.auth.type}`)}
          <div className={classes.shown}>{shownOf(credential.auth)}</div>
          <OAuthState credential={credential} />
        </>
      ),
    },
    {
      id: "hosts",
      title: t("hosts"),
      share: "24%",
      cell: ({ hosts, auth }) =>
        !isHttpCredentialType(auth.type) ? null : hosts.length === 0 ? (
          <Text span size="sm" c="dimmed">
            {t("anyHost")}
          </Text>
        ) : (
          <span className={classes.hosts} title={hosts.join(", ")}>
            {hosts.join(", ")}
          </span>
        ),
    },
    {
      id: "usedBy",
      title: t("usedBy"),
      share: "24%",
      cell: ({ usedBy }) => <Uses uses={usedBy} t={t} />,
    },
    { id: "updated", title: t("updated"), cell: ({ updatedAt }) => <RelativeTime iso={updatedAt} /> },
    {
      id: "actions",
      title: t("actionsColumn"),
      titleHidden: true,
      end: true,
      cell: (credential) => (
        <Group gap={4} wrap="nowrap" justify="flex-end">
          <Button
            size="compact-sm"
            variant="default"
            leftSection={<IconSend size={14} aria-hidden />}
            aria-label={t("testOf", { name: credential.name })}
            onClick={() => onTest(credential)}
          >
            {t("test.open")}
          </Button>
          <Menu position="bottom-end" width={180}>
            <Menu.Target>
              <ActionIcon aria-label={t("actions", { name: credential.name })}>
                <IconDots size={18} aria-hidden />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item
                leftSection={<IconPencil size={16} aria-hidden />}
                onClick={() => onEdit(credential)}
              >
                {t("editShort")}
              </Menu.Item>
              <Menu.Divider />
              <Menu.Item
                color="red"
                leftSection={<IconTrash size={16} aria-hidden />}
                onClick={() => onDelete(credential)}
              >
                {t("delete.confirm")}
              </Menu.Item>
            </Menu.Dropdown>
          </Menu>
        </Group>
      ),
    },
  ];
  return mayWrite ? columns : columns.filter(({ id }) => id !== "actions");
}

/** The workflows that use it, each once. */
function Uses({ uses, t }: { uses: readonly CredentialUse[]; t: TFunction<"credentials"> }) {
  const workflows = new Map(uses.map(({ workflowId, workflowName }) => [workflowId, workflowName]));
  const isLive = (id: string) =>
    uses.some(({ workflowId, in: states }) => workflowId === id && states.includes("published"));
  if (workflows.size === 0) {
    return (
      <Text span size="sm" c="dimmed">
        {t("nobody")}
      </Text>
    );
  }
  return [...workflows].map(([id, name], index) => (
    <span key={id}>
      {index > 0 && ", "}
      <Link to="/workflows/$id" params={{ id }} title={name} className={classes.use ?? ""}>
        {name}
      </Link>
      {!isLive(id) && <span className={classes.node}> {t("usedIn.draft")}</span>}
    </span>
  ));
}

function shownOf(auth: Credential["auth"]): string {
  switch (auth.type) {
    case "basic":
      return auth.username;
    case "header":
    case "query":
      return auth.name;
    case "bearer":
      return "";
    case "oauth2":
      return new URL(auth.tokenUrl).host;
    case "aws":
      return `${auth.accessKeyId} ${auth.region} ${auth.service}`;
    case "smtp":
      return `${auth.host}:${auth.port}`;
    case "postgres":
    case "mysql":
      return `${auth.host}:${auth.port}/${auth.database}`;
    case "sqlite":
      return auth.file;
  }
}
