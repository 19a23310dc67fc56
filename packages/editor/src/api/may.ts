import { covers, type Role, roleScopes, type TokenScope } from "@sluice/api/roles";
import { useTranslation } from "react-i18next";
import { useSession } from "./session.ts";

/** The role of who is signed in; nobody is a viewer. */
export function useRole(): Role {
  return useSession()?.user.role ?? "viewer";
}

/** Whether who is signed in may do what asks for this. What they may not is not offered, or shown with the reason. */
export function useMay(wanted: TokenScope): boolean {
  return covers(roleScopes[useRole()], wanted);
}

/** The sentence that says why something is not offered; undefined: it is. */
export function useWhyNot(wanted: TokenScope): string | undefined {
  const { t } = useTranslation("ui");
  const role = useRole();
  return useMay(wanted) ? undefined : t("mayNot", { role: t(`roles.${role}`) });
}
