import { Skeleton, Text } from "@mantine/core";
import type { ConfigLine, Instance } from "@sluice/api/schemas";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api } from "../../api/client.ts";
import { ProblemState } from "../../api/problem-state.tsx";
import { KeyValueTable } from "../../ui/key-value-table.tsx";
import { Panel } from "../../ui/panel.tsx";
import { ScrollRegion } from "../../ui/scroll-region.tsx";
import classes from "./instance-panel.module.css";
import { MailRow } from "./mail-row.tsx";

/** What people ask for first, of what is set outside. */
const limits = ["SLUICE_MAX_BODY_BYTES", "SLUICE_QUEUE_LIMIT", "SLUICE_CONCURRENCY"];
const sources = {
  flag: "flag",
  environment: "environment",
  default: "default",
  "not set": "notSet",
} as const;

/** How the instance was started: nothing of it can be changed here. */
export function InstancePanel() {
  const { t } = useTranslation("settings");
  const instance = useQuery(api.settings.instance.queryOptions());
  return (
    <Panel title={t("instance.title")}>
      <Text size="sm" c="dimmed" mb="xs">
        {t("instance.text")}
      </Text>
      {instance.isError ? (
        <ProblemState error={instance.error} onRetry={() => void instance.refetch()} />
      ) : instance.data === undefined ? (
        <Skeleton height={180} />
      ) : (
        <InstanceFacts instance={instance.data} />
      )}
    </Panel>
  );
}

function InstanceFacts({ instance }: { instance: Instance }) {
  const { t, i18n } = useTranslation("settings");
  const language = i18n.language === "fr" ? "fr" : "en";
  const { version, database, publicUrl, mailFrom, configuration } = instance;
  const shown = configuration.filter(({ variable }) => limits.includes(variable));
  return (
    <>
      <KeyValueTable
        rows={[
          { id: "version", name: t("instance.version"), value: version },
          { id: "database", name: t("instance.database"), value: t(`instance.databases.${database}`) },
          {
            id: "url",
            name: t("instance.publicUrl"),
            value: (
              <>
                <span className="sluice-mono">{publicUrl.value}</span>
                {publicUrl.source === "listens-on" && (
                  <Text size="sm" c="dimmed">
                    {t("instance.listensOn")}
                  </Text>
                )}
              </>
            ),
          },
          { id: "mail", name: t("instance.mail"), value: <MailRow from={mailFrom} /> },
          ...shown.map(({ variable, value, source, meaning }) => ({
            id: variable,
            name: <span className="sluice-mono">{variable}</span>,
            value: (
              <>
                {value} <span className={classes.dim}>{t(`instance.sources.${sources[source]}`)}</span>
                <Text size="sm" c="dimmed">
                  {meaning[language]}
                </Text>
              </>
            ),
          })),
        ]}
      />
      <details className={classes.all}>
        <summary>{t("instance.all")}</summary>
        <ConfigTable lines={configuration} language={language} />
      </details>
    </>
  );
}

function ConfigTable({ lines, language }: { lines: readonly ConfigLine[]; language: "en" | "fr" }) {
  const { t } = useTranslation("settings");
  return (
    <ScrollRegion as="section" className={classes.frame} aria-label={t("instance.all")}>
      <table className={classes.table}>
        <thead>
          <tr>
            {(["setting", "value", "source", "meaning"] as const).map((column) => (
              <th key={column} scope="col">
                {t(`instance.column.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {lines.map(({ variable, flag, value, source, meaning }) => (
            <tr key={variable}>
              <th scope="row" className="sluice-mono">
                {variable}
                {flag !== null && <div className={classes.dim}>--{flag}</div>}
              </th>
              <td className="sluice-mono">{value === "(set)" ? t("instance.isSet") : value}</td>
              <td>{t(`instance.sources.${sources[source]}`)}</td>
              <td>{meaning[language]}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
}
