import { ActionIcon, Button, Fieldset, Group, Stack, TextInput } from "@mantine/core";
import { IconPlus, IconX } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { SubscriptionDraft, SubscriptionField } from "./subscription-draft.ts";

export interface HeaderFieldsProps {
  readonly headers: SubscriptionDraft["headers"];
  /** They go to another server, which gets no stored value. */
  readonly elsewhere: boolean;
  /** What is said at a field. */
  readonly fault: (field: SubscriptionField) => string | null;
  readonly onChange: (headers: SubscriptionDraft["headers"]) => void;
}

/** Headers that go out with each message. The values of stored ones are not shown. */
export function HeaderFields({ headers, elsewhere, fault, onChange }: HeaderFieldsProps) {
  const { t } = useTranslation("webhooks");
  const change = (at: number, part: Partial<SubscriptionDraft["headers"][number]>) =>
    onChange(headers.map((header, index) => (index === at ? { ...header, ...part } : header)));
  return (
    <Fieldset legend={t("headers")} variant="unstyled">
      <Stack gap="xs" align="flex-start">
        {headers.map(({ name, value, stored }, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: rows are told apart by their position, and typed into one at a time
          <Group key={at} gap="xs" wrap="nowrap" align="flex-start" w="100%">
            <TextInput
              flex={1}
              aria-label={t("headerName", { number: at + 1 })}
              placeholder="x-key"
              data-field={`headers.${at}.name`}
              error={fault(`headers.${at}.name`)}
              spellCheck={false}
              value={name}
              onChange={(event) => change(at, { name: event.currentTarget.value, stored: false })}
            />
            <TextInput
              flex={1}
              aria-label={t("headerValue", { number: at + 1 })}
              placeholder={stored ? t(elsewhere ? "headerAnew" : "headerStays") : ""}
              data-field={`headers.${at}.value`}
              error={fault(`headers.${at}.value`)}
              spellCheck={false}
              value={value}
              onChange={(event) => change(at, { value: event.currentTarget.value })}
            />
            <ActionIcon
              aria-label={t("removeHeader", { number: at + 1 })}
              onClick={() => onChange(headers.filter((_, index) => index !== at))}
            >
              <IconX size={16} aria-hidden />
            </ActionIcon>
          </Group>
        ))}
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<IconPlus size={14} aria-hidden />}
          onClick={() => onChange([...headers, { name: "", value: "", stored: false }])}
        >
          {t("addHeader")}
        </Button>
      </Stack>
    </Fieldset>
  );
}
