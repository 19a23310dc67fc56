import { ActionIcon, Button, Tooltip } from "@mantine/core";
import { useClipboard } from "@mantine/hooks";
import { IconAlertTriangle, IconCheck, IconCopy } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

export interface CopyButtonProps {
  readonly value: string | (() => string);
  /** Names what is copied; also the text of the button where `withText` is set. */
  readonly label: string;
  readonly withText?: boolean;
  readonly size?: "xs" | "sm" | "md";
}

/** Copies, and says so for two seconds: by icon, tooltip, and to a screen reader. Says it too when copying is forbidden. */
export function CopyButton({ value, label, withText = false, size = "sm" }: CopyButtonProps) {
  const { t } = useTranslation("ui");
  const clipboard = useClipboard({ timeout: 2000 });
  const failed = clipboard.error !== null;
  const said = failed ? t("copyFailed") : clipboard.copied ? t("copied") : label;
  const Icon = failed ? IconAlertTriangle : clipboard.copied ? IconCheck : IconCopy;
  const copy = () => clipboard.copy(typeof value === "function" ? value() : value);
  if (withText) {
    return (
      <Button variant="default" size={size} leftSection={<Icon size={16} aria-hidden />} onClick={copy}>
        <span aria-live="polite">{said}</span>
      </Button>
    );
  }
  return (
    <Tooltip label={said} {...(clipboard.copied || failed ? { opened: true } : {})}>
      <ActionIcon
        size={size}
        aria-label={said}
        aria-live="polite"
        color={clipboard.copied ? "green" : "gray"}
        onClick={copy}
      >
        <Icon size={16} aria-hidden />
      </ActionIcon>
    </Tooltip>
  );
}
