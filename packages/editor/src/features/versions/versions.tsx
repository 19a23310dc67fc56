import { Tabs } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { MomentList } from "./moment-list.tsx";
import { VersionList } from "./version-list.tsx";
import type { VersionsProps } from "./versions-props.ts";

/** What is shown first. */
export type VersionsPart = "versions" | "moments";

/** What the workflow was: its published versions, and its draft in the last 30 days. Each can become the draft again. */
export function Versions({ part, ...props }: VersionsProps & { readonly part: VersionsPart }) {
  const { t } = useTranslation("changes");
  return (
    <Tabs defaultValue={part} keepMounted={false}>
      <Tabs.List mb="xs">
        <Tabs.Tab value="versions">{t("versions")}</Tabs.Tab>
        <Tabs.Tab value="moments">{t("moments.title")}</Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel value="versions">
        <VersionList {...props} />
      </Tabs.Panel>
      <Tabs.Panel value="moments">
        <MomentList {...props} />
      </Tabs.Panel>
    </Tabs>
  );
}
