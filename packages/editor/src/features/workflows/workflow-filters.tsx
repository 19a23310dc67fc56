import { Button, Group, TextInput } from "@mantine/core";
import { IconFolderCog, IconSearch } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../../api/client.ts";
import { loadCanvasTexts } from "../../i18n/i18n.ts";
import { FilterSelect } from "../../ui/filter-select.tsx";
import { lazyPart } from "../../ui/lazy-part.tsx";
import classes from "./workflows-page.module.css";

/** Stands in the address for "in no folder". */
export const unfiled = "/";

export interface WorkflowFiltersProps {
  readonly typed: string;
  readonly onTyped: (text: string) => void;
  readonly folder: string | undefined;
  readonly tag: string | undefined;
  readonly onChange: (change: { folder?: string | undefined; tag?: string | undefined }) => void;
}

const RenameFolder = lazyPart(async () => {
  const [{ RenameFolder: Part }] = await Promise.all([import("./rename-folder.tsx"), loadCanvasTexts()]);
  return Part;
});

/** Search, folder and tag; the last two only where there are any. */
export function WorkflowFilters({ typed, onTyped, folder, tag, onChange }: WorkflowFiltersProps) {
  const { t } = useTranslation("workflows");
  const [renaming, setRenaming] = useState(false);
  const known = useQuery(api.workflows.placements.queryOptions()).data;
  const folders = known?.folders ?? [];
  const tags = known?.tags ?? [];
  return (
    <Group gap="xs" mb="md">
      <TextInput
        type="search"
        className={classes.search ?? ""}
        aria-label={t("search")}
        placeholder={t("search")}
        leftSection={<IconSearch size={16} aria-hidden />}
        value={typed}
        onChange={(event) => onTyped(event.currentTarget.value)}
      />
      {(folders.length > 0 || folder !== undefined) && (
        <FilterSelect
          label={t("filter.folder")}
          value={folder}
          options={[
            ...folders.map((one) => ({
              value: one.folder,
              label: t("filter.counted", { name: one.folder, count: one.count }),
            })),
            { value: unfiled, label: t("filter.unfiled") },
          ]}
          onChange={(next) => onChange({ folder: next })}
        />
      )}
      {(tags.length > 0 || tag !== undefined) && (
        <FilterSelect
          label={t("filter.tag")}
          value={tag}
          options={tags.map((one) => ({
            value: one.tag,
            label: t("filter.counted", { name: one.tag, count: one.count }),
          }))}
          onChange={(next) => onChange({ tag: next })}
          width={170}
        />
      )}
      {folder !== undefined && folder !== unfiled && (
        <Button
          variant="default"
          leftSection={<IconFolderCog size={16} aria-hidden />}
          onClick={() => setRenaming(true)}
        >
          {t("filter.rename")}
        </Button>
      )}
      {renaming && folder !== undefined && (
        <RenameFolder
          folder={folder}
          onClose={() => setRenaming(false)}
          onMoved={(moved) => {
            setRenaming(false);
            onChange({ folder: moved === "" ? undefined : moved });
          }}
        />
      )}
    </Group>
  );
}
