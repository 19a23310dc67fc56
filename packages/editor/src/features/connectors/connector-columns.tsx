import { ActionIcon, Menu, Text } from "@mantine/core";
import type { Connector } from "@sluice/api/schemas";
import { IconDots, IconPencil, IconRefresh, IconTrash } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import type { TFunction } from "i18next";
import type { Column } from "../../ui/data-table.tsx";
import { RelativeTime } from "../../ui/relative-time.tsx";
import classes from "./connectors.module.css";

export interface ConnectorColumns {
  readonly t: TFunction<"connectors">;
  readonly onShow: (connector: Connector) => void;
  readonly onAgain: (connector: Connector) => void;
  readonly onChange: (connector: Connector) => void;
  readonly onDelete: (connector: Connector) => void;
}

export function connectorColumns(given: ConnectorColumns): Column<Connector>[] {
  const { t, onShow, onAgain, onChange, onDelete } = given;
  return [
    {
      id: "name",
      title: t("name"),
      share: "26%",
      cell: (connector) => (
        <button
          type="button"
          className={classes.name}
          title={connector.name}
          onClick={() => onShow(connector)}
        >
          {connector.name}
        </button>
      ),
    },
    {
      id: "baseUrl",
      title: t("baseUrl"),
      share: "30%",
      cell: ({ baseUrl }) => (
        <span className={classes.mono} title={baseUrl}>
          {baseUrl}
        </span>
      ),
    },
    { id: "operations", title: t("operations"), end: true, cell: ({ operationCount }) => operationCount },
    {
      id: "usedBy",
      title: t("usedBy"),
      share: "24%",
      cell: (connector) => <Uses connector={connector} nobody={t("nobody")} />,
    },
    { id: "updated", title: t("updated"), cell: ({ updatedAt }) => <RelativeTime iso={updatedAt} /> },
    {
      id: "actions",
      title: t("actionsColumn"),
      titleHidden: true,
      end: true,
      cell: (connector) => (
        <Menu position="bottom-end" width={220}>
          <Menu.Target>
            <ActionIcon aria-label={t("actions", { name: connector.name })}>
              <IconDots size={18} aria-hidden />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item leftSection={<IconRefresh size={16} aria-hidden />} onClick={() => onAgain(connector)}>
              {t("again.open")}
            </Menu.Item>
            <Menu.Item leftSection={<IconPencil size={16} aria-hidden />} onClick={() => onChange(connector)}>
              {t("change.open")}
            </Menu.Item>
            <Menu.Divider />
            <Menu.Item
              color="red"
              leftSection={<IconTrash size={16} aria-hidden />}
              onClick={() => onDelete(connector)}
            >
              {t("delete.confirm")}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      ),
    },
  ];
}

/** The workflows whose nodes were made from it, each once. */
function Uses({ connector: { usedBy }, nobody }: { readonly connector: Connector; readonly nobody: string }) {
  const workflows = new Map(usedBy.map(({ workflowId, workflowName }) => [workflowId, workflowName]));
  if (workflows.size === 0) {
    return (
      <Text span size="sm" c="dimmed">
        {nobody}
      </Text>
    );
  }
  return [...workflows].map(([id, name], index) => (
    <span key={id}>
      {index > 0 && ", "}
      <Link to="/workflows/$id" params={{ id }} title={name}>
        {name}
      </Link>
    </span>
  ));
}
