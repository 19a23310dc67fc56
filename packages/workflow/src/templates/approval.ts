import { defineTemplate } from "./template.ts";

export const approval = defineTemplate({
  key: "approval",
  title: { en: "Refund after an approval", fr: "Remboursement après un accord" },
  description: {
    en: "A request waits up to three days until somebody approves it in Sluice; then your shop is called. Fill in the address of the shop.",
    fr: "Une demande attend jusqu’à trois jours qu’une personne donne son accord dans Sluice ; ensuite, votre boutique est appelée. Remplissez l’adresse de la boutique.",
  },
  mode: "async",
  draw: (say) => ({
    trigger: {
      type: "webhook",
      config: {
        variables: [
          { key: "order_id", from: "body", path: "order_id", type: "string", required: true },
          { key: "customer", from: "body", path: "customer", type: "string", required: true },
          { key: "amount", from: "body", path: "amount", type: "number", required: true },
        ],
        examples: { body: '{"order_id":"A-17","customer":"Ada Lovelace","amount":120}' },
      },
    },
    nodes: {
      decision: {
        type: "wait",
        name: say("Ask for an approval", "Demander un accord"),
        config: {
          for: "approval",
          title: say("Refund {{ trigger.order_id }}?", "Rembourser {{ trigger.order_id }} ?"),
          message: say(
            "{{ trigger.customer }} asks for {{ trigger.amount }} back.",
            "{{ trigger.customer }} demande le remboursement de {{ trigger.amount }}.",
          ),
          timeout: 3,
          unit: "days",
        },
      },
      refund: {
        type: "http",
        name: say("Refund", "Rembourser"),
        config: {
          method: "POST",
          url: "https://shop.example.com/refunds",
          bodyKind: "json",
          body: {
            order: "{{ trigger.order_id }}",
            amount: "{{ trigger.amount }}",
            approvedBy: "{{ steps.decision.person }}",
          },
        },
        retry: { attempts: 5, delaySeconds: 10, factor: 3 },
      },
      rejected: {
        type: "end",
        name: say("Rejected", "Refusé"),
        config: { status: "succeeded", message: "{{ steps.decision.comment }}" },
      },
      late: {
        type: "end",
        name: say("Nobody decided", "Sans décision"),
        config: {
          status: "failed",
          message: say("Nobody decided within three days", "Personne n’a décidé en trois jours"),
        },
      },
    },
    edges: [
      { from: "trigger", to: "decision" },
      { from: "decision", to: "refund" },
      { from: "decision", port: "rejected", to: "rejected" },
      { from: "decision", port: "timeout", to: "late" },
    ],
    settings: { searchKeys: [{ name: "order", path: "trigger.order_id" }] },
    places: { decision: [1, 1], refund: [2, 0], rejected: [2, 1], late: [2, 2] },
  }),
});
