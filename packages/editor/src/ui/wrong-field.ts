type Path = readonly (string | number)[];

/**
 * Gives the focus to the first field of a form that is wrong: one that says so itself (`aria-invalid`), or whose `data-field`
 * is one of `named`, such as `headers.0.name`; a part of it or what is around it counts as well. Opens what is folded
 * around it, and brings it into sight. Answers whether there is one.
 */
export function focusWrongField(form: HTMLElement, named: readonly Path[] = []): boolean {
  const names = named.map((path) => path.join("."));
  const fields = form.querySelectorAll<HTMLElement>("[data-field], [aria-invalid='true']");
  const field = [...fields].find((one) => {
    const own = one.dataset.field;
    const saysSo = one.getAttribute("aria-invalid") === "true";
    return saysSo || (own !== undefined && names.some((name) => isOf(own, name)));
  });
  if (!field) return false;
  for (
    let around = field.closest("details");
    around;
    around = around.parentElement?.closest("details") ?? null
  )
    around.open = true;
  // First the focus, which would bring it no further than under what stands still at the top.
  field.focus({ preventScroll: true });
  field.scrollIntoView({ block: "center" });
  return true;
}

function isOf(field: string, name: string): boolean {
  return field === name || name.startsWith(`${field}.`) || field.startsWith(`${name}.`);
}
