import { defineTemplate } from "./template.ts";

export const eventRouter = defineTemplate({
  key: "event-router",
  title: { en: "Event router for a backend", fr: "Aiguilleur d’événements vers un backend" },
  description: {
    en: "One URL for all events of a product: each kind goes on to its own address of your backend, and what is not known is only counted. Fill in the addresses.",
    fr: "Une URL pour tous les événements d’un produit : chaque sorte part vers sa propre adresse de votre backend, le reste est seulement compté. Remplissez les adresses.",
  },
  mode: "async",
  draw: (say) => {
    const startsWith = (right: string) => ({
      all: [{ left: "{{ trigger.type }}", operator: "startsWith", right }],
    });
    const forward = (en: string, fr: string, path: string) => ({
      type: "http",
      name: say(en, fr),
      config: {
        method: "POST",
        url: `https://backend.example.com/${path}`,
        headers: [{ name: "x-event-type", value: "{{ trigger.type }}" }],
        bodyKind: "json",
        body: "{{ request.body }}",
      },
      retry: { attempts: 8, delaySeconds: 5, factor: 3 },
    });
    return {
      trigger: {
        type: "webhook",
        config: {
          variables: [
            { key: "type", from: "body", path: "type", type: "string", required: true },
            { key: "id", from: "body", path: "id", type: "string", required: true },
          ],
          examples: { body: '{"id":"evt_1","type":"order.paid","data":{"order":"A-17"}}' },
          dedupe: { key: "{{ trigger.id }}" },
        },
      },
      nodes: {
        kind: {
          type: "switch",
          name: say("What happened?", "Que s’est-il passé ?"),
          config: {
            mode: "first",
            cases: [
              { port: "order", name: say("Order", "Commande"), when: startsWith("order.") },
              { port: "customer", name: say("Customer", "Client"), when: startsWith("customer.") },
            ],
          },
        },
        orders: forward("To orders", "Vers les commandes", "orders"),
        customers: forward("To customers", "Vers les clients", "customers"),
        unknown: {
          type: "end",
          name: say("Nobody asked for it", "Personne n’en veut"),
          config: {
            status: "succeeded",
            message: say("No route for {{ trigger.type }}", "Pas de route pour {{ trigger.type }}"),
          },
        },
      },
      edges: [
        { from: "trigger", to: "kind" },
        { from: "kind", port: "order", to: "orders" },
        { from: "kind", port: "customer", to: "customers" },
        { from: "kind", port: "default", to: "unknown" },
      ],
      places: { kind: [1, 1], orders: [2, 0], customers: [2, 1], unknown: [2, 2] },
    };
  },
});
