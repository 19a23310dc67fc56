import { defineTemplate } from "./template.ts";

export const importAlert = defineTemplate({
  key: "import-alert",
  title: { en: "Alert when an import fails", fr: "Alerte quand un import échoue" },
  description: {
    en: "Takes the events of a data import and tells a chat when one has failed. Fill in the address of the chat’s incoming webhook.",
    fr: "Reçoit les événements d’un import de données et prévient un chat quand l’un échoue. Remplissez l’adresse du webhook entrant du chat.",
  },
  mode: "async",
  draw: (say) => ({
    trigger: {
      type: "webhook",
      config: {
        variables: [
          { key: "event", from: "body", path: "event", type: "string", required: true },
          { key: "import_name", from: "body", path: "data.import_name", type: "string", required: false },
          { key: "error", from: "body", path: "data.error", type: "string", required: false },
          { key: "rows", from: "body", path: "data.rows_failed", type: "integer", required: false },
        ],
        examples: {
          body: '{"event":"import.failed","data":{"import_name":"Spring catalogue","error":"Column SKU is missing","rows_failed":12}}',
        },
        filter: {
          when: { all: [{ left: "{{ trigger.event }}", operator: "equals", right: "import.failed" }] },
        },
      },
    },
    nodes: {
      message: {
        type: "set",
        name: say("Write the message", "Écrire le message"),
        config: {
          fields: {
            text: say(
              "Import “{{ trigger.import_name ?? 'unknown' }}” failed: {{ trigger.error ?? 'no reason given' }} ({{ trigger.rows ?? 0 }} rows)",
              "L’import « {{ trigger.import_name ?? 'inconnu' }} » a échoué : {{ trigger.error ?? 'sans raison' }} ({{ trigger.rows ?? 0 }} lignes)",
            ),
          },
        },
      },
      tell: {
        type: "http",
        name: say("Tell the chat", "Prévenir le chat"),
        config: {
          method: "POST",
          url: "https://chat.example.com/incoming",
          bodyKind: "json",
          body: { text: "{{ steps.message.text }}" },
        },
        retry: { attempts: 5, delaySeconds: 10, factor: 3, on: ["network", "timeout", "5xx", "429"] },
      },
    },
    edges: [
      { from: "trigger", to: "message" },
      { from: "message", to: "tell" },
    ],
    places: { message: [1, 1], tell: [2, 1] },
  }),
});
