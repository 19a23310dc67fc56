// Sets the colours before the first paint, so that a dark screen does not flash white.
// The key is the one that Mantine's own local-storage manager writes (src/app/app.tsx).
(() => {
  let chosen = "auto";
  try {
    chosen = localStorage.getItem("sluice-color-scheme") ?? "auto";
  } catch {
    // Storage may be forbidden: then the system's choice stands.
  }
  const dark =
    chosen === "dark" || (chosen !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
  document.documentElement.setAttribute("data-mantine-color-scheme", dark ? "dark" : "light");
})();
