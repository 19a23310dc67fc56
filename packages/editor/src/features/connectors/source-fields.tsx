import { SegmentedControl, Text, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { FileOrText } from "../../ui/file-or-text.tsx";
import type { SourceDraft } from "./import-connector.tsx";

export interface SourceFieldsProps {
  readonly draft: SourceDraft;
  readonly onChange: (draft: SourceDraft) => void;
}

/** Where the document comes from: pasted, from a file, or from a URL; and whom its operations call. */
export function SourceFields({ draft, onChange }: SourceFieldsProps) {
  const { t } = useTranslation("connectors");
  const { kind, text, url, baseUrl, usualBaseUrl } = draft;
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
        <FileOrText
          choose={t("import.choose")}
          paste={t("import.paste")}
          rows={{ min: 6, max: 14 }}
          value={text}
          onChange={(pasted) => onChange({ ...draft, text: pasted })}
          onFile={(content) => onChange({ ...draft, kind: "text", text: content })}
        />
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
