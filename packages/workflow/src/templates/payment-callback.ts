import { defineTemplate } from "./template.ts";

export const paymentCallback = defineTemplate({
  key: "payment-callback",
  title: { en: "Payment callback with two answers", fr: "Rappel de paiement à deux réponses" },
  description: {
    en: "A payment provider posts, and waits for the answer: 200 for a paid order, 422 for anything else. Fill in the password that the provider sends.",
    fr: "Un prestataire de paiement publie et attend la réponse : 200 pour une commande payée, 422 pour le reste. Remplissez le mot de passe qu’il envoie.",
  },
  mode: "sync",
  draw: (say) => ({
    trigger: {
      type: "webhook",
      config: {
        variables: [
          { key: "transaction_id", from: "body", path: "transaction_id", type: "string", required: true },
          { key: "status", from: "body", path: "status", type: "string", required: true },
          { key: "amount", from: "body", path: "amount", type: "number", required: true },
        ],
        examples: { body: '{"transaction_id":"tx-1001","status":"paid","amount":250.5}' },
        auth: { any: [{ type: "basic", username: "provider", password: {} }] },
        // With the status: a payment that was pending first is no repetition once it is paid.
        dedupe: { key: "{{ trigger.transaction_id }} {{ trigger.status }}" },
      },
    },
    nodes: {
      isPaid: {
        type: "condition",
        name: say("Paid?", "Payé ?"),
        config: {
          when: {
            all: [
              { left: "{{ trigger.status }}", operator: "equals", right: "paid" },
              { left: "{{ trigger.amount }}", operator: "greater", right: 0 },
            ],
          },
        },
      },
      taken: {
        type: "response",
        name: say("Taken", "Accepté"),
        config: {
          kind: "json",
          status: 200,
          body: { ok: true, transaction: "{{ trigger.transaction_id }}", amount: "{{ trigger.amount }}" },
        },
      },
      refused: {
        type: "response",
        name: say("Refused", "Refusé"),
        config: {
          kind: "json",
          status: 422,
          body: {
            ok: false,
            reason: say("The status is {{ trigger.status }}", "Le statut est {{ trigger.status }}"),
          },
        },
      },
    },
    edges: [
      { from: "trigger", to: "isPaid" },
      { from: "isPaid", port: "true", to: "taken" },
      { from: "isPaid", port: "false", to: "refused" },
    ],
    settings: { searchKeys: [{ name: "transaction", path: "trigger.transaction_id" }] },
    places: { isPaid: [1, 1], taken: [2, 0], refused: [2, 2] },
  }),
});
