/** A text without case and accents, for searching: "reponse" finds "Réponse". */
export function fold(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}
