import { answerKinds } from "@sluice/workflow/document";
import {
  defineNode,
  fieldHints,
  jsonField,
  numberField,
  pairsField,
  shorten,
  textField,
} from "@sluice/workflow/node-contract";
import { z } from "zod";

export const response = defineNode({
  type: "response",
  version: 1,
  kind: "answer",
  title: { en: "Response", fr: "Réponse" },
  summary: {
    en: "Answers the sender of a synchronous workflow",
    fr: "Répond à l’expéditeur d’un workflow synchrone",
  },
  icon: "message-reply",
  config: z
    .strictObject({
      kind: z
        .enum(answerKinds)
        .default("json")
        .register(fieldHints, {
          label: { en: "Answer", fr: "Réponse" },
          help: {
            en: "What the body is. It also sets the content type, unless a header says otherwise.",
            fr: "La nature du corps. Elle fixe aussi le type de contenu, sauf si un en-tête en décide autrement.",
          },
          value: "literal",
          options: {
            json: { en: "JSON", fr: "JSON" },
            text: { en: "Text", fr: "Texte" },
            html: { en: "HTML page", fr: "Page HTML" },
            empty: { en: "No body", fr: "Sans corps" },
            redirect: { en: "Redirect", fr: "Redirection" },
          },
        }),
      status: numberField(z.int().min(200).max(599))
        .optional()
        .register(fieldHints, {
          label: { en: "Status", fr: "Statut" },
          help: {
            en: "200 to 599. Left empty: 200, and 302 for a redirect. 204, 205 and 304 have no body.",
            fr: "De 200 à 599. Vide : 200, et 302 pour une redirection. 204, 205 et 304 sont sans corps.",
          },
          placeholder: "200",
          control: "number",
          variants: [{ when: { field: "kind", in: ["redirect"] }, placeholder: "302" }],
        }),
      headers: pairsField({
        label: { en: "Headers", fr: "En-têtes" },
        help: {
          en: "Added to the answer. Cookies, policies, CORS and headers of the connection are refused.",
          fr: "Ajoutés à la réponse. Cookies, politiques, CORS et en-têtes de connexion sont refusés.",
        },
        example: { name: "x-request-id", value: "{{ trigger.id }}" },
        nameless: "name the header",
        most: 50,
      }),
      body: jsonField()
        .optional()
        .register(fieldHints, {
          label: { en: "Body", fr: "Corps" },
          help: {
            en: "JSON whose texts are templates: inserted values keep their type and cannot break out.",
            fr: "Du JSON dont les textes sont des modèles : les valeurs insérées gardent leur type, sans rien casser.",
          },
          placeholder: "{}",
          control: "json",
          visibleWhen: { field: "kind", in: ["json", "text", "html"] },
          variants: [
            {
              when: { field: "kind", in: ["text"] },
              control: "long-text",
              help: { en: "The text as it goes out.", fr: "Le texte tel qu’il est envoyé." },
              placeholder: "ok",
            },
            {
              when: { field: "kind", in: ["html"] },
              control: "long-text",
              escape: "html",
              help: {
                en: "Inserted values are escaped; raw() inserts one as it is.",
                fr: "Les valeurs insérées sont échappées ; raw() insère une valeur telle quelle.",
              },
              placeholder: "<p>{{ trigger.name }}</p>",
            },
          ],
        }),
      location: textField(z.string().max(8000))
        .optional()
        .register(fieldHints, {
          label: { en: "Location", fr: "Adresse" },
          help: {
            en: "Where the redirect leads. Inserted values are encoded, so that they cannot change the host.",
            fr: "Où mène la redirection. Les valeurs insérées sont encodées et ne peuvent changer l’hôte.",
          },
          placeholder: "https://shop.example/thanks?order={{ trigger.order_id }}",
          escape: "url",
          visibleWhen: { field: "kind", in: ["redirect"] },
        }),
      then: z
        .enum(["stop", "continue"])
        .default("stop")
        .register(fieldHints, {
          label: { en: "Then", fr: "Ensuite" },
          help: {
            en: "Whether this branch ends here or goes on after the sender has its answer.",
            fr: "Si cette branche s’arrête ici ou se poursuit une fois la réponse donnée.",
          },
          value: "literal",
          options: {
            stop: { en: "stop here", fr: "s’arrêter ici" },
            continue: { en: "go on", fr: "poursuivre" },
          },
        }),
    })
    .refine(({ kind, location }) => kind !== "redirect" || Boolean(location), {
      path: ["location"],
      message: "a redirect needs a location",
    }),
  ports: { out: { en: "out", fr: "suite" } },
  effects: "none",
  answers: (config) => (config.then === "continue" ? "continue" : "stop"),
  output: z.strictObject({ status: z.int(), contentType: z.string().nullable(), body: z.json() }),
  example: {
    config: {
      status: 200,
      kind: "json",
      headers: [{ name: "x-order", value: "{{ trigger.order_id }}" }],
      body: { ok: true, id: "{{ trigger.order_id }}" },
      then: "continue",
    },
    input: { order_id: "A-17" },
  },
  summarize: ({ kind = "json", status, location }) => {
    const code = status ?? (kind === "redirect" ? 302 : 200);
    return shorten(kind === "redirect" ? `${code} → ${location ?? ""}` : `${code} ${kind}`);
  },
});
