/** The order that every bench posts: about 1.2 KB of JSON, as a shop sends it. */
export const order = JSON.stringify({
  event: "order.created",
  id: "ord_01JD3W8Z5Q7",
  amount: 149.9,
  currency: "EUR",
  createdAt: "2026-11-22T08:15:00Z",
  customer: {
    id: "cus_8812",
    name: "Zoë García",
    email: "zoe@example.com",
    address: { street: "12 rue des Écluses", city: "Nantes", zip: "44000", country: "FR" },
  },
  items: Array.from({ length: 10 }, (_, index) => ({
    sku: `SKU-${1000 + index}`,
    name: `Article number ${index}`,
    quantity: index + 1,
    price: 12.5 * (index + 1),
  })),
  shipping: { method: "express", cost: 9.9, tracking: null },
  tags: ["web", "returning", "gift"],
  note: "Please ring twice; leave it with the neighbour when nobody answers.",
});

export const orderVariables = [
  { key: "amount", from: "body", path: "amount", type: "number", required: true },
  { key: "id", from: "body", path: "id", type: "string", required: true },
  { key: "customer_id", from: "body", path: "customer.id", type: "string", required: false },
  { key: "items_sku", from: "body", path: "items[*].sku", type: "array", required: false },
];
