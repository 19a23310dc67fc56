import { Button, FileButton, SegmentedControl, Text, Textarea, TextInput } from "@mantine/core";
import { IconFileUpload } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { SourceDraft } from "./import-connector.tsx";

export interface SourceFieldsProps {
  readonly draft: SourceDraft;
  readonly onChange: (draft: SourceDraft) => void;
}

/** Where the document comes from: pasted, from a file, or from a URL; and whom its operations call. */
export function SourceFields({ draft, onChange }: SourceFieldsProps) {
  const { t } = useTranslation("connectors");
  const { kind, text, url, baseUrl, usualBaseUrl } = draft;
  const take = async (file: File | null) => {
    if (file !== null) onChange({ ...draft, kind: "text", text: await file.text() });
  };
  return (
    <>
      {kind !== "shipped" && (
        <>
          <Text size="sm" c="dimmed">
            {t("import.hint")}
          </Text>
          <SegmentedControl
            value={kind}
            aria-label={t("import.from")}
            data={[
              { value: "text", label: t("import.text") },
              { value: "url", label: t("import.url") },
            ]}
            onChange={(value) => onChange({ ...draft, kind: value === "url" ? "url" : "text" })}
          />
        </>
      )}
      {kind === "text" && (
        <>
          <FileButton
            accept=".yaml,.yml,.json,application/json,application/yaml"
            onChange={(file) => void take(file)}
          >
            {(props) => (
              <Button {...props} variant="default" leftSection={<IconFileUpload size={16} aria-hidden />}>
                {t("import.choose")}
              </Button>
            )}
          </FileButton>
          <Textarea
            label={t("import.paste")}
            classNames={{ input: "sluice-mono" }}
            minRows={6}
            maxRows={14}
            autosize
            spellCheck={false}
            value={text}
            onChange={(event) => onChange({ ...draft, text: event.currentTarget.value })}
          />
        </>
      )}
      {kind === "url" && (
        <TextInput
          label={t("import.documentUrl")}
          placeholder={t("import.documentUrlPlaceholder")}
          spellCheck={false}
          value={url}
          onChange={(event) => onChange({ ...draft, url: event.currentTarget.value })}
        />
      )}
      <TextInput
        label={t("baseUrl")}
        description={t("import.baseUrlHint")}
        placeholder={usualBaseUrl}
        spellCheck={false}
        value={baseUrl}
        onChange={(event) => onChange({ ...draft, baseUrl: event.currentTarget.value })}
      />
    </>
  );
}
