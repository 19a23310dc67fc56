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

/** What a button is given besides: nothing where it may be used, else that it cannot, and why. Given last, it counts. */
export function useOffer(wanted: TokenScope): { readonly disabled?: true; readonly title?: string } {
  const { t } = useTranslation("ui");
  const role = useRole();
  return useMay(wanted) ? {} : { disabled: true, title: t("mayNot", { role: t(`roles.${role}`) }) };
}
