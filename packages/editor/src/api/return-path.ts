/**
 * The path to go to after signing in: the one asked for when it stays on this origin, else the first screen.
 * Refuses other origins in every spelling (`//host`, `/\host`, `https://host`, tabs in between), since whoever
 * sends a person a link chooses this value.
 */
export function returnPath(wanted: string | undefined, origin: string = window.location.origin): string {
  const home = "/workflows";
  if (wanted === undefined || !wanted.startsWith("/")) return home;
  let url: URL;
  try {
    url = new URL(wanted, origin);
  } catch {
    return home;
  }
  if (url.origin !== origin || url.pathname.startsWith("//")) return home;
  if (url.pathname === "/sign-in" || url.pathname === "/setup" || url.pathname === "/") return home;
  return url.pathname + url.search + url.hash;
}
