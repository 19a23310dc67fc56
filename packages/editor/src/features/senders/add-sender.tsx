import { Button, Menu, ScrollArea } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { choiceIcons, keyChoices, type MethodChoice, signatureChoices } from "./method-kinds.ts";
import classes from "./senders.module.css";

/** Offers every way to prove who calls: kinds of keys, then the signatures of providers by name. */
export function AddSender(given: { readonly full: boolean; readonly onAdd: (choice: MethodChoice) => void }) {
  const { full, onAdd } = given;
  const { t } = useTranslation("senders");
  const item = (choice: MethodChoice) => {
    const Icon = choiceIcons[choice];
    return (
      <Menu.Item key={choice} leftSection={<Icon size={16} aria-hidden />} onClick={() => onAdd(choice)}>
        {t(`method.${choice}`)}
      </Menu.Item>
    );
  };
  return (
    <Menu position="bottom-start" width={300} shadow="md" returnFocus={false}>
      <Menu.Target>
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<IconPlus size={14} aria-hidden />}
          disabled={full}
        >
          {t("add")}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <ScrollArea.Autosize mah={380} type="auto" className={classes.choices ?? ""}>
          <Menu.Label>{t("keys")}</Menu.Label>
          {keyChoices.map(item)}
          <Menu.Label>{t("signatures")}</Menu.Label>
          {signatureChoices.map(item)}
        </ScrollArea.Autosize>
      </Menu.Dropdown>
    </Menu>
  );
}
