import { Group, Select, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { type CredentialDraft, isDatabaseServer, securitiesOf, usualPort } from "./credential-draft.ts";

export interface ServerFieldsProps {
  readonly draft: CredentialDraft;
  readonly onChange: (change: Partial<CredentialDraft>) => void;
}

const plain = { autoComplete: "off", spellCheck: false, required: true, withAsterisk: false } as const;

/** Where a mail server or a database is, and who signs in. */
export function ServerFields({ draft, onChange }: ServerFieldsProps) {
  const { t } = useTranslation("credentials");
  const securities = securitiesOf(draft.type);
  return (
    <>
      <Group gap="xs" align="flex-start" wrap="nowrap">
        <TextInput
          {...plain}
          label={t("server.host")}
          placeholder={draft.type === "smtp" ? "smtp.example.com" : "db.example.com"}
          flex={1}
          maxLength={253}
          value={draft.host}
          onChange={(event) => onChange({ host: event.currentTarget.value })}
        />
        <TextInput
          {...plain}
          label={t("server.port")}
          placeholder={String(usualPort(draft))}
          required={false}
          inputMode="numeric"
          w={100}
          maxLength={5}
          value={draft.port}
          onChange={(event) => onChange({ port: event.currentTarget.value })}
        />
      </Group>
      <Select
        label={t("server.security")}
        allowDeselect={false}
        value={draft.security}
        onChange={(value) =>
          onChange({ security: securities.find((one) => one === value) ?? draft.security })
        }
        data={securities.map((value) => ({ value, label: t(`security.${value}`) }))}
      />
      {isDatabaseServer(draft.type) && (
        <TextInput
          {...plain}
          label={t("server.database")}
          maxLength={200}
          value={draft.database}
          onChange={(event) => onChange({ database: event.currentTarget.value })}
        />
      )}
      <TextInput
        {...plain}
        label={t("server.username")}
        description={draft.type === "smtp" ? t("server.usernameHint") : undefined}
        required={isDatabaseServer(draft.type)}
        maxLength={500}
        value={draft.username}
        onChange={(event) => onChange({ username: event.currentTarget.value })}
      />
    </>
  );
}

/** Which file a database is. */
export function FileField({ draft, onChange }: ServerFieldsProps) {
  const { t } = useTranslation("credentials");
  return (
    <TextInput
      {...plain}
      label={t("server.file")}
      placeholder={t("server.filePlaceholder")}
      maxLength={4096}
      value={draft.file}
      onChange={(event) => onChange({ file: event.currentTarget.value })}
    />
  );
}
