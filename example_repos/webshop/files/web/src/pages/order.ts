import { Order } from "../api/orders";
import { Payment } from "../api/payments";

export function total(order: Order): string {
  return (order.total / 100).toFixed(2);
}

export function paid(payment: Payment): string {
  return (payment.amount / 100).toFixed(2);
}
