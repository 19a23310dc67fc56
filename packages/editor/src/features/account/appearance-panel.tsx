import { Group, SegmentedControl, Stack, Text, useMantineColorScheme } from "@mantine/core";
import { useId } from "react";
import { useTranslation } from "react-i18next";
import { useChooseLanguage } from "../../api/account-language.ts";
import { languageNames, languages } from "../../i18n/language.ts";
import { Panel } from "../../ui/panel.tsx";

const schemes = ["light", "dark", "auto"] as const;

/** Colours, kept in this browser, and the language, kept with the account. */
export function AppearancePanel() {
  const { t, i18n } = useTranslation("settings");
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const chooseLanguage = useChooseLanguage();
  const [themeLabel, languageLabel] = [useId(), useId()];
  return (
    <Panel title={t("appearance.title")}>
      <Stack gap="sm">
        <Group justify="space-between">
          <Text id={themeLabel}>{t("appearance.theme")}</Text>
          <SegmentedControl
            aria-labelledby={themeLabel}
            value={colorScheme}
            onChange={(value) => setColorScheme(schemes.find((scheme) => scheme === value) ?? "auto")}
            data={schemes.map((value) => ({ value, label: t(`appearance.${value}`) }))}
          />
        </Group>
        <Group justify="space-between">
          <Text id={languageLabel}>{t("appearance.language")}</Text>
          <SegmentedControl
            aria-labelledby={languageLabel}
            value={i18n.language}
            onChange={(value) => {
              const language = languages.find((known) => known === value);
              if (language !== undefined) chooseLanguage(language);
            }}
            data={languages.map((value) => ({ value, label: languageNames[value] }))}
          />
        </Group>
      </Stack>
    </Panel>
  );
}
