import { Menu, useMantineColorScheme, VisuallyHidden } from "@mantine/core";
import { IconLogout, IconUserCircle } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useChooseLanguage } from "../api/account-language.ts";
import { leave, useSession } from "../api/session.ts";
import { languageNames, languages } from "../i18n/language.ts";
import classes from "./shell.module.css";

const schemes = ["light", "dark", "auto"] as const;

/** Who is signed in, with colours, language and the way out. */
export function AccountMenu({ slim }: { slim: boolean }) {
  const { t, i18n } = useTranslation("shell");
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const chooseLanguage = useChooseLanguage();
  const email = useSession()?.user.email ?? "";
  const signOut = async () => {
    await leave(queryClient);
    await navigate({ to: "/sign-in" });
  };
  return (
    <Menu position="right-end" width={220}>
      <Menu.Target>
        <button type="button" className={slim ? `${classes.link} ${classes.slim}` : classes.link}>
          <IconUserCircle size={18} stroke={1.75} aria-hidden />
          {slim ? (
            <VisuallyHidden>{t("account.menu", { email })}</VisuallyHidden>
          ) : (
            <span className={classes.who}>{email}</span>
          )}
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          leftSection={<IconUserCircle size={16} aria-hidden />}
          renderRoot={(props) => <Link {...props} to="/account" />}
        >
          {t("account.mine")}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Label>{t("theme.label")}</Menu.Label>
        <Menu.RadioGroup
          value={colorScheme}
          onChange={(value) => setColorScheme(schemes.find((scheme) => scheme === value) ?? "auto")}
        >
          {schemes.map((value) => (
            <Menu.RadioItem key={value} value={value}>
              {t(`theme.${value}`)}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
        <Menu.Divider />
        <Menu.Label>{t("language.label")}</Menu.Label>
        <Menu.RadioGroup
          value={i18n.language}
          onChange={(value) => {
            const language = languages.find((known) => known === value);
            if (language !== undefined) chooseLanguage(language);
          }}
        >
          {languages.map((language) => (
            <Menu.RadioItem key={language} value={language} lang={language}>
              {languageNames[language]}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
        <Menu.Divider />
        <Menu.Item leftSection={<IconLogout size={16} aria-hidden />} onClick={() => void signOut()}>
          {t("account.signOut")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
