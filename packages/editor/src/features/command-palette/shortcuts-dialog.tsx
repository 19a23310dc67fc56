import { Modal, Switch } from "@mantine/core";
import { useTranslation } from "react-i18next";
import classes from "./command-palette.module.css";
import { commandGroups, commandIds, rowOf } from "./command-table.ts";
import { useSingleKeys } from "./single-keys.ts";
import { useCommandTexts } from "./use-commands.ts";

/** All keys of the editor, from the table of commands; and the switch for those of one sign. */
export function ShortcutsDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation("commands");
  const texts = useCommandTexts();
  const singleKeys = useSingleKeys();
  return (
    <Modal
      opened
      onClose={onClose}
      returnFocus={false}
      transitionProps={{ duration: 0 }}
      title={t("shortcuts.title")}
      size="xl"
    >
      <p className={classes.help}>{t("shortcuts.where")}</p>
      <div className={classes.groups}>
        {commandGroups.map((group) => (
          <section key={group} className={classes.group}>
            <h3>{t(`group.${group}`)}</h3>
            <dl>
              {commandIds
                .filter((id) => rowOf(id).group === group && rowOf(id).keys.length > 0)
                .map((id) => (
                  <div key={id}>
                    <dt>{texts.label(id)}</dt>
                    <dd>
                      {rowOf(id).keys.map((keys) => (
                        <kbd key={keys} className={classes.keys}>
                          {texts.spell(keys)}
                        </kbd>
                      ))}
                    </dd>
                  </div>
                ))}
            </dl>
          </section>
        ))}
      </div>
      <Switch
        mt="md"
        checked={singleKeys.on}
        onChange={(event) => singleKeys.set(event.currentTarget.checked)}
        label={t("shortcuts.single")}
        description={t("shortcuts.singleHelp")}
      />
    </Modal>
  );
}
