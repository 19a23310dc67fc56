import { Menu, useMantineColorScheme, VisuallyHidden } from "@mantine/core";
import {
  IconDeviceDesktop,
  IconLanguage,
  IconLogout,
  IconMoon,
  IconSun,
  IconUserCircle,
} from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { leave, useSession } from "../api/session.ts";
import { changeLanguage } from "../i18n/i18n.ts";
import { languageNames, languages } from "../i18n/language.ts";
import classes from "./shell.module.css";

const schemes = [
  { value: "light", icon: IconSun },
  { value: "dark", icon: IconMoon },
  { value: "auto", icon: IconDeviceDesktop },
] as const;

/** Who is signed in, with colours, language and the way out. */
export function AccountMenu({ slim }: { slim: boolean }) {
  const { t, i18n } = useTranslation("common");
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const queryClient = useQueryClient();
  const navigate = useNavigate();
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
        <Menu.Label>{t("theme.label")}</Menu.Label>
        {schemes.map(({ value, icon: Icon }) => (
          <Menu.Item
            key={value}
            role="menuitemradio"
            aria-checked={colorScheme === value}
            leftSection={<Icon size={16} aria-hidden />}
            rightSection={colorScheme === value ? <Chosen /> : null}
            onClick={() => setColorScheme(value)}
          >
            {t(`theme.${value}`)}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Label>{t("language.label")}</Menu.Label>
        {languages.map((language) => (
          <Menu.Item
            key={language}
            role="menuitemradio"
            aria-checked={i18n.language === language}
            lang={language}
            leftSection={<IconLanguage size={16} aria-hidden />}
            rightSection={i18n.language === language ? <Chosen /> : null}
            onClick={() => void changeLanguage(language)}
          >
            {languageNames[language]}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item leftSection={<IconLogout size={16} aria-hidden />} onClick={() => void signOut()}>
          {t("account.signOut")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

/** A dot after the chosen entry; `aria-checked` says it to those who do not see it. */
function Chosen() {
  return (
    <svg width="8" height="8" aria-hidden>
      <circle cx="4" cy="4" r="4" fill="var(--sluice-focus)" />
    </svg>
  );
}
